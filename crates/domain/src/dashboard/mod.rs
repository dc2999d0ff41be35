//! What awaits one this morning.

mod tile;
mod weeks;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    applications::ApplicationRow,
    assignments::CaseLoad,
    changes::Change,
    clients::{ClientRow, Stage},
    follow_ups::FollowUp,
    ids::{ClientId, ProgramId},
    page::Total,
    timeline::EventKind,
};

pub use tile::{Arrangement, DashboardFilter, Tile, Tiles};
pub use weeks::{OverdueTrend, OverdueWeek, ResponseWeek, WEEKS, Week, weeks_to};

/// So many days back one's own numbers go.
pub const NUMBERS_OF_DAYS: u64 = 30;

/// The first page after signing in. A part that the reader may not use, or does not want, is absent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Dashboard {
    /// What is here, in the reader's order.
    #[serde(default)]
    pub tiles: Vec<Tile>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_applications: Option<NewApplications>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub my_clients: Option<MyClients>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_ups: Option<MyFollowUps>,
    /// What happened with my clients in the last two weeks, newest first, at most eight.
    #[serde(default)]
    pub activity: Vec<Activity>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numbers: Option<MyNumbers>,
    /// Proposals that wait for a review.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approvals: Option<Approvals>,
    /// Active clients in sight, in the order of the journey.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_load: Option<Vec<StageLoad>>,
    /// Who carries how much, of clients in sight.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<Vec<CaseLoad>>,
    /// By week, the earliest first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overdue_trend: Option<OverdueTrend>,
    /// By week, the earliest first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response_time: Option<Vec<ResponseWeek>>,
    /// Programs with a capacity, the fullest first: all, or for those who see a caseload those that they work in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<Vec<Places>>,
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
    #[serde(flatten)]
    pub total: Total,
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

/// Proposals that wait for a review.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Approvals {
    pub count: i64,
    /// The latest, at most five.
    pub latest: Vec<Change>,
}

/// Active clients in a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StageLoad {
    pub stage: Stage,
    pub clients: i64,
}

/// How full a program is today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Places {
    pub program_id: ProgramId,
    pub program: String,
    pub enrolled: i64,
    pub capacity: i32,
}

/// What the reader did in the last thirty days. A number whose list the reader may not see is absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyNumbers {
    /// The first of these days.
    pub since: NaiveDate,
    /// Notes written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<i64>,
    /// Follow-ups done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_ups_done: Option<i64>,
    /// Clients who came to the reader.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_clients: Option<i64>,
}
