//! What a note of a kind begins with: headings and questions that somebody fills in.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{
    ids::NoteTemplateId,
    problem::FieldError,
    validate::{self, Draft},
};

/// More than these nobody would look through.
pub const MOST_TEMPLATES: i64 = 100;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NoteTemplate {
    pub id: NoteTemplateId,
    pub version: i32,
    /// The type of note that it is for, a code of the list `note_type`.
    #[cfg_attr(feature = "openapi", schema(example = "general"))]
    pub kind: String,
    pub name: String,
    pub text: String,
}

/// A new template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NoteTemplateDraft {
    /// A code of the list `note_type`.
    #[validate(custom(function = validate::code))]
    #[cfg_attr(feature = "openapi", schema(example = "general"))]
    pub kind: String,
    /// Another one than all others have.
    #[validate(length(min = 1, max = 80), custom(function = validate::line))]
    pub name: String,
    #[validate(length(min = 1, max = 5_000), custom(function = validate::paragraph))]
    pub text: String,
}
impl Draft for NoteTemplateDraft {}

/// A change of a template. Notes that began with it stay as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct NoteTemplatePatch {
    /// A code of the list `note_type`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = validate::code))]
    pub kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 80), custom(function = validate::line))]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 5_000), custom(function = validate::paragraph))]
    pub text: Option<String>,
}

impl Draft for NoteTemplatePatch {
    fn rules(&self, _today: NaiveDate, errors: &mut Vec<FieldError>) {
        if *self == Self::default() {
            errors.push(FieldError::new("", "nothing_to_change"));
        }
    }
}

/// What stands in a form after a template was chosen: what was written stays, and the template comes below it.
pub fn begun(written: &str, template: &str) -> String {
    match written.trim_end() {
        "" => template.to_owned(),
        written => format!("{written}\n\n{template}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_takes_nothing_away() {
        assert_eq!(begun(" \n", "Goal:"), "Goal:");
        assert_eq!(begun("She called.\n", "Goal:"), "She called.\n\nGoal:");
    }
}
