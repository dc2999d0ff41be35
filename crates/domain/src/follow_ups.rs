//! Follow-ups: what is to be done with a client, by whom, until when.

mod handover;

use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{
    codes::codes,
    ids::{ClientId, FollowUpId, UserId},
    patch::Patch,
    problem::FieldError,
    validate::{self, Draft},
};

pub use handover::{HandedOver, Handover, Leaving};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = FollowUpStatus))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Open,
    Done,
    Cancelled,
}
codes!(Status: Open "open", Done "done", Cancelled "cancelled");

/// What a series goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rhythm {
    Weekly,
    Monthly,
}
codes!(Rhythm: Weekly "weekly", Monthly "monthly");

/// How often it comes again. The next one is made when one is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Repeats {
    pub rhythm: Rhythm,
    /// Every so many weeks or months, at most 52.
    pub every: u8,
    /// The last day on which one may be due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

impl Repeats {
    /// The day of the next one in a series that began on a day: later than this one, and not in the past. None where the
    /// series has ended.
    pub fn next(self, began_on: NaiveDate, due_on: NaiveDate, today: NaiveDate) -> Option<NaiveDate> {
        let mut days = (1..).map_while(|n| self.nth(began_on, n));
        let next = days.find(|day| *day > due_on && *day >= today)?;
        self.until.is_none_or(|last| next <= last).then_some(next)
    }

    /// Counted from the first day: a series of the 31st has short months in it, and comes back to the 31st.
    fn nth(self, began_on: NaiveDate, n: u32) -> Option<NaiveDate> {
        let steps = n.checked_mul(self.every.max(1).into())?;
        match self.rhythm {
            Rhythm::Weekly => began_on.checked_add_days(Days::new(7 * u64::from(steps))),
            Rhythm::Monthly => began_on.checked_add_months(Months::new(steps)),
        }
    }

    fn check(self, due_on: NaiveDate, errors: &mut Vec<FieldError>) {
        if !(1..=52).contains(&self.every) {
            errors.push(FieldError::new("/repeats/every", "out_of_range").with("min", 1).with("max", 52));
        }
        if self.until.is_some_and(|last| last < due_on) {
            errors.push(FieldError::new("/repeats/until", "before_start"));
        }
    }
}

/// A new follow-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FollowUpDraft {
    pub due_on: NaiveDate,
    /// What is to be done.
    #[validate(length(min = 1, max = 500), custom(function = validate::paragraph))]
    pub purpose: String,
    /// Oneself when absent.
    #[serde(default)]
    pub assignee_id: Option<UserId>,
    /// Once when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeats: Option<Repeats>,
}

impl Draft for FollowUpDraft {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        if let Some(repeats) = self.repeats {
            repeats.check(self.due_on, errors);
        }
        validate::to_come("/due_on", self.due_on, today, errors);
    }
}

/// Another day, another person, another purpose.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct FollowUpPatch {
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub due_on: Patch<NaiveDate>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub purpose: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub assignee_id: Patch<UserId>,
    /// Why the day is moved; it stands there until it is moved again.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub moved_because: Patch<String>,
    /// Another rhythm, counted from the day on which it is due then; null ends the series with this one.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub repeats: Patch<Repeats>,
}

impl Draft for FollowUpPatch {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        let cleared = [
            ("/due_on", self.due_on == Patch::Clear),
            ("/purpose", self.purpose == Patch::Clear),
            ("/assignee_id", self.assignee_id == Patch::Clear),
        ];
        validate::never_empty(cleared, errors);
        if let Patch::Set(day) = self.due_on {
            validate::to_come("/due_on", day, today, errors);
        }
        if let Patch::Set(purpose) = &self.purpose {
            let draft =
                FollowUpDraft { due_on: today, purpose: purpose.clone(), assignee_id: None, repeats: None };
            errors.extend(draft.check(today).err().unwrap_or_default());
        }
        if let Patch::Set(why) = &self.moved_because {
            if why.chars().count() > 500 {
                errors.push(FieldError::new("/moved_because", "too_long").with("max", 500));
            }
            if validate::paragraph(why).is_err() {
                errors.push(FieldError::new("/moved_because", "invisible_characters"));
            }
        }
        if let Patch::Set(repeats) = self.repeats {
            repeats.check(self.due_on.set().copied().unwrap_or(today), errors);
        }
    }
}

