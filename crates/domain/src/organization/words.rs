//! What an organization says in its other languages.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use validator::Validate;

use super::{LANGUAGES, PublicOrganization};
use crate::{
    problem::FieldError,
    validate::{self, codes},
};

/// Texts of the profile in one language. What is empty is read in the organization's first language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Words {
    #[validate(length(max = 200), custom(function = validate::line))]
    pub mission: String,
    #[validate(length(max = 120), custom(function = validate::line))]
    pub residency_label: String,
}

/// By language, the first one left out.
pub type WordsByLanguage = BTreeMap<String, Words>;

/// Which language a reader asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct Reader {
    /// `es`. What is not written in it is read in the organization's first language, and so is everything without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

impl PublicOrganization {
    /// As somebody reads it in a language.
    pub fn read_in(self, language: Option<&str>, all: &WordsByLanguage) -> Self {
        let Some(words) = language.and_then(|language| all.get(language)) else { return self };
        let or = |own: &str, first: String| if own.is_empty() { first } else { own.to_owned() };
        Self {
            mission: or(&words.mission, self.mission),
            residency_label: or(&words.residency_label, self.residency_label),
            ..self
        }
    }
}

/// What is wrong with the texts of each language.
pub(super) fn check<'a>(all: impl Iterator<Item = (&'a String, &'a Words)>, errors: &mut Vec<FieldError>) {
    for (language, words) in all {
        let at = format!("/words/{language}");
        if !LANGUAGES.contains(&language.as_str()) {
            errors.push(FieldError::new(at, "language"));
            continue;
        }
        let found = words.validate().err().map(|found| codes(&found)).unwrap_or_default();
        let below = |error: FieldError| FieldError { pointer: format!("{at}{}", error.pointer), ..error };
        errors.extend(found.into_iter().map(below));
    }
}

/// The longest description, in characters.
const LONGEST: usize = 2_000;

/// What is wrong with descriptions by language.
pub fn check_descriptions(all: &BTreeMap<String, String>, errors: &mut Vec<FieldError>) {
    for (language, text) in all {
        let at = format!("/descriptions/{language}");
        match () {
            () if !LANGUAGES.contains(&language.as_str()) => errors.push(FieldError::new(at, "language")),
            () if text.chars().count() > LONGEST => {
                errors.push(FieldError::new(at, "too_long").with("max", LONGEST));
            }
            () if validate::paragraph(text).is_err() => {
                errors.push(FieldError::new(at, "invisible_characters"));
            }
            () => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(mission: &str) -> WordsByLanguage {
        let words = Words { mission: mission.into(), ..Words::default() };
        WordsByLanguage::from([("es".to_owned(), words)])
    }

    #[test]
    fn a_text_in_no_language_of_ours_is_refused() {
        let mut errors = Vec::new();
        check(WordsByLanguage::from([("fr".to_owned(), Words::default())]).iter(), &mut errors);
        check(words("a\0b").iter(), &mut errors);
        let texts = [("la".to_owned(), "Salve".to_owned()), ("vi".to_owned(), "x".repeat(2_001))];
        check_descriptions(&BTreeMap::from(texts), &mut errors);
        let found: Vec<_> = errors.iter().map(|error| format!("{} {}", error.pointer, error.code)).collect();
        assert_eq!(
            found,
            [
                "/words/fr language",
                "/words/es/mission invisible_characters",
                "/descriptions/la language",
                "/descriptions/vi too_long"
            ]
        );
    }
}
