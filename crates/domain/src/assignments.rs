//! Who works with whom.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{
    ids::{AssignmentId, ClientId, UserId},
    validate::Draft,
};

/// A member of staff for a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AssignmentDraft {
    pub user_id: UserId,
}
impl Draft for AssignmentDraft {}

/// An assignment; ended ones are the history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Assignment {
    pub id: AssignmentId,
    pub client_id: ClientId,
    pub user_id: UserId,
    pub user: String,
    pub started_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
}

/// How much one member of staff carries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseLoad {
    pub user_id: UserId,
    pub user: String,
    /// Clients assigned now.
    pub clients: i64,
    pub open_follow_ups: i64,
    pub overdue_follow_ups: i64,
}
