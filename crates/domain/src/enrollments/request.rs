//! Asking to be in a program oneself, and what one reads of it. Staff decide.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{
    changes,
    codes::codes,
    ids::{ChangeId, ProgramId},
    problem::FieldError,
    validate::{self, Draft},
};

/// Somebody asks to be in a program themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EnrollmentRequestDraft {
    pub program_id: ProgramId,
    /// The day from which they would like to be in it.
    pub start_date: NaiveDate,
}

impl Draft for EnrollmentRequestDraft {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        validate::to_come("/start_date", self.start_date, today, errors);
    }
}

/// What came of asking, as far as it is told to whoever asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RequestState {
    Waiting,
    Enrolled,
    /// There was no place; they are on the program's list.
    OnTheList,
    /// Not now, for reasons that people hear when they speak to staff, and that are not in here.
    SpeakToUs,
    Withdrawn,
}
codes!(RequestState: Waiting "waiting", Enrolled "enrolled", OnTheList "on_the_list", SpeakToUs "speak_to_us",
    Withdrawn "withdrawn");

impl RequestState {
    /// Of a proposal, and of whether the person is on the program's list now.
    pub fn of(proposal: changes::Status, is_on_the_list: bool) -> Self {
        match proposal {
            changes::Status::Pending => Self::Waiting,
            changes::Status::Approved => Self::Enrolled,
            changes::Status::Refused if is_on_the_list => Self::OnTheList,
            changes::Status::Refused => Self::SpeakToUs,
            changes::Status::Withdrawn => Self::Withdrawn,
        }
    }
}

/// What somebody asked for, as they read it themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EnrollmentRequest {
    pub id: ChangeId,
    pub version: i32,
    pub program_id: ProgramId,
    /// Null where there is no such program any more.
    pub program_name: Option<String>,
    pub start_date: NaiveDate,
    pub state: RequestState,
    pub asked_at: DateTime<Utc>,
    /// When it was decided, or withdrawn.
    pub answered_at: Option<DateTime<Utc>>,
}
