//! What is sent to enroll, discharge and transfer.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::{Enrollment, State};
use crate::{
    follow_ups::Handover,
    ids::ProgramId,
    problem::FieldError,
    validate::{self, Draft},
};

/// A client is to be in a program from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EnrollmentDraft {
    pub program_id: ProgramId,
    /// The first day in the program, and the day of the intake.
    pub start_date: NaiveDate,
    /// The last day, where it is known already; open-ended when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_date: Option<NaiveDate>,
    /// The system that the intake was written in; this one when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 100), custom(function = validate::line))]
    pub source_system: Option<String>,
    /// Why the person is enrolled though the program is full, or others wait for the place. It takes the permission
    /// `override_capacity`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 1000), custom(function = validate::paragraph))]
    pub override_reason: Option<String>,
}

impl Draft for EnrollmentDraft {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        days(self.start_date, self.end_date, today, errors);
    }
}

pub(super) fn days(start: NaiveDate, end: Option<NaiveDate>, today: NaiveDate, errors: &mut Vec<FieldError>) {
    validate::day("/start_date", start, today, errors);
    let Some(end) = end else { return };
    validate::day("/end_date", end, today, errors);
    if end < start {
        errors.push(FieldError::new("/end_date", "before_start"));
    }
}

/// A person leaves a program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DischargeDraft {
    /// The last day in the program.
    pub end_date: NaiveDate,
    /// A value of the code list `discharge_reason`.
    #[validate(custom(function = validate::code))]
    pub reason: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[validate(length(max = 1000), custom(function = validate::paragraph))]
    pub comment: String,
    /// Why the person stays longer than it was planned though the program is full. It takes the permission
    /// `override_capacity`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 1000), custom(function = validate::paragraph))]
    pub override_reason: Option<String>,
    /// Where open follow-ups go of staff who see the person by this program alone. Required where there are any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_ups: Option<Handover>,
}

impl Draft for DischargeDraft {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        validate::day("/end_date", self.end_date, today, errors);
        self.follow_ups.iter().for_each(|handover| handover.check(errors));
    }
}

/// How a person whose record is closed leaves every program that they are in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Departure {
    /// The last day in all of them, today or earlier. An enrollment that begins after it ends on its first day.
    pub end_date: NaiveDate,
    /// A value of the code list `discharge_reason`.
    #[validate(custom(function = validate::code))]
    pub reason: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[validate(length(max = 1000), custom(function = validate::paragraph))]
    pub comment: String,
}

impl Departure {
    /// Everything that is wrong with it as a part of something larger.
    pub fn check_at(&self, pointer: &str, today: NaiveDate) -> Vec<FieldError> {
        let errors = self.check(today).err().unwrap_or_default();
        let under =
            |error: FieldError| FieldError { pointer: format!("{pointer}{}", error.pointer), ..error };
        errors.into_iter().map(under).collect()
    }

    /// The discharge of one enrollment that it comes to.
    pub fn of(&self, found: &Enrollment) -> DischargeDraft {
        DischargeDraft {
            end_date: self.end_date.max(found.start_date),
            reason: self.reason.clone(),
            comment: self.comment.clone(),
            override_reason: None,
            follow_ups: None,
        }
    }
}

impl Draft for Departure {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        validate::has_come("/end_date", self.end_date, today, errors);
    }
}

impl Enrollment {
    /// Whether it would outlast a last day on which the record is closed: it goes on, or nobody has said how it ended. One
    /// that was to begin later and was ended on its first day is over, though that day is still to come.
    pub fn outlasts(&self, last: NaiveDate) -> bool {
        let over_by = last.max(self.start_date);
        let is_settled = self.discharge.is_some() && self.end_date.is_some_and(|end| end <= over_by);
        self.state != State::Past && !is_settled
    }
}

/// A person leaves a program for another one: the day before the first day in the new one is the last in the old.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TransferDraft {
    pub program_id: ProgramId,
    /// The first day in the new program.
    pub start_date: NaiveDate,
    /// A value of the code list `discharge_reason`.
    #[validate(custom(function = validate::code))]
    pub reason: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[validate(length(max = 1000), custom(function = validate::paragraph))]
    pub comment: String,
    /// Why the person is enrolled though the new program is full, or others wait for the place; or why they stay longer in
    /// the old one though it is. It takes the permission `override_capacity`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 1000), custom(function = validate::paragraph))]
    pub override_reason: Option<String>,
    /// Where open follow-ups go of staff who see the person by the old program alone and do not work in the new one.
    /// Required where there are any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_ups: Option<Handover>,
}

impl Draft for TransferDraft {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        validate::day("/start_date", self.start_date, today, errors);
        self.follow_ups.iter().for_each(|handover| handover.check(errors));
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    #[test]
    fn an_end_before_the_start_is_refused_and_the_same_day_is_not() {
        let draft = |end| EnrollmentDraft {
            program_id: Uuid::nil().into(),
            start_date: day(5),
            end_date: Some(end),
            source_system: None,
            override_reason: None,
        };
        assert_eq!(draft(day(4)).check(day(5)).unwrap_err()[0].code, "before_start");
        assert!(draft(day(5)).check(day(5)).is_ok());
    }
}
