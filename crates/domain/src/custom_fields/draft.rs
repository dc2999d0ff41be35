//! A new field, and a change of one.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

use super::{CustomField, On, Takes};
use crate::{
    code_lists::{Labels, labelled},
    problem::FieldError,
    validate::{self, Draft},
};

/// A new field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CustomFieldDraft {
    #[validate(custom(function = validate::code))]
    pub name: String,
    #[validate(custom(function = labelled))]
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub labels: Labels,
    #[serde(default)]
    #[validate(custom(function = hinted))]
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub hints: Labels,
    pub takes: Takes,
    #[serde(default)]
    pub required: bool,
    #[serde(default)]
    pub on: On,
    #[serde(default)]
    pub sensitive: bool,
}

impl Draft for CustomFieldDraft {
    fn rules(&self, _today: NaiveDate, errors: &mut Vec<FieldError>) {
        self.takes.check(errors);
    }
}

/// Another label, other bounds, another place, retired or asked again. Name and kind stay.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct CustomFieldPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = labelled))]
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub labels: Option<Labels>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = hinted))]
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub hints: Option<Labels>,
    /// All of the bounds, or all of the choices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub takes: Option<Takes>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<On>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sensitive: Option<bool>,
    /// The place among the fields, from 0; the others move.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 0, max = 10_000))]
    pub position: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retired: Option<bool>,
}

impl Draft for CustomFieldPatch {
    fn rules(&self, _today: NaiveDate, errors: &mut Vec<FieldError>) {
        if *self == Self::default() {
            errors.push(FieldError::new("", "nothing_to_change"));
        }
        if let Some(takes) = &self.takes {
            takes.check(errors);
        }
    }
}

impl CustomFieldPatch {
    /// What it would take away from a field that a record may rely on: another kind, or a choice that is there.
    pub fn check_over(&self, found: &CustomField) -> Result<(), Vec<FieldError>> {
        let Some(takes) = &self.takes else { return Ok(()) };
        let is_kept = |code: &String| takes.choices().iter().any(|choice| choice.code == *code);
        let is_gone = || found.takes.choices().iter().any(|choice| !is_kept(&choice.code));
        match () {
            () if takes.kind() != found.takes.kind() => {
                Err(vec![FieldError::new("/takes/kind", "never_changes")])
            }
            () if found.in_use && is_gone() => Err(vec![FieldError::new("/takes/choices", "retire_instead")]),
            () => Ok(()),
        }
    }
}

fn hinted(hints: &Labels) -> Result<(), ValidationError> {
    hints.iter().try_for_each(|(language, hint)| match hint.chars().count() {
        _ if language.len() > 10 => Err(ValidationError::new("language")),
        0 => Err(ValidationError::new("required")),
        1..=300 => validate::line(hint),
        _ => Err(ValidationError::new("too_long")),
    })
}
