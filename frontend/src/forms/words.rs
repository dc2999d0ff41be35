//! The one table from codes to words, for what the browser finds and for what the server says.

use std::sync::OnceLock;

use domain::problem::FieldError;
use serde_json::Value;

use crate::{
    format,
    i18n::{I18n, say},
};

/// Words of a group of pages for what only it is refused with: the form of the public carries none of the staff's.
type More = fn(I18n, &FieldError) -> Option<String>;

static MORE: OnceLock<More> = OnceLock::new();

/// Adds the words of a group of pages, once it is there.
pub fn know(more: More) {
    MORE.get_or_init(|| more);
}

pub fn word(i18n: I18n, error: &FieldError) -> String {
    let limit = |name: &str| param(error, name).unwrap_or_default();
    match error.code.as_str() {
        "required" => say!(i18n, forms.required),
        "required_choice" => say!(i18n, forms.required_choice),
        "agreement" => say!(i18n, forms.agreement),
        "too_long" => say!(i18n, forms.too_long, max = limit("max")),
        "too_short" => say!(i18n, forms.too_short, min = limit("min")),
        "out_of_range" => say!(i18n, forms.out_of_range, min = limit("min"), max = limit("max")),
        "number" => say!(i18n, forms.number),
        "too_small" => say!(i18n, forms.too_small, min = limit("min")),
        "too_large" => say!(i18n, forms.too_large, max = limit("max")),
        "too_early" => say!(i18n, forms.too_early, day = day(i18n, &limit("day"))),
        "too_late" => say!(i18n, forms.too_late, day = day(i18n, &limit("day"))),
        "invisible_characters" => say!(i18n, forms.invisible_characters),
        "email" => say!(i18n, forms.email),
        "phone" => say!(i18n, forms.phone),
        "phone_or_email" => say!(i18n, forms.phone_or_email),
        "date" => say!(i18n, forms.date),
        "in_the_future" => say!(i18n, forms.in_the_future),
        "too_long_ago" => say!(i18n, forms.too_long_ago, min = limit("min")),
        "implausible_date" => say!(i18n, forms.implausible_date),
        "code" => say!(i18n, forms.code),
        "ssn" => say!(i18n, forms.ssn),
        "one_answer" => say!(i18n, forms.one_answer),
        "not_answered" => say!(i18n, forms.not_answered),
        "twice" => say!(i18n, forms.twice),
        code => {
            let more = MORE.get().and_then(|more| more(i18n, error));
            more.unwrap_or_else(|| file(i18n, code))
        }
    }
}

/// What the error says beyond its code, as text.
pub fn param(error: &FieldError, name: &str) -> Option<String> {
    match error.params.get(name) {
        Some(Value::String(text)) => Some(text.clone()),
        other => other.map(ToString::to_string),
    }
}

/// A day as people write it.
pub fn day(i18n: I18n, day: &str) -> String {
    day.parse().map_or_else(|_| day.to_owned(), |day| format::day(i18n, day))
}

/// Why a file is not taken.
fn file(i18n: I18n, code: &str) -> String {
    match code {
        "file_empty" => say!(i18n, forms.file_empty),
        "file_too_large" => say!(i18n, forms.file_too_large),
        "file_name" => say!(i18n, forms.file_name),
        "file_kind" => say!(i18n, forms.file_kind),
        "file_mismatch" => say!(i18n, forms.file_mismatch),
        "file_macros" => say!(i18n, forms.file_macros),
        "file_bomb" => say!(i18n, forms.file_bomb),
        "file_encrypted" => say!(i18n, forms.file_encrypted),
        "too_many_files" => say!(i18n, forms.too_many_files),
        _ => say!(i18n, forms.unknown),
    }
}
