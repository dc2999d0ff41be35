//! The checks that browser and server share, and their codes.
//!
//! `validator`'s derive does the work; its own errors echo what was typed, so they are turned into codes
//! here and never leave this module. Its `email` and `url` rules would pull megabytes of tables into the
//! page and let `a@b` through, so the email check is our own.

use std::borrow::Cow;

use chrono::{Datelike, NaiveDate};
use serde_json::Value;
use validator::{Validate, ValidationError, ValidationErrors, ValidationErrorsKind};

use crate::problem::FieldError;

/// Something that is written: it knows what is wrong with it.
pub trait Draft: Validate {
    /// Rules that need the day or more than one field.
    fn rules(&self, _today: NaiveDate, _errors: &mut Vec<FieldError>) {}

    /// Everything that is wrong with it on a day, in the order of the fields' pointers.
    fn check(&self, today: NaiveDate) -> Result<(), Vec<FieldError>> {
        let mut errors = self.validate().err().map(|e| codes(&e)).unwrap_or_default();
        self.rules(today, &mut errors);
        errors.sort_by(|a, b| a.pointer.cmp(&b.pointer));
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }
}

/// validator's errors as codes by JSON pointer, without the values.
pub fn codes(errors: &ValidationErrors) -> Vec<FieldError> {
    let mut found = Vec::new();
    collect("", errors, &mut found);
    found
}

fn collect(above: &str, errors: &ValidationErrors, found: &mut Vec<FieldError>) {
    for (field, kind) in errors.errors() {
        let pointer = format!("{above}/{field}");
        match kind {
            ValidationErrorsKind::Field(all) => found.extend(all.iter().map(|e| field_error(&pointer, e))),
            ValidationErrorsKind::Struct(inner) => collect(&pointer, inner, found),
            ValidationErrorsKind::List(rows) => {
                for (index, inner) in rows {
                    collect(&format!("{pointer}/{index}"), inner, found);
                }
            }
        }
    }
}

fn field_error(pointer: &str, error: &ValidationError) -> FieldError {
    let limits = error.params.iter().filter(|(name, _)| *name != "value");
    let limits: Vec<(String, Value)> = limits.map(|(n, v)| (n.to_string(), v.clone())).collect();
    let has = |name: &str| limits.iter().any(|(n, _)| n == name);
    let code: Cow<str> = match error.code.as_ref() {
        "length" if is_empty(error) => "required".into(),
        "length" if has("max") && too_long(error) => "too_long".into(),
        "length" => "too_short".into(),
        "range" => "out_of_range".into(),
        other => other.to_owned().into(),
    };
    let mut field = FieldError::new(pointer, code);
    field.params.extend(limits);
    field
}

fn length(error: &ValidationError) -> Option<usize> {
    match error.params.get("value")? {
        Value::String(text) => Some(text.chars().count()),
        Value::Array(items) => Some(items.len()),
        _ => None,
    }
}

fn is_empty(error: &ValidationError) -> bool {
    length(error) == Some(0)
}

fn too_long(error: &ValidationError) -> bool {
    let max = error.params.get("max").and_then(Value::as_u64).unwrap_or(u64::MAX);
    length(error).is_some_and(|n| n as u64 > max)
}

/// A line of text: something visible, and nothing that breaks the line or shows it in another order than it is in.
pub fn line(text: &str) -> Result<(), ValidationError> {
    let odd = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202d}' | '\u{202e}');
    if text.chars().any(odd) {
        return Err(ValidationError::new("invisible_characters"));
    }
    if !text.is_empty() && text.trim().is_empty() {
        return Err(ValidationError::new("required"));
    }
    Ok(())
}

/// Several lines of text: tabs and line ends are fine, other control characters (PostgreSQL refuses
/// U+0000) are not.
pub fn paragraph(text: &str) -> Result<(), ValidationError> {
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(ValidationError::new("invisible_characters"));
    }
    if !text.is_empty() && text.trim().is_empty() {
        return Err(ValidationError::new("required"));
    }
    Ok(())
}

/// An email address that mail can be sent to: one `@`, a dot after it, no spaces, at most 254 bytes
/// (RFC 5321, 4.5.3.1). The mail server has the last word.
pub fn email(text: &str) -> Result<(), ValidationError> {
    let fine = text.len() <= 254
        && text.split_once('@').is_some_and(|(local, host)| {
            (1..=64).contains(&local.len())
                && !host.contains('@')
                && host.contains('.')
                && host.split('.').all(|label| !label.is_empty() && label.len() <= 63)
        })
        && !text
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | ',' | ';'));
    if fine { Ok(()) } else { Err(ValidationError::new("email")) }
}

/// A phone number as people write it: 7 to 15 digits (ITU-T E.164), with the usual marks and an
/// extension.
pub fn phone(text: &str) -> Result<(), ValidationError> {
    let (number, extension) = split_extension(text);
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let usual = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '+' | '-' | '.' | '(' | ')' | '/');
    let fine = (7..=15).contains(&digits)
        && number.chars().all(usual)
        && extension.is_none_or(|e| (1..=6).contains(&e.len()) && e.chars().all(|c| c.is_ascii_digit()));
    if fine { Ok(()) } else { Err(ValidationError::new("phone")) }
}

