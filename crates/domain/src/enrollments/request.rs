//! Asking to be in a program oneself, and what one reads of it. Staff decide.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::State;
use crate::{
    changes,
    codes::codes,
    ids::{ChangeId, ProgramId},
    problem::FieldError,
    validate::{self, Draft},
    waitlist,
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
    /// They have a place, whether by this request or given to them since.
    Enrolled,
    /// They had a place by it, and are not in the program any more.
    Ended,
    /// A place is held for them until they answer.
    Offered,
    /// There was no place; they are on the program's list.
    OnTheList,
    /// Not now, for reasons that people hear when they speak to staff, and that are not in here.
    SpeakToUs,
    /// By whoever asked, or with the record that was taken off their account.
    Withdrawn,
}
codes!(RequestState: Waiting "waiting", Enrolled "enrolled", Ended "ended", Offered "offered", OnTheList "on_the_list", SpeakToUs "speak_to_us",
    Withdrawn "withdrawn");

impl RequestState {
    /// Of a proposal, and of where the person stands with its program now.
    pub fn of(proposal: changes::Status, standing: Standing) -> Self {
        use changes::Status::{Approved, Pending, Refused, Withdrawn};
        match (proposal, standing) {
            (Pending, _) => Self::Waiting,
            (Withdrawn, _) => Self::Withdrawn,
            (Approved | Refused, Standing::Inside) => Self::Enrolled,
            (Approved, _) => Self::Ended,
            (Refused, Standing::Offered) => Self::Offered,
            (Refused, Standing::OnTheList) => Self::OnTheList,
            (Refused, Standing::Outside) => Self::SpeakToUs,
        }
    }
}

/// Where somebody stands with a program, as they read it themselves, whoever put them there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Outside,
    OnTheList,
    /// A place is held for them: asking for it in time is taking it.
    Offered,
    /// They are in it, or will be.
    Inside,
}

impl Standing {
    /// Of an enrollment in the program and of a place on its list, where there is one.
    pub fn of(enrollment: Option<State>, entry: Option<waitlist::Status>) -> Self {
        match (enrollment, entry) {
            (Some(State::Current | State::Upcoming), _) => Self::Inside,
            (_, Some(waitlist::Status::Offered)) => Self::Offered,
            (_, Some(status)) if status.is_open() => Self::OnTheList,
            _ => Self::Outside,
        }
    }
}

/// Where somebody stands with a program that is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProgramStanding {
    pub program_id: ProgramId,
    pub standing: Standing,
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
    /// The last day to answer, where a place is held for them and that day has not gone by.
    pub reply_by: Option<NaiveDate>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_in_the_program_does_not_wait_for_it() {
        let of = Standing::of;
        let offered = Some(waitlist::Status::Offered);
        assert_eq!(of(Some(State::Upcoming), offered), Standing::Inside);
        assert_eq!(of(Some(State::Past), offered), Standing::Offered);
        assert_eq!(of(None, Some(waitlist::Status::Skipped)), Standing::OnTheList);
        assert_eq!(of(Some(State::Past), Some(waitlist::Status::Lapsed)), Standing::Outside);
    }

    #[test]
    fn a_request_says_what_is_so_now() {
        let of = |proposal| {
            [Standing::Outside, Standing::OnTheList, Standing::Offered, Standing::Inside]
                .map(|standing| RequestState::of(proposal, standing))
        };
        use RequestState::{Ended, Enrolled, Offered, OnTheList, SpeakToUs, Waiting, Withdrawn};
        assert_eq!(of(changes::Status::Approved), [Ended, Ended, Ended, Enrolled]);
        assert_eq!(of(changes::Status::Refused), [SpeakToUs, OnTheList, Offered, Enrolled]);
        assert_eq!(of(changes::Status::Pending), [Waiting; 4]);
        assert_eq!(of(changes::Status::Withdrawn), [Withdrawn; 4]);
    }
}
