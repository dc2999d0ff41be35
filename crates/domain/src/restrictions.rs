//! Service restrictions: a person is kept from a program, or from all services, for a time.

mod bypass;
mod filter;
pub mod notice;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{
    codes::codes,
    ids::{ClientId, ProgramId, RestrictionId},
    patch::Patch,
    problem::FieldError,
    validate::{self, Draft},
};

pub use bypass::{Bypass, BypassDraft, BypassState, Limits, MAX_DAYS};
pub use filter::{RestrictionFilter, Sort};

/// What a restriction covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "scope", rename_all = "snake_case", try_from = "NamedReach")]
pub enum Reach {
    /// Every service of the organization.
    Organization,
    Program {
        program_id: ProgramId,
    },
}

/// As it is sent. By itself serde would let an organization's reach name a program and more.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NamedReach {
    scope: Scope,
    #[serde(default)]
    program_id: Option<ProgramId>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Scope {
    Organization,
    Program,
}

impl TryFrom<NamedReach> for Reach {
    /// In serde's words, so that the field is named like any other.
    type Error = &'static str;

    fn try_from(named: NamedReach) -> Result<Self, Self::Error> {
        match (named.scope, named.program_id) {
            (Scope::Organization, None) => Ok(Self::Organization),
            (Scope::Program, Some(program_id)) => Ok(Self::Program { program_id }),
            (Scope::Organization, Some(_)) => Err("unknown field `program_id`"),
            (Scope::Program, None) => Err("missing field `program_id`"),
        }
    }
}

impl Reach {
    pub fn program(self) -> Option<ProgramId> {
        match self {
            Self::Organization => None,
            Self::Program { program_id } => Some(program_id),
        }
    }
}

impl From<Option<ProgramId>> for Reach {
    fn from(program: Option<ProgramId>) -> Self {
        program.map_or(Self::Organization, |program_id| Self::Program { program_id })
    }
}

/// Where a restriction stands on a day. Expired and lifted are two different ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RestrictionState))]
#[serde(rename_all = "snake_case")]
pub enum State {
    Upcoming,
    Active,
    Expired,
    Lifted,
}
codes!(State: Upcoming "upcoming", Active "active", Expired "expired", Lifted "lifted");

/// A new restriction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RestrictionDraft {
    pub reach: Reach,
    pub start_date: NaiveDate,
    /// The last day in force; open-ended when absent.
    #[serde(default)]
    pub end_date: Option<NaiveDate>,
    /// When somebody looks at it again.
    #[serde(default)]
    pub review_date: Option<NaiveDate>,
    #[validate(length(min = 1, max = 2000), custom(function = validate::paragraph))]
    pub reason: String,
}

impl Draft for RestrictionDraft {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        validate::day("/start_date", self.start_date, today, errors);
        end_after_start(self.end_date, Some(self.start_date), today, errors);
        if let Some(review) = self.review_date {
            validate::day("/review_date", review, today, errors);
        }
    }
}

fn end_after_start(
    end: Option<NaiveDate>,
    start: Option<NaiveDate>,
    today: NaiveDate,
    errors: &mut Vec<FieldError>,
) {
    let Some(end) = end else { return };
    validate::day("/end_date", end, today, errors);
    if start.is_some_and(|start| end < start) {
        errors.push(FieldError::new("/end_date", "before_start"));
    }
}

/// A change of a restriction that has not ended. Whom and what it covers does not change: that is a new
/// restriction.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct RestrictionPatch {
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub start_date: Patch<NaiveDate>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub end_date: Patch<NaiveDate>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub review_date: Patch<NaiveDate>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub reason: Patch<String>,
    /// What a review found: somebody looked at it again and it stays. It comes with the day of the next one, or null where
    /// there is none.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub review_note: Patch<String>,
}

/// The longest note of a review, in letters.
const LONGEST_NOTE: usize = 2000;

impl RestrictionPatch {
    /// Whether it says something of what only those see who see reasons.
    pub fn touches_reasons(&self) -> bool {
        !self.reason.is_keep() || !self.review_date.is_keep() || !self.review_note.is_keep()
    }

    /// A review says when the next one is, and that is not today: otherwise it would be due at once.
    fn check_review(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        let Some(note) = self.review_note.set() else { return };
        match () {
            () if note.trim().is_empty() => errors.push(FieldError::new("/review_note", "required")),
            () if note.chars().count() > LONGEST_NOTE => {
                errors.push(FieldError::new("/review_note", "too_long").with("max", LONGEST_NOTE));
            }
            () if validate::paragraph(note).is_err() => {
                errors.push(FieldError::new("/review_note", "invisible_characters"));
            }
            () => {}
        }
        match &self.review_date {
            Patch::Keep => errors.push(FieldError::new("/review_date", "required")),
            Patch::Set(next) if *next <= today => {
                errors.push(FieldError::new("/review_date", "in_the_past"));
            }
            Patch::Set(_) | Patch::Clear => {}
        }
    }

    /// Whether fewer days are covered from today on: it begins later, or ends earlier. That is a lifting, of some days or
    /// of all.
    pub fn eases(&self, found: &Restriction, today: NaiveDate) -> bool {
        let begins = |start: NaiveDate| start.max(today);
        let ends = |end: Option<NaiveDate>| end.unwrap_or(NaiveDate::MAX);
        let start = self.start_date.set().copied().unwrap_or(found.start_date);
        let end = self.end_date.clone().over(found.end_date);
        begins(start) > begins(found.start_date) || ends(end) < ends(found.end_date)
    }

