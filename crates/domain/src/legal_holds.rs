//! Legal holds: as long as one is set, nothing of a client's record is erased, whatever timer runs out.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{
    ids::{ClientId, LegalHoldId},
    validate::{self, Draft},
};

/// Why a record has to be kept, or why it has to be kept no longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct HoldReason {
    #[validate(length(min = 1, max = 2000), custom(function = validate::paragraph))]
    pub reason: String,
}
impl Draft for HoldReason {}

/// A legal hold; lifted ones are the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LegalHold {
    pub id: LegalHoldId,
    pub client_id: ClientId,
    pub reason: String,
    pub set_at: DateTime<Utc>,
    pub set_by: Option<String>,
    pub lifted_at: Option<DateTime<Utc>>,
    pub lifted_by: Option<String>,
    pub lifting_reason: Option<String>,
}

impl LegalHold {
    pub fn is_set(&self) -> bool {
        self.lifted_at.is_none()
    }
}
