//! What is sent to correct a date.

use chrono::{Days as Period, NaiveDate};
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::{Days, Enrollment, State, draft::days, state_on};
use crate::{
    follow_ups::Handover,
    patch::Patch,
    problem::FieldError,
    validate::{self, Draft},
};

/// A date that was written down wrong. Intake and discharge move with the dates; without an end date the person was
/// never discharged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Correction {
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub start_date: Patch<NaiveDate>,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub end_date: Patch<NaiveDate>,
    /// Why; it stands in the audit.
    #[validate(length(min = 1, max = 1000), custom(function = validate::paragraph))]
    pub reason: String,
    /// Why the person is in the program on days on which it is full, or comes back though others wait for the place. It
    /// takes the permission `override_capacity`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 1000), custom(function = validate::paragraph))]
    pub override_reason: Option<String>,
    /// Where open follow-ups go of staff who see the person by this program alone. Required where there are any and the person
    /// is not in the program any more from tomorrow on, by what is corrected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_ups: Option<Handover>,
}

impl Correction {
    /// Whether no date is to become another one.
    pub fn changes_nothing(&self) -> bool {
        self.start_date.is_keep() && self.end_date.is_keep()
    }

    /// The dates after the correction, checked like those of a new enrollment.
    pub fn over(&self, found: &Enrollment, today: NaiveDate) -> Result<Days, Vec<FieldError>> {
        let (start, end) = self.dates(found);
        let mut errors = Vec::new();
        days(start, end, today, &mut errors);
        if errors.is_empty() { Ok((start, end)) } else { Err(errors) }
    }

    fn dates(&self, found: &Enrollment) -> Days {
        let start = self.start_date.clone().over(Some(found.start_date)).unwrap_or(found.start_date);
        (start, self.end_date.clone().over(found.end_date))
    }

    /// Whether the person is not in the program any more by it from tomorrow on: whoever works there may lose sight of them.
    /// Whose first day is to be tomorrow is seen again then.
    pub fn takes_out(&self, found: &Enrollment, today: NaiveDate) -> bool {
        let tomorrow = today + Period::new(1);
        let is_in = |(start, end): Days| state_on(start, end, tomorrow) == State::Current;
        is_in((found.start_date, found.end_date)) && !is_in(self.dates(found))
    }
}

impl Draft for Correction {
    fn rules(&self, _today: NaiveDate, errors: &mut Vec<FieldError>) {
        validate::never_empty([("/start_date", self.start_date == Patch::Clear)], errors);
        if self.changes_nothing() {
            errors.push(FieldError::new("", "nothing_to_change"));
        }
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
    fn a_correction_takes_out_who_would_be_in_it_tomorrow() {
        let found = |start, end: Option<NaiveDate>| Enrollment {
            id: Uuid::nil().into(),
            version: 1,
            client_id: Uuid::nil().into(),
            client_name: String::new(),
            program_id: Uuid::nil().into(),
            program_name: String::new(),
            start_date: start,
            end_date: end,
            state: state_on(start, end, day(10)),
            source_system: None,
            discharge: None,
            override_reason: None,
            passed_waiting: None,
        };
        let corrected = |json: &str| serde_json::from_str::<Correction>(json).unwrap();
        let open = found(day(1), None);
        for (json, expected) in [
            (r#"{"reason":"A slip","end_date":"2026-03-09"}"#, true),
            (r#"{"reason":"A slip","end_date":"2026-03-10"}"#, true),
            (r#"{"reason":"A slip","end_date":"2026-03-11"}"#, false),
            (r#"{"reason":"A slip","start_date":"2026-03-12"}"#, true),
            (r#"{"reason":"A slip","start_date":"2026-03-11"}"#, false),
        ] {
            assert_eq!(corrected(json).takes_out(&open, day(10)), expected, "{json}");
        }
        let (past, ends) = (found(day(1), Some(day(8))), r#"{"reason":"A slip","end_date":"2026-03-07"}"#);
        assert!(!corrected(ends).takes_out(&past, day(10)), "who was out is not taken out");
    }

    #[test]
    fn a_correction_corrects_something() {
        let nothing: Correction = serde_json::from_str(r#"{"reason":"A slip"}"#).unwrap();
        assert_eq!(nothing.check(day(5)).unwrap_err()[0].code, "nothing_to_change");
        let open: Correction = serde_json::from_str(r#"{"reason":"A slip","end_date":null}"#).unwrap();
        assert!(open.check(day(5)).is_ok());
        let cleared: Correction = serde_json::from_str(r#"{"reason":"A slip","start_date":null}"#).unwrap();
        assert_eq!(cleared.check(day(5)).unwrap_err()[0].code, "required");
    }
}
