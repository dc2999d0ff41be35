//! Days of work: one that cannot be read is an error, and is never taken for another one or for none.

use chrono::NaiveDate;
use domain::problem::FieldError;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::Field;

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
            let wrong = wrong(&self.trimmed(), || is_half_typed(&self.id()), &needed)?;
            Some(FieldError::new(self.pointer(), wrong))
        })
    }
}

const MISSING: &str = "required";

/// What is wrong with a day, where none at all may be fine.
fn wrong(text: &str, is_half_typed: impl Fn() -> bool, needed: impl Fn() -> bool) -> Option<&'static str> {
    unreadable(text, is_half_typed).filter(|code| *code != MISSING || needed())
}

/// What is wrong with what stands in the field of a day. A browser hands out half a day as nothing.
fn unreadable(text: &str, is_half_typed: impl Fn() -> bool) -> Option<&'static str> {
    match text {
        "" if is_half_typed() => Some("date"),
        "" => Some(MISSING),
        text => text.parse::<NaiveDate>().is_err().then_some("date"),
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
}
