//! What awaits one this morning.

use serde::{Deserialize, Serialize};

use crate::{applications::ApplicationRow, clients::ClientRow, follow_ups::FollowUp};

/// The first page after signing in. A part that the reader may not use is absent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Dashboard {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_applications: Option<NewApplications>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub my_clients: Option<MyClients>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_ups: Option<MyFollowUps>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewApplications {
    pub count: i64,
    /// Who has waited longest, at most five.
    pub oldest: Vec<ApplicationRow>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyClients {
    pub count: i64,
    /// Last changed, at most five.
    pub recent: Vec<ClientRow>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyFollowUps {
    pub overdue: i64,
    pub today: i64,
    /// The next ones by due date, overdue first, at most eight.
    pub next: Vec<FollowUp>,
}
