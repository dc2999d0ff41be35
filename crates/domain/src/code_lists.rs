//! Code lists: the choices that forms offer. A value in use is retired, never deleted.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

use crate::{
    ids::CodeValueId,
    notes,
    patch::Patch,
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
    /// The first day on which it is offered; always when absent.
    pub offered_from: Option<NaiveDate>,
    /// The first day on which it is not offered any more. It may be still to come.
    pub retired_on: Option<NaiveDate>,
}

impl CodeValue {
    pub fn is_offered_on(&self, day: NaiveDate) -> bool {
        offered_on(self.offered_from, self.retired_on, day)
    }
}

/// Whether a value with these days is offered on a day. What was answered then may name it, and nothing later or earlier.
pub fn offered_on(from: Option<NaiveDate>, retired: Option<NaiveDate>, day: NaiveDate) -> bool {
    from.is_none_or(|from| from <= day) && retired.is_none_or(|retired| day < retired)
}

/// Finds days that no standard has, and a value that would be retired before it is offered.
pub fn check_days(
    from: Option<NaiveDate>,
    retired: Option<NaiveDate>,
    today: NaiveDate,
    errors: &mut Vec<FieldError>,
) {
    for (pointer, day) in [("/offered_from", from), ("/retired_on", retired)] {
        if let Some(day) = day {
            validate::day(pointer, day, today, errors);
        }
    }
    if from.zip(retired).is_some_and(|(from, retired)| retired < from) {
        errors.push(FieldError::new("/retired_on", "before_start"));
    }
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
    /// The first day on which it is offered; always when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offered_from: Option<NaiveDate>,
    /// The first day on which it is not offered any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired_on: Option<NaiveDate>,
}

impl Draft for CodeValueDraft {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        check_days(self.offered_from, self.retired_on, today, errors);
    }
}

/// Another label, another place, other days, retired or offered again.
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
    /// From today on, or offered again. `retired_on` names another day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retired: Option<bool>,
    /// Null for always.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub offered_from: Patch<NaiveDate>,
    /// A day that has passed or is to come; null for never.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub retired_on: Patch<NaiveDate>,
}

impl CodeValuePatch {
    /// The days as they will stand: offered from, retired on. A value that is retired already keeps its day.
    pub fn days(&self, found: &CodeValue, today: NaiveDate) -> (Option<NaiveDate>, Option<NaiveDate>) {
        let retired_on = match self.retired {
            Some(true) => found.retired_on.filter(|day| *day <= today).or(Some(today)),
            Some(false) => None,
            None => self.retired_on.clone().over(found.retired_on),
        };
        (self.offered_from.clone().over(found.offered_from), retired_on)
    }
}

impl Draft for CodeValuePatch {
    fn rules(&self, _today: NaiveDate, errors: &mut Vec<FieldError>) {
        if *self == Self::default() {
            errors.push(FieldError::new("", "nothing_to_change"));
        }
        if self.retired.is_some() && !self.retired_on.is_keep() {
            errors.push(FieldError::new("/retired_on", "twice"));
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

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    #[test]
    fn a_value_is_offered_from_its_first_day_until_the_one_on_which_it_is_retired() {
        let offered = |at| offered_on(Some(day(5)), Some(day(9)), day(at));
        assert_eq!([4, 5, 8, 9].map(offered), [false, true, true, false]);
        assert!(offered_on(None, None, day(1)));
        assert!(!offered_on(Some(day(5)), Some(day(5)), day(5)), "one of no day is never offered");
    }

    #[test]
    fn a_value_is_not_retired_before_it_is_offered() {
        let labels = Labels::from([("en".to_owned(), "Night shelter".to_owned())]);
        let code = "night_shelter".to_owned();
        let draft = CodeValueDraft { code, labels, offered_from: Some(day(5)), retired_on: Some(day(4)) };
        let errors = draft.check(day(1)).unwrap_err();
        assert_eq!((errors[0].pointer.as_str(), errors[0].code.as_str()), ("/retired_on", "before_start"));
    }

    #[test]
    fn a_code_is_made_of_the_label() {
        assert_eq!(suggested("Two-Spirit (or other)"), "two_spirit_or_other");
        assert_eq!(suggested("  Night shelter "), "night_shelter");
        assert_eq!(suggested("避難所"), "");
        assert!(validate::code(&suggested(&"Very long ".repeat(20))).is_ok());
    }
}
