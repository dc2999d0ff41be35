//! Clients: the people who are served.

mod contact;
mod draft;
mod filter;
mod shared;
mod tags;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{
    codes::codes,
    ids::{ApplicationId, ClientId, PhotoId},
    validate::{self, Draft},
};

pub use contact::{Address, ContactKind, ContactPoint, EmergencyContact, ExternalId};
pub use draft::{ClientDraft, ClientPatch};
pub use filter::{ClientFilter, ClientSort};
pub use shared::SharedContacts;
pub use tags::{MOST_TAGS, with_tag, without_tag};

/// Where the record stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ClientStatus))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Applicant,
    #[default]
    Active,
    Inactive,
    Closed,
    Deceased,
    /// Joined into another record.
    Merged,
}

impl Status {
    /// Why nobody is given the record as their own: the code of the refusal. Nothing where somebody may be.
    pub fn not_given_because(self) -> Option<&'static str> {
        match self {
            Self::Merged => Some("record_joined"),
            status => status.is_closing().then_some("record_closed"),
        }
    }

    /// Whether nothing is done with the person any more.
    pub fn is_closing(self) -> bool {
        matches!(self, Self::Closed | Self::Deceased)
    }
}

/// The place in the journey.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    #[default]
    Intake,
    InitialContact,
    Assessment,
    ProgramAssignment,
    ProgressTracking,
    /// Job placement, or service completion where the agency does not place people.
    JobPlacement,
    FollowUp,
}

codes!(Status: Applicant "applicant", Active "active", Inactive "inactive", Closed "closed",
    Deceased "deceased", Merged "merged");
codes!(Stage: Intake "intake", InitialContact "initial_contact", Assessment "assessment",
    ProgramAssignment "program_assignment", ProgressTracking "progress_tracking",
    JobPlacement "job_placement", FollowUp "follow_up");

/// A client's record, as far as the reader may see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Client {
    pub id: ClientId,
    pub version: i32,
    pub first_name: String,
    pub last_name: String,
    pub preferred_name: Option<String>,
    /// The language of messages to the person: one of the public pages' languages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = "es"))]
    pub language: Option<String>,
    pub contact_points: Vec<ContactPoint>,
    pub addresses: Vec<Address>,
    /// The next open follow-up with the person.
    pub next_appointment: Option<NaiveDate>,
    /// The photo, where there is one. Its bytes are asked for by the client's id; this tells one from the next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo: Option<PhotoId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ssn_last_four: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub residency: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub residency_verified_by: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub neighborhood: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referral_source: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub external_ids: Vec<ExternalId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emergency_contact: Option<EmergencyContact>,
    /// Codes of the list `tag`, in the order of the alphabet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(example = json!(["job_fair"])))]
    pub tags: Vec<String>,
    /// The application that the record came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application_id: Option<ApplicationId>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    /// Fields that exist and that the reader may not see.
    pub withheld: Vec<String>,
}

impl Client {
    /// The name to address the person by.
    pub fn display_name(&self) -> String {
        display_name(self.preferred_name.as_deref(), &self.first_name, &self.last_name)
    }
}

/// Preferred name first, as the person is called.
pub fn display_name(preferred: Option<&str>, first: &str, last: &str) -> String {
    format!("{} {last}", preferred.unwrap_or(first)).trim().to_owned()
}

/// A client in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClientRow {
    pub id: ClientId,
    pub version: i32,
    pub first_name: String,
    pub last_name: String,
    pub preferred_name: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// Names of the staff that the client is assigned to.
    pub assignees: Vec<String>,
    /// Codes of the list `tag`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(example = json!(["job_fair"])))]
    pub tags: Vec<String>,
    /// A restriction is in force now.
    pub restricted: bool,
    pub updated_at: DateTime<Utc>,
}

/// A move to another place in the journey.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StageMove {
    pub stage: Stage,
}
impl Draft for StageMove {}

/// Why a secret is asked for. It stands in the audit beside the reader's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Reason {
    #[validate(length(min = 5, max = 500), custom(function = validate::line))]
    pub reason: String,
}
impl Draft for Reason {}

/// A disclosed social security number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DisclosedSsn {
    /// `000-12-3456`
    pub ssn: String,
}
