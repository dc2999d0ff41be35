//! Applications: what the public form creates, and what staff decide on it.

mod draft;
mod filter;
mod likely;
mod step;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{
    codes::codes,
    documents::Document,
    ids::{ApplicationId, ClientId},
    intake_links::IntakeLinkKind,
    validate::{self, Draft},
};

pub use draft::ApplicationDraft;
pub use filter::{ApplicationFilter, ApplicationSort};
pub use likely::{LikelyClient, LikelyClientCard, LikenessReason};
pub use step::Step;

/// Where an application stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ApplicationStatus))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    New,
    /// Somebody has spoken with the person.
    Contacted,
    /// A new client was made of it.
    Accepted,
    /// It was added to a client who was known.
    Attached,
    Declined,
}
codes!(Status: New "new", Contacted "contacted", Accepted "accepted", Attached "attached", Declined "declined");

impl Status {
    /// Whether a decision is still to be made.
    pub fn is_open(self) -> bool {
        matches!(self, Self::New | Self::Contacted)
    }
}

/// The receipt that the person keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Receipt {
    /// Short, easy to read out on the phone, tells nothing about the person: `K7QM-2XHD`.
    pub reference: String,
    pub submitted_at: DateTime<Utc>,
    /// How many files came with it.
    pub documents: u32,
}

/// An application in the queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApplicationRow {
    pub id: ApplicationId,
    pub version: i32,
    pub reference: String,
    pub status: Status,
    pub first_name: String,
    pub last_name: String,
    pub preferred_name: String,
    pub submitted_at: DateTime<Utc>,
    pub first_contact_at: Option<DateTime<Utc>>,
    pub phone: String,
    pub email: String,
    /// Names of the programs of interest.
    pub programs: Vec<String>,
    pub documents: u32,
    pub language: String,
}

/// An application, whole. The social security number is never among it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Application {
    pub id: ApplicationId,
    pub version: i32,
    pub reference: String,
    pub status: Status,
    pub submitted_at: DateTime<Utc>,
    /// When somebody first spoke with the person; the time from submission to here is measured.
    pub first_contact_at: Option<DateTime<Utc>>,
    /// What the person filled in.
    pub form: ApplicationDraft,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ssn_last_four: Option<String>,
    /// Names of the programs of interest, in the order of `form.program_interests`.
    pub programs: Vec<String>,
    pub documents: Vec<Document>,
    /// Where it came from, where it did not come by the form alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    pub decided_at: Option<DateTime<Utc>>,
    pub decided_by: Option<String>,
    pub decline_reason: Option<String>,
    /// The client that it became, where the reader may see that client.
    pub client_id: Option<ClientId>,
    /// Fields that exist and that the reader may not see.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withheld: Vec<String>,
}

/// Where an application came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ApplicationOrigin))]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Origin {
    /// A link of the organization, and the partner who referred the person or filled the form in.
    Link { name: String, kind: IntakeLinkKind, partner: Option<String> },
    /// Somebody of the staff who filled the form in for the person.
    Staff { name: String },
}

/// Why an application is turned down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Decline {
    #[validate(length(min = 1, max = 1000), custom(function = validate::paragraph))]
    pub reason: String,
}
impl Draft for Decline {}

/// The client whom an application belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    pub client_id: ClientId,
}
impl Draft for Attachment {}
