//! Days of work: one that cannot be read is an error, and is never taken for another one or for none.

use chrono::NaiveDate;
use domain::problem::FieldError;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::Field;
use crate::format;

impl Field<String> {
    /// A day that has to be there.
    pub fn needs_day(self) -> Self {
        self.needs_day_while(|| true)
    }

    /// A day that may be left out.
    pub fn takes_day(self) -> Self {
        self.needs_day_while(|| false)
    }

    /// A day that has to be there as long as something holds.
    pub fn needs_day_while(self, needed: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        self.reads_by(move || {
            // A browser tells of half a day to nobody. It is asked whenever the field was left or the form was sent.
            self.core().follow_telling();
            let wrong = wrong(&self.trimmed(), || self.is_half_typed(), &needed)?;
            Some(FieldError::new(self.pointer(), wrong))
        })
    }

    /// A day with its time that has to be there.
    pub fn needs_moment(self) -> Self {
        self.reads_by(move || self.wrong_moment())
    }

    /// A day with its time that may be left out.
    pub fn takes_moment(self) -> Self {
        self.reads_by(move || self.wrong_moment().filter(|error| error.code != MISSING))
    }

    fn wrong_moment(self) -> Option<FieldError> {
        self.core().follow_telling();
        let reads = |text: &str| format::moment_of_field(text).is_some();
        let wrong = unreadable_as(&self.trimmed(), || self.is_half_typed(), reads)?;
        Some(FieldError::new(self.pointer(), wrong))
    }

    /// Whether half a day stands in its control, which goes when the control goes.
    pub fn is_half_typed(self) -> bool {
        is_half_typed(&self.id())
    }
}

const MISSING: &str = "required";

/// What is wrong with a day, where none at all may be fine.
fn wrong(text: &str, is_half_typed: impl Fn() -> bool, needed: impl Fn() -> bool) -> Option<&'static str> {
    unreadable(text, is_half_typed).filter(|code| *code != MISSING || needed())
}

/// What is wrong with what stands in the field of a day.
fn unreadable(text: &str, is_half_typed: impl Fn() -> bool) -> Option<&'static str> {
    unreadable_as(text, is_half_typed, |text| text.parse::<NaiveDate>().is_ok())
}

/// The same of whatever `reads` reads. A browser hands out half a day, and a day without its time, as nothing.
fn unreadable_as(
    text: &str,
    is_half_typed: impl Fn() -> bool,
    reads: impl Fn(&str) -> bool,
) -> Option<&'static str> {
    match text {
        "" if is_half_typed() => Some("date"),
        "" => Some(MISSING),
        text => (!reads(text)).then_some("date"),
    }
}

fn is_half_typed(control: &str) -> bool {
    let found = document().get_element_by_id(control);
    let input = found.and_then(|found| found.dyn_into::<HtmlInputElement>().ok());
    input.is_some_and(|input| input.validity().bad_input())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_day_is_an_error_and_so_is_half_a_day() {
        let (whole, half) = (|| false, || true);
        assert_eq!(unreadable("2026-03-01", whole), None);
        assert_eq!(unreadable("2026-02-30", whole), Some("date"));
        assert_eq!((unreadable("", whole), unreadable("", half)), (Some("required"), Some("date")));
    }

    #[test]
    fn a_day_that_may_be_left_out_is_not_left_out_by_half_of_one() {
        let (whole, half, needed, optional) = (|| false, || true, || true, || false);
        assert_eq!((wrong("", whole, optional), wrong("", whole, needed)), (None, Some("required")));
        assert_eq!(
            (wrong("", half, optional), wrong("2026-02-30", whole, optional)),
            (Some("date"), Some("date"))
        );
    }

    #[test]
    fn a_day_without_its_time_is_not_no_time_at_all() {
        let reads = |text: &str| text.contains('T');
        assert_eq!(unreadable_as("2026-03-01T14:05", || false, reads), None);
        assert_eq!(unreadable_as("2026-03-01", || false, reads), Some("date"));
        assert_eq!(
            unreadable_as("", || true, reads),
            Some("date"),
            "Saturday, and the hour is not typed yet"
        );
    }
}
