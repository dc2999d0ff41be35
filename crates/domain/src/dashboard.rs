//! What awaits one this morning.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    applications::ApplicationRow, clients::ClientRow, follow_ups::FollowUp, ids::ClientId,
    timeline::EventKind,
};

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
    /// What happened with my clients in the last two weeks, newest first, at most eight.
    #[serde(default)]
    pub activity: Vec<Activity>,
    #[serde(default)]
    pub numbers: MyNumbers,
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

/// Something that happened with one of the reader's clients.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Activity {
    pub at: DateTime<Utc>,
    pub kind: EventKind,
    /// A note's kind, a stage, `done`, `added`, `started`.
    pub what: String,
    /// Who did it.
    pub by: Option<String>,
    pub client_id: ClientId,
    pub client_name: String,
}

/// What the reader did in the last thirty days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyNumbers {
    /// Notes written.
    pub notes: i64,
    /// Follow-ups done.
    pub follow_ups_done: i64,
    /// Clients who came to the reader.
    pub new_clients: i64,
}
