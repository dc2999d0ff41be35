//! The parts of a configuration.

use serde::{Deserialize, Serialize};

use crate::codes::codes;

/// A part of a configuration, as it is called in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ConfigurationPart))]
#[serde(rename_all = "snake_case")]
pub enum Part {
    Profile,
    Settings,
    Roles,
    CodeLists,
    Departments,
    Programs,
    CustomFields,
    MailTexts,
    NoteTemplates,
}
codes!(Part: Profile "profile", Settings "settings", Roles "roles", CodeLists "code_lists",
    Departments "departments", Programs "programs", CustomFields "custom_fields", MailTexts "mail_texts",
    NoteTemplates "note_templates");

impl Part {
    /// The part that a place in the file belongs to.
    pub fn at(place: &str) -> Option<Self> {
        Self::from_code(place.trim_start_matches('/').split('/').next()?)
    }
}
