//! Bypasses: a restriction is set aside for one program, within limits. It stays in force for everything else, and is
//! neither lifted nor expired.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{
    codes::codes,
    ids::{BypassId, ProgramId},
    problem::FieldError,
    validate::{self, Draft},
};

/// The most days that a bypass may last: longer is a matter of lifting.
pub const MAX_DAYS: i64 = 92;

/// A new bypass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BypassDraft {
    /// For which program it is set aside.
    pub program_id: ProgramId,
    /// The first day on which an enrollment may begin.
    pub valid_from: NaiveDate,
    /// The last such day, at most 92 days later.
    pub valid_until: NaiveDate,
    /// Whether it lets somebody in once, and not as often as its days allow.
    #[serde(default = "once")]
    pub single_use: bool,
    #[validate(length(min = 1, max = 2000), custom(function = validate::paragraph))]
    pub reason: String,
}

fn once() -> bool {
    true
}

impl Draft for BypassDraft {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        validate::day("/valid_from", self.valid_from, today, errors);
        validate::to_come("/valid_until", self.valid_until, today, errors);
        let days = (self.valid_until - self.valid_from).num_days();
        if days < 0 {
            errors.push(FieldError::new("/valid_until", "before_start"));
        } else if days > MAX_DAYS {
            errors.push(FieldError::new("/valid_until", "too_long").with("max", MAX_DAYS));
        }
    }
}

/// A bypass, as far as the reader may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Bypass {
    pub id: BypassId,
    pub program_id: ProgramId,
    pub program_name: String,
    pub valid_from: NaiveDate,
    /// The last day on which it holds.
    pub valid_until: NaiveDate,
    pub single_use: bool,
    pub state: BypassState,
    pub created_at: DateTime<Utc>,
    /// Absent where the reader may not know reasons.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_by: Option<String>,
    /// When it last let somebody in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<DateTime<Utc>>,
}

/// Where a bypass stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BypassState {
    /// It lets somebody in today or on a day to come.
    Open,
    /// It was for once, and let somebody in.
    Used,
    Expired,
    /// Somebody ended it before its last day.
    Ended,
}
codes!(BypassState: Open "open", Used "used", Expired "expired", Ended "ended");

/// What a bypass says of itself: its last day, whether it is for once and was used, and whether somebody ended it.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub valid_until: NaiveDate,
    pub single_use: bool,
    pub used: bool,
    pub ended: bool,
}

impl Limits {
    pub fn state_on(self, day: NaiveDate) -> BypassState {
        match self {
            Self { single_use: true, used: true, .. } => BypassState::Used,
            Self { ended: true, .. } => BypassState::Ended,
            Self { valid_until, .. } if valid_until < day => BypassState::Expired,
            _ => BypassState::Open,
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 1).unwrap() + chrono::Days::new(day.into())
    }

    fn draft(from: u32, until: u32) -> Result<(), Vec<FieldError>> {
        let draft = BypassDraft {
            program_id: Uuid::nil().into(),
            valid_from: day(from),
            valid_until: day(until),
            single_use: true,
            reason: "She made up for it".into(),
        };
        draft.check(day(10))
    }

    #[test]
    fn a_bypass_has_an_end_that_is_not_far_away() {
        let code = |from, until| draft(from, until).unwrap_err()[0].code.clone();
        assert_eq!([code(12, 11), code(1, 5), code(10, 103)], ["before_start", "in_the_past", "too_long"]);
        assert!(draft(10, 102).is_ok() && draft(1, 10).is_ok());
    }

    #[test]
    fn used_ended_and_expired_are_three_states() {
        let open = Limits { valid_until: day(5), single_use: true, used: false, ended: false };
        assert_eq!(open.state_on(day(5)), BypassState::Open);
        assert_eq!(open.state_on(day(6)), BypassState::Expired);
        assert_eq!(Limits { used: true, ..open }.state_on(day(5)), BypassState::Used);
        assert_eq!(Limits { used: true, single_use: false, ..open }.state_on(day(5)), BypassState::Open);
        assert_eq!(Limits { ended: true, ..open }.state_on(day(6)), BypassState::Ended);
    }
}
