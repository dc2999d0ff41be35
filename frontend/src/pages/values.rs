//! A field's value in words, with the labels of the organization's code lists.

use domain::demographics::Question;
use serde_json::Value;

use super::{
    audit::shown,
    choices::{CodeList, use_code_list},
};
use crate::i18n::{I18n, say, use_i18n};

/// Words for the values of one field. A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct FieldWords {
    i18n: I18n,
    list: Option<CodeList>,
    is_photo: bool,
}

/// Only in a component's body.
pub fn use_field_words(field: &str) -> FieldWords {
    FieldWords { i18n: use_i18n(), list: list_of(field).map(use_code_list), is_photo: field == "photo" }
}

impl FieldWords {
    /// The value in words; nothing where there is none.
    pub fn say(self, value: &Value) -> Option<String> {
        let i18n = self.i18n;
        let words = match (self.list, value) {
            (Some(list), Value::String(code)) => list.word(code),
            (Some(list), Value::Array(codes)) => codes
                .iter()
                .filter_map(Value::as_str)
                .map(|code| list.word(code))
                .collect::<Vec<_>>()
                .join(", "),
            (None, Value::String(_)) if self.is_photo => say!(i18n, photos.a_photo),
            _ => shown(i18n, value),
        };
        Some(words).filter(|words| !words.is_empty())
    }
}

/// The code list that a field's values come from.
fn list_of(field: &str) -> Option<&'static str> {
    match field {
        "residency" => Some("residency"),
        "residency_verified_by" => Some("residency_proof"),
        "neighborhood" => Some("neighborhood"),
        "referral_source" => Some("referral_source"),
        other => Question::from_code(other).map(Question::list),
    }
}
