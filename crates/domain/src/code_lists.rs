//! Code lists: the choices that forms offer. A value in use is retired, never deleted.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

use crate::{
    ids::CodeValueId,
    notes,
    problem::FieldError,
    validate::{self, Draft},
};

/// The list of tags that clients may have.
pub const TAGS: &str = "tag";

/// The lists there are.
pub const LISTS: [&str; 16] = [
    "sex",
    "gender",
    "sexual_orientation",
    "race_ethnicity",
    "language",
    "immigration_status",
    "education",
    "employment_status",
    "referral_source",
    "neighborhood",
    "residency",
    "residency_proof",
    "discharge_reason",
    "program_type",
    notes::TYPES,
    TAGS,
];

/// Labels by language: `{"en": "Woman", "es": "Mujer"}`.
pub type Labels = BTreeMap<String, String>;

/// The label in a language, else in English, else whichever there is.
pub fn label<'a>(labels: &'a Labels, language: &str) -> &'a str {
    let found = labels.get(language).or_else(|| labels.get("en")).or_else(|| labels.values().next());
    found.map_or("", String::as_str)
}

/// A choice that a form offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Choice {
    pub code: String,
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub labels: Labels,
}

/// A value of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CodeValue {
    pub id: CodeValueId,
    pub version: i32,
    pub list: String,
    pub code: String,
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub labels: Labels,
    /// Its place in the list.
    pub position: i32,
    /// Since this day it is not offered any more.
    pub retired_on: Option<NaiveDate>,
}

/// A new value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CodeValueDraft {
    #[validate(custom(function = validate::code))]
    pub code: String,
    #[validate(custom(function = labelled))]
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub labels: Labels,
}
impl Draft for CodeValueDraft {}

/// Another label, another place, retired or offered again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct CodeValuePatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = labelled))]
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub labels: Option<Labels>,
    /// The place in the list, from 0; the others move.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 0, max = 10_000))]
    pub position: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retired: Option<bool>,
}

impl Draft for CodeValuePatch {
    fn rules(&self, _today: NaiveDate, errors: &mut Vec<FieldError>) {
        if *self == Self::default() {
            errors.push(FieldError::new("", "nothing_to_change"));
        }
    }
}

/// How many records name a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Usage {
    pub id: CodeValueId,
    /// Clients in sight, each counted once.
    pub clients: i64,
    /// Applications, decided ones too.
    pub applications: i64,
    /// Other records, such as programs and proposals that wait.
    pub others: i64,
}

impl Usage {
    pub fn total(&self) -> i64 {
        self.clients + self.applications + self.others
    }
}

/// A code for a value that is called so in English: small letters, digits and underscores.
pub fn suggested(label: &str) -> String {
    let mut code = String::new();
    for letter in label.chars() {
        match letter.to_ascii_lowercase() {
            letter if letter.is_ascii_alphanumeric() => code.push(letter),
            _ if code.is_empty() || code.ends_with('_') => {}
            _ => code.push('_'),
        }
    }
    code.truncate(60);
    code.trim_end_matches('_').to_owned()
}

pub(crate) fn labelled(labels: &Labels) -> Result<(), ValidationError> {
    if !labels.contains_key("en") {
        return Err(ValidationError::new("english_label"));
    }
    labels.iter().try_for_each(|(language, label)| {
        let known = (2..=10).contains(&language.len())
            && language.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-');
        match label.chars().count() {
            _ if !known => Err(ValidationError::new("language")),
            0 => Err(ValidationError::new("required")),
            1..=120 => validate::line(label),
            _ => Err(ValidationError::new("too_long")),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_made_of_the_label() {
        assert_eq!(suggested("Two-Spirit (or other)"), "two_spirit_or_other");
        assert_eq!(suggested("  Night shelter "), "night_shelter");
        assert_eq!(suggested("避難所"), "");
        assert!(validate::code(&suggested(&"Very long ".repeat(20))).is_ok());
    }
}
