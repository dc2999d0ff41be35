//! Who works with whom.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{
    follow_ups::Handover,
    ids::{AssignmentId, ClientId, UserId},
    problem::FieldError,
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

/// What becomes of what somebody leaves behind who does not work with a client any more.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = AssignmentEnding))]
#[serde(deny_unknown_fields, default)]
pub struct Ending {
    /// Where their open follow-ups with the client go. Required where there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follow_ups: Option<Handover>,
}

impl Draft for Ending {
    fn rules(&self, _today: NaiveDate, errors: &mut Vec<FieldError>) {
        if let Some(handover) = &self.follow_ups {
            handover.check(errors);
        }
    }
}

/// How much one member of staff carries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseLoad {
    pub user_id: UserId,
    pub user: String,
    /// Whoever cannot sign in any more is shown as long as something is theirs.
    pub active: bool,
    /// Clients assigned now.
    pub clients: i64,
    pub open_follow_ups: i64,
    pub overdue_follow_ups: i64,
    /// Due today.
    pub follow_ups_today: i64,
}
