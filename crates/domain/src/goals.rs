//! The service plan: what a client wants to reach, and the steps that lead there.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{
    codes::codes,
    ids::{ClientId, GoalId, StepId, UserId},
    patch::Patch,
    problem::FieldError,
    validate::{self, Draft},
};

/// More steps than this are two goals.
pub const MAX_STEPS: usize = 50;

/// The part of life that a goal is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = GoalArea))]
#[serde(rename_all = "snake_case")]
pub enum Area {
    #[default]
    Employment,
    /// Training and education.
    Training,
    Housing,
    Health,
    /// Papers, licenses and courts.
    Legal,
    Money,
    Other,
}
codes!(Area: Employment "employment", Training "training", Housing "housing", Health "health", Legal "legal",
    Money "money", Other "other");

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = GoalStatus))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Open,
    Reached,
    GivenUp,
}
codes!(Status: Open "open", Reached "reached", GivenUp "given_up");

/// How a goal ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = GoalEnding))]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    Reached,
    GivenUp,
}
codes!(Ending: Reached "reached", GivenUp "given_up");

/// A new goal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct GoalDraft {
    #[validate(length(min = 1, max = 200), custom(function = validate::line))]
    pub title: String,
    pub area: Area,
    /// Why it matters, in the client's own words.
    #[serde(default)]
    #[validate(length(max = 2000), custom(function = validate::paragraph))]
    pub why: String,
    /// By when.
    #[serde(default)]
    pub target_on: Option<NaiveDate>,
}

impl Draft for GoalDraft {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        ahead("/target_on", self.target_on, today, errors);
    }
}

/// A plan is for the days to come.
fn ahead(pointer: &str, day: Option<NaiveDate>, today: NaiveDate, errors: &mut Vec<FieldError>) {
    if let Some(day) = day {
        validate::to_come(pointer, day, today, errors);
    }
}

/// A change of an open goal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct GoalPatch {
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub title: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub area: Patch<Area>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub why: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub target_on: Patch<NaiveDate>,
}

impl Draft for GoalPatch {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        let cleared = [("/title", self.title == Patch::Clear), ("/area", self.area == Patch::Clear)];
        validate::never_empty(cleared, errors);
        let draft = GoalDraft {
            // What is not changed has been checked.
            title: self.title.set().cloned().unwrap_or_else(|| "-".into()),
            area: Area::Other,
            why: self.why.set().cloned().unwrap_or_default(),
            target_on: self.target_on.set().copied(),
        };
        errors.extend(draft.check(today).err().unwrap_or_default());
    }
}

/// Ends a goal with what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = GoalClosing))]
#[serde(deny_unknown_fields)]
pub struct Closing {
    pub status: Ending,
    #[validate(length(min = 1, max = 2000), custom(function = validate::paragraph))]
    pub outcome: String,
    /// Today when absent.
    #[serde(default)]
    pub closed_on: Option<NaiveDate>,
}

impl Draft for Closing {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        behind("/closed_on", self.closed_on, today, errors);
    }
}

/// What has happened has its day already.
fn behind(pointer: &str, day: Option<NaiveDate>, today: NaiveDate, errors: &mut Vec<FieldError>) {
    if let Some(day) = day {
        validate::has_come(pointer, day, today, errors);
    }
}

/// A new step; it stands behind the others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = GoalStepDraft))]
#[serde(deny_unknown_fields)]
pub struct StepDraft {
    #[validate(length(min = 1, max = 500), custom(function = validate::line))]
    pub what: String,
    /// Whoever of the staff does it; the client when absent.
    #[serde(default)]
    pub owner_id: Option<UserId>,
    #[serde(default)]
    pub due_on: Option<NaiveDate>,
}

impl Draft for StepDraft {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        ahead("/due_on", self.due_on, today, errors);
    }
}

/// A change of a step.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = GoalStepPatch))]
#[serde(deny_unknown_fields, default)]
pub struct StepPatch {
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub what: Patch<String>,
    /// Null is the client.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub owner_id: Patch<UserId>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub due_on: Patch<NaiveDate>,
    /// Its place among the steps, from 0; beyond the last it is the last.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub position: Patch<u8>,
}

impl Draft for StepPatch {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        let cleared = [("/what", self.what == Patch::Clear), ("/position", self.position == Patch::Clear)];
        validate::never_empty(cleared, errors);
        let draft = StepDraft {
            what: self.what.set().cloned().unwrap_or_else(|| "-".into()),
            owner_id: None,
            due_on: self.due_on.set().copied(),
        };
        errors.extend(draft.check(today).err().unwrap_or_default());
    }
}

/// A step was done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = GoalStepCompletion))]
#[serde(deny_unknown_fields, default)]
pub struct StepCompletion {
    /// Today when absent.
    pub done_on: Option<NaiveDate>,
}

impl Draft for StepCompletion {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        behind("/done_on", self.done_on, today, errors);
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Goal {
    pub id: GoalId,
    pub version: i32,
    pub client_id: ClientId,
    pub title: String,
    pub area: Area,
    pub why: String,
    pub target_on: Option<NaiveDate>,
    pub status: Status,
    /// What came of it, once it is closed.
    pub outcome: Option<String>,
    pub closed_on: Option<NaiveDate>,
    pub closed_by: Option<String>,
    pub set_by: String,
    pub set_at: DateTime<Utc>,
    /// In their order.
    pub steps: Vec<Step>,
}

impl Goal {
    pub fn is_open(&self) -> bool {
        self.status == Status::Open
    }

    /// How many of its steps are done.
    pub fn done(&self) -> usize {
        self.steps.iter().filter(|step| step.done_on.is_some()).count()
    }

    /// Whether it is as it was set: then it may be taken away, as a slip. Later it is closed instead.
    pub fn is_untouched(&self) -> bool {
        self.version == 1 && self.steps.is_empty()
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = GoalStep))]
pub struct Step {
    pub id: StepId,
    pub version: i32,
    pub what: String,
    /// Absent where the client does it.
    pub owner_id: Option<UserId>,
    pub owner: Option<String>,
    pub due_on: Option<NaiveDate>,
    pub done_on: Option<NaiveDate>,
    /// To be done by a day before today, of a goal that is open.
    pub overdue: bool,
}

/// Which of a client's goals are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct GoalFilter {
    /// May be repeated; all when absent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub status: Vec<Status>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    #[test]
    fn a_plan_is_for_the_days_to_come_and_an_outcome_is_not() {
        let step = StepDraft { what: "Call".into(), owner_id: None, due_on: Some(day(2)) };
        assert!(step.check(day(2)).is_ok());
        assert_eq!(step.check(day(3)).unwrap_err()[0].code, "in_the_past");
        let closing = Closing { status: Ending::Reached, outcome: "Hired".into(), closed_on: Some(day(2)) };
        assert!(closing.check(day(2)).is_ok());
        assert_eq!(closing.check(day(1)).unwrap_err()[0].code, "in_the_future");
    }

    #[test]
    fn a_patch_checks_what_it_sets_and_nothing_else() {
        assert!(GoalPatch::default().check(day(2)).is_ok());
        let patch = GoalPatch { title: Patch::Set(" ".into()), ..GoalPatch::default() };
        assert_eq!(patch.check(day(2)).unwrap_err()[0].pointer, "/title");
        let patch = StepPatch { what: Patch::Clear, ..StepPatch::default() };
        assert_eq!(patch.check(day(2)).unwrap_err()[0].code, "required");
    }
}