    /// What would stand after the change.
    pub fn over(self, found: &Restriction) -> RestrictionDraft {
        RestrictionDraft {
            reach: found.reach,
            start_date: self.start_date.over(Some(found.start_date)).unwrap_or(found.start_date),
            end_date: self.end_date.over(found.end_date),
            review_date: self.review_date.over(found.review_date),
            reason: self.reason.over(found.reason.clone()).unwrap_or_default(),
        }
    }
}

impl Draft for RestrictionPatch {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        let cleared = [
            ("/start_date", self.start_date == Patch::Clear),
            ("/reason", self.reason == Patch::Clear),
            ("/review_note", self.review_note == Patch::Clear),
        ];
        validate::never_empty(cleared, errors);
        self.check_review(today, errors);
    }
}

/// Ends a restriction for good.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Lifting {
    #[validate(length(min = 1, max = 2000), custom(function = validate::paragraph))]
    pub reason: String,
}
impl Draft for Lifting {}

/// A restriction, as far as the reader may see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Restriction {
    pub id: RestrictionId,
    pub version: i32,
    pub client_id: ClientId,
    pub client_name: String,
    pub reach: Reach,
    pub program_name: Option<String>,
    pub start_date: NaiveDate,
    /// The last day in force.
    pub end_date: Option<NaiveDate>,
    pub state: State,
    pub created_at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_date: Option<NaiveDate>,
    /// Absent where the reader may not know it: speak to a supervisor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_by: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifted_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifted_by: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifting_reason: Option<String>,
    /// For which programs it is set aside, the latest first. It stays in force for everything else.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bypasses: Vec<Bypass>,
    /// When somebody last looked at it again and it stayed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewed_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewed_by: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_note: Option<String>,
    /// Fields that exist and that the reader may not see.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withheld: Vec<String>,
}

impl Restriction {
    /// Whether it is in force and its day of review has come.
    pub fn is_review_due(&self, today: NaiveDate) -> bool {
        self.state == State::Active && self.review_date.is_some_and(|day| day <= today)
    }
}

/// Where a restriction with these dates stands on a day. The end date is the last day in force.
pub fn state_on(start: NaiveDate, end: Option<NaiveDate>, lifted: bool, day: NaiveDate) -> State {
    match end {
        _ if lifted => State::Lifted,
        Some(end) if end < day => State::Expired,
        _ if start > day => State::Upcoming,
        _ => State::Active,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    #[test]
    fn a_reach_names_a_program_or_the_organization_and_nothing_else() {
        let read = |text: &str| serde_json::from_str::<Reach>(text).map_err(|error| error.to_string());
        let program = r#""program_id":"0190a000-0000-7000-8000-000000000001""#;
        assert_eq!(read(r#"{"scope":"organization"}"#), Ok(Reach::Organization));
        assert!(
            read(&format!(r#"{{"scope":"program",{program}}}"#)).is_ok_and(|reach| reach.program().is_some())
        );
        for (text, words) in [
            (format!(r#"{{"scope":"organization",{program}}}"#), "unknown field `program_id`"),
            (r#"{"scope":"program"}"#.into(), "missing field `program_id`"),
            (r#"{"scope":"organization","version":7}"#.into(), "unknown field `version`"),
        ] {
            assert!(read(&text).is_err_and(|error| error.starts_with(words)), "{text}");
        }
    }

    #[test]
    fn the_end_date_is_the_last_day_in_force() {
        assert_eq!(state_on(day(1), Some(day(10)), false, day(10)), State::Active);
        assert_eq!(state_on(day(1), Some(day(10)), false, day(11)), State::Expired);
    }

    #[test]
    fn lifted_is_not_expired() {
        assert_eq!(state_on(day(1), Some(day(10)), true, day(20)), State::Lifted);
    }

    #[test]
    fn a_restriction_starts_on_its_first_day() {
        assert_eq!(state_on(day(5), None, false, day(4)), State::Upcoming);
        assert_eq!(state_on(day(5), None, false, day(5)), State::Active);
    }

    #[test]
    fn an_end_before_the_start_is_refused() {
        let draft = RestrictionDraft {
            reach: Reach::Organization,
            start_date: day(5),
            end_date: Some(day(4)),
            review_date: None,
            reason: "Threats at the front desk".into(),
        };
        assert_eq!(draft.check(day(5)).unwrap_err()[0].code, "before_start");
    }

    #[test]
    fn a_review_says_what_it_found_and_when_the_next_one_is() {
        let found = |patch: RestrictionPatch| {
            let errors = patch.check(day(5)).err().unwrap_or_default();
            errors.into_iter().map(|error| format!("{} {}", error.pointer, error.code)).collect::<Vec<_>>()
        };
        let review = |note: &str, review_date| RestrictionPatch {
            review_note: Patch::Set(note.into()),
            review_date,
            ..RestrictionPatch::default()
        };
        assert!(found(review("It stays.", Patch::Set(day(6)))).is_empty());
        assert!(found(review("It stays, for good.", Patch::Clear)).is_empty());
        assert_eq!(found(review(" ", Patch::Clear)), ["/review_note required"]);
        assert_eq!(found(review("It stays.", Patch::Keep)), ["/review_date required"]);
        assert_eq!(found(review("It stays.", Patch::Set(day(5)))), ["/review_date in_the_past"]);
        assert_eq!(found(review(&"long ".repeat(401), Patch::Clear)), ["/review_note too_long"]);
    }

    #[test]
    fn a_reach_names_a_program_exactly_when_it_is_a_program() {
        assert!(serde_json::from_str::<Reach>(r#"{"scope":"organization"}"#).is_ok());
        assert!(serde_json::from_str::<Reach>(r#"{"scope":"program"}"#).is_err());
    }
}
