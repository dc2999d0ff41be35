//! Who saw a record. What was opened with a reason is told one by one; looks at the record are counted.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// One opening of a secret, a confidential note or a file, or a file into which the record was taken out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Opened {
    pub at: DateTime<Utc>,
    /// The person, or `job`.
    pub by: String,
    /// What was done: `clients.disclose_ssn`, `notes.disclose`, `clients.export`.
    pub operation: String,
    /// Why, where a reason was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// How often somebody looked at the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Looks {
    pub by: String,
    /// Pages and lists on which the person was.
    pub times: i64,
    pub last: DateTime<Utc>,
}

/// Which part of the list is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct DisclosureFilter {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}
