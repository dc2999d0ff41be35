//! Erasing the record of a client: what identifies the person goes, and what reports count stays under a number.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{
    codes::codes,
    ids::{ClientId, ErasureId},
    validate::{self, Draft},
};

/// Erases the record of a client. It cannot be undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ErasureDraft {
    /// It stays in the ledger, so it must not name the person.
    #[validate(length(min = 1, max = 2000), custom(function = validate::paragraph))]
    pub reason: String,
}
impl Draft for ErasureDraft {}

/// By what a record was erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ErasureRule))]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Somebody asked for it.
    Requested,
    /// A backup from before an erasure was put back, and it was erased again.
    Restored,
    /// It was kept for as long as the settings say.
    Retention,
}
codes!(Rule: Requested "requested", Restored "restored", Retention "retention");

/// A part of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ErasurePart))]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Phones, emails, addresses and numbers of other systems.
    ContactDetails,
    Notes,
    /// Files, those that came with an application too.
    Documents,
    FollowUps,
    Goals,
    Tags,
    /// Values of custom fields.
    OwnFields,
    Waitlist,
    Applications,
    Enrollments,
    Restrictions,
    /// Demographic answers.
    Answers,
    /// Moves along the journey.
    Stages,
    Assignments,
    /// Who did what and when stays; what the lines say goes.
    LogLines,
}
codes!(Part: ContactDetails "contact_details", Notes "notes", Documents "documents", FollowUps "follow_ups",
    Goals "goals", Tags "tags", OwnFields "own_fields", Waitlist "waitlist", Applications "applications",
    Enrollments "enrollments", Restrictions "restrictions", Answers "answers", Stages "stages",
    Assignments "assignments", LogLines "log_lines");

impl Part {
    /// Whether its rows stay, without the free text that stands in them.
    pub fn stays(self) -> bool {
        use Part::*;
        matches!(self, Enrollments | Restrictions | Answers | Stages | Assignments | LogLines)
    }
}

/// What stands in the way of erasing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ErasureObstacle))]
#[serde(rename_all = "snake_case")]
pub enum Obstacle {
    /// The record has to be kept.
    LegalHold,
    /// The client takes part in a program.
    Enrolled,
    /// A restriction is in force or will be.
    Restricted,
}
codes!(Obstacle: LegalHold "legal_hold", Enrolled "enrolled", Restricted "restricted");

impl Obstacle {
    /// What to do about it.
    pub fn advice(self) -> &'static str {
        match self {
            Self::LegalHold => "A legal hold keeps this record; it has to be lifted first.",
            Self::Enrolled => "The client is enrolled in a program; discharge the client first.",
            Self::Restricted => "A restriction is in force; it has to end or be lifted first.",
        }
    }
}

/// How many rows of a part there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartCount {
    pub part: Part,
    pub count: i64,
}

/// What erasing a record would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ErasurePreview {
    /// What has to end before; nothing where it could be erased now.
    pub obstacles: Vec<Obstacle>,
    /// What goes with the name, the birth date and the photo. Parts that have nothing are left out.
    pub goes: Vec<PartCount>,
    /// What stays under a number, without free text.
    pub stays: Vec<PartCount>,
}

/// An entry of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Erasure {
    pub id: ErasureId,
    pub client_id: ClientId,
    pub rule: Rule,
    pub at: DateTime<Utc>,
    /// Nobody where the server did it by itself.
    pub erased_by: Option<String>,
    pub reason: String,
    pub counts: Vec<PartCount>,
}

/// Which page of the ledger is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct ErasureFilter {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// What the settings keep no longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DueErasures {
    /// How many records the next night erases.
    pub tonight: i64,
    /// How many within the next ninety days, those of the next night too.
    pub soon: i64,
    /// The first hundred of them, the earliest first.
    pub first: Vec<DueErasure>,
}

/// A record that the settings keep no longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DueErasure {
    pub client_id: ClientId,
    pub client_name: String,
    /// From when on a night erases it, unless something happens with it before.
    pub due_at: DateTime<Utc>,
}
