//! What happened with a client, in one line of time.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{codes::codes, permission::Permission};

/// Kinds of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    Note,
    Stage,
    Enrollment,
    Restriction,
    Document,
    FollowUp,
    Goal,
    Assignment,
    Application,
}
codes!(EventKind: Note "note", Stage "stage", Enrollment "enrollment", Restriction "restriction",
    Document "document", FollowUp "follow_up", Goal "goal",
    Assignment "assignment", Application "application");

impl EventKind {
    /// What one must be allowed in order to see events of this kind.
    pub fn permission(self) -> Permission {
        match self {
            Self::Note => Permission::ReadNotes,
            Self::Enrollment => Permission::SeeEnrollments,
            Self::Restriction => Permission::SeeRestrictions,
            Self::Document => Permission::SeeDocuments,
            Self::FollowUp => Permission::SeeFollowUps,
            Self::Goal | Self::Stage | Self::Assignment | Self::Application => Permission::SeeClientDetails,
        }
    }
}

/// One event. What it says beyond its kind depends on the kind; a confidential note and a restriction
/// whose reason is withheld have no text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Event {
    pub at: DateTime<Utc>,
    pub kind: EventKind,
    /// The id of the note, restriction, document …
    pub subject_id: String,
    /// `started`, `ended`, `lifted`, `done`, a stage, a note's kind …
    pub what: String,
    /// Who did it.
    pub by: Option<String>,
    /// A program, a file name, the person assigned.
    pub about: Option<String>,
    pub text: Option<String>,
    pub confidential: bool,
}

/// Which events are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct TimelineFilter {
    /// May be repeated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kind: Vec<EventKind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}