/// How it went.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Completion {
    #[validate(length(max = 1000), custom(function = validate::paragraph))]
    pub outcome: String,
}
impl Draft for Completion {}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FollowUp {
    pub id: FollowUpId,
    pub version: i32,
    pub client_id: ClientId,
    pub client_name: String,
    pub assignee_id: UserId,
    pub assignee: String,
    pub due_on: NaiveDate,
    pub purpose: String,
    pub status: Status,
    /// Open and due before today, by the organization's day.
    pub overdue: bool,
    /// When managers were told that it stays undone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub escalated_at: Option<DateTime<Utc>>,
    pub outcome: Option<String>,
    pub closed_at: Option<DateTime<Utc>>,
    pub created_by: String,
    /// How often the day was moved.
    pub reschedules: i32,
    /// Why it was moved the last time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_because: Option<String>,
    /// How often it comes again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeats: Option<Repeats>,
    /// When the next one is due, that was made when this one was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_on: Option<NaiveDate>,
}

/// Whose and which follow-ups are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct FollowUpFilter {
    /// Open ones when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Open and due before today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overdue: Option<bool>,
    /// Open and due today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub today: Option<bool>,
    /// Due before this day and not closed when it ended, whatever has become of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub late_on: Option<NaiveDate>,
    /// Done or cancelled on this day or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_since: Option<NaiveDate>,
    /// Open, and managers were told that it stays undone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub escalated: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<ClientId>,
    /// Oneself when absent and no client is named; somebody else's need the permission to see the team.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee: Option<UserId>,
    /// Everybody's, for those who see the team. With `escalated`, whoever manages programs gets those with clients who are
    /// in these programs today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_31st_stays_the_31st_after_a_february() {
        let repeats = Repeats { rhythm: Rhythm::Monthly, every: 1, until: Some(day("2026-04-01")) };
        let began = day("2026-01-31");
        let next = |due: &str| repeats.next(began, day(due), began).map(|day| day.to_string());
        assert_eq!(next("2026-01-31").as_deref(), Some("2026-02-28"));
        assert_eq!(next("2026-02-28").as_deref(), Some("2026-03-31"));
        assert_eq!(next("2026-03-31"), None, "beyond its end");
    }

    #[test]
    fn whoever_was_late_is_not_given_days_that_are_gone() {
        let repeats = Repeats { rhythm: Rhythm::Weekly, every: 2, until: None };
        let began = day("2026-01-05");
        assert_eq!(repeats.next(began, began, day("2026-02-03")), Some(day("2026-02-16")));
        assert_eq!(repeats.next(began, day("2026-01-08"), began), Some(day("2026-01-19")), "moved by days");
    }

    #[test]
    fn a_rhythm_has_bounds() {
        let today = day("2026-11-02");
        let repeats = Repeats { rhythm: Rhythm::Weekly, every: 0, until: Some(day("2026-11-01")) };
        let draft = FollowUpDraft {
            due_on: today,
            purpose: "Call".into(),
            assignee_id: None,
            repeats: Some(repeats),
        };
        let errors = draft.check(today).unwrap_err();
        let errors: Vec<_> = errors.iter().map(|e| (e.pointer.as_str(), e.code.as_str())).collect();
        assert_eq!(errors, [("/repeats/every", "out_of_range"), ("/repeats/until", "before_start")]);
    }

    #[test]
    fn a_follow_up_is_not_set_in_the_past() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 2).unwrap();
        let draft = FollowUpDraft { due_on: today, purpose: "Call".into(), assignee_id: None, repeats: None };
        assert!(draft.check(today).is_ok());
        assert_eq!(draft.check(today.succ_opt().unwrap()).unwrap_err()[0].code, "in_the_past");
    }
}