/// A phone number, or nothing.
pub fn phone_or_empty(text: &str) -> Result<(), ValidationError> {
    if text.is_empty() { Ok(()) } else { phone(text) }
}

/// An email address, or nothing.
pub fn email_or_empty(text: &str) -> Result<(), ValidationError> {
    if text.is_empty() { Ok(()) } else { email(text) }
}

fn split_extension(text: &str) -> (&str, Option<&str>) {
    match text.split_once(['x', 'X']) {
        Some((number, extension)) => (number, Some(extension.trim())),
        None => (text, None),
    }
}

/// A code of a code list: `permanent_resident`.
pub fn code(text: &str) -> Result<(), ValidationError> {
    let fine = (1..=60).contains(&text.len())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if fine { Ok(()) } else { Err(ValidationError::new("code")) }
}

/// Each of several codes.
pub fn code_each(codes: &[String]) -> Result<(), ValidationError> {
    codes.iter().try_for_each(|c| code(c))
}

/// Each of several short lines, such as aliases.
pub fn line_each(lines: &[String]) -> Result<(), ValidationError> {
    lines.iter().try_for_each(|text| match text.chars().count() {
        0 => Err(ValidationError::new("required")),
        1..=100 => line(text),
        _ => Err(ValidationError::new("too_long")),
    })
}

/// The oldest birth that is taken. Older is a slip of the finger.
pub const EARLIEST_BIRTH: i32 = 1900;

/// A date of birth that a living person can have.
pub fn birth(pointer: &str, date: NaiveDate, today: NaiveDate, errors: &mut Vec<FieldError>) {
    if date > today {
        errors.push(FieldError::new(pointer, "in_the_future"));
    } else if date.year() < EARLIEST_BIRTH {
        errors.push(FieldError::new(pointer, "too_long_ago").with("min", EARLIEST_BIRTH));
    }
}

/// A date of work: no slip of the finger to the year 202 or 9999. A hundred years either way.
pub fn day(pointer: &str, date: NaiveDate, today: NaiveDate, errors: &mut Vec<FieldError>) {
    if (date.year() - today.year()).abs() > 100 {
        errors.push(FieldError::new(pointer, "implausible_date"));
    }
}

/// A day of work that has not gone by: today or later.
pub fn to_come(pointer: &str, date: NaiveDate, today: NaiveDate, errors: &mut Vec<FieldError>) {
    if date < today {
        errors.push(FieldError::new(pointer, "in_the_past"));
    }
    day(pointer, date, today, errors);
}

/// A day of work that has come: today or earlier.
pub fn has_come(pointer: &str, date: NaiveDate, today: NaiveDate, errors: &mut Vec<FieldError>) {
    if date > today {
        errors.push(FieldError::new(pointer, "in_the_future"));
    }
    day(pointer, date, today, errors);
}

/// Fields that a change may set and never empty: each with whether it does.
pub fn never_empty<const N: usize>(fields: [(&str, bool); N], errors: &mut Vec<FieldError>) {
    let emptied = fields.into_iter().filter(|(_, is_emptied)| *is_emptied);
    errors.extend(emptied.map(|(pointer, _)| FieldError::new(pointer, "required")));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Validate)]
    struct Person {
        #[validate(length(min = 1, max = 5), custom(function = line))]
        name: String,
    }
    impl Draft for Person {}

    fn code_of(name: &str) -> String {
        let day = NaiveDate::default();
        Person { name: name.into() }.check(day).map_or_else(|e| e[0].code.clone(), |()| "fine".into())
    }

    #[test]
    fn lengths_have_three_codes() {
        assert_eq!([code_of(""), code_of("Marina"), code_of("Mari")], ["required", "too_long", "fine"]);
    }

    #[test]
    fn a_nul_byte_is_an_invisible_character() {
        assert_eq!(code_of("a\0b"), "invisible_characters");
    }

    #[test]
    fn a_name_is_shown_in_the_order_it_is_in() {
        for wrong in ["a\u{202e}b", "a\u{202d}b", "a\u{2028}b"] {
            assert_eq!(code_of(wrong), "invisible_characters");
        }
        // Marks that Persian and Hebrew names need.
        assert!(["می\u{200c}", "א\u{200f}"].iter().all(|name| line(name).is_ok()));
    }

    #[test]
    fn what_was_typed_is_not_repeated() {
        let errors = Person { name: "123-45-6789".into() }.check(NaiveDate::default()).unwrap_err();
        assert!(!serde_json::to_string(&errors).unwrap().contains("6789"));
    }

    #[test]
    fn an_email_wants_a_dot_after_the_at() {
        assert!(email("maria@example.org").is_ok());
        for wrong in ["a@b", "a b@c.de", "a@@c.de", "@c.de", "a@.de", "", "a@c..de", "<a@c.de>"] {
            assert!(email(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn phones_are_taken_as_people_write_them() {
        for right in ["(415) 865-2105", "+44 20 7946 0958", "4158652105", "415-865-2105 x12"] {
            assert!(phone(right).is_ok(), "{right}");
        }
        for wrong in ["12345", "call me", "415\u{0}8652105", "1234567890123456"] {
            assert!(phone(wrong).is_err(), "{wrong}");
        }
    }
}
