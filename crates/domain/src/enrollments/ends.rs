//! How somebody came into programs and how they left, as a client's record lists it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Enrollment;
use crate::ids::ApplicationId;

/// An intake. Its day is the first day of the enrollment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IntakeRow {
    pub enrollment: Enrollment,
    /// Absent where nobody of the staff wrote it: it was brought in, or is older than the log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written: Option<Written>,
    /// The application in which the person asked for this program, for those who see applications.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application: Option<AskedIn>,
}

/// A discharge. Its day is the last day of the enrollment, which says the reason as well.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DischargeRow {
    pub enrollment: Enrollment,
    /// Absent where nobody of the staff wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written: Option<Written>,
}

/// When something was written down, and by whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Written {
    pub at: DateTime<Utc>,
    pub by: String,
}

/// An application that names a program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AskedIn {
    pub id: ApplicationId,
    pub reference: String,
}
