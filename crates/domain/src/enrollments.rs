//! Enrollments: a client in a program for a time.

mod correction;
mod days;
mod draft;
mod ends;
mod occupancy;
mod request;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    codes::codes,
    ids::{ClientId, EnrollmentId, ProgramId},
};

pub use correction::Correction;
pub use days::{Days, days_added};
pub use draft::{Departure, DischargeDraft, EnrollmentDraft, TransferDraft};
pub use ends::{AskedIn, DischargeRow, IntakeRow, Written};
pub use occupancy::{Occupancy, OccupancyFilter};
pub use request::{EnrollmentRequest, EnrollmentRequestDraft, ProgramStanding, RequestState, Standing};

/// The code list with the reasons for which people leave a program.
pub const DISCHARGE_REASONS: &str = "discharge_reason";

/// Where an intake comes from when nothing else is said: it was written here.
pub const OWN_SYSTEM: &str = "openhall";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Enrollment {
    pub id: EnrollmentId,
    pub version: i32,
    pub client_id: ClientId,
    pub client_name: String,
    pub program_id: ProgramId,
    pub program_name: String,
    pub start_date: NaiveDate,
    /// The last day in the program.
    pub end_date: Option<NaiveDate>,
    pub state: State,
    /// The system that the intake was written in.
    pub source_system: Option<String>,
    /// Why the person left; absent as long as nobody has discharged them.
    pub discharge: Option<Discharge>,
    /// Why somebody was enrolled when the program was full, or others waited for the place.
    pub override_reason: Option<String>,
    /// How many waited before them, and were passed for that reason.
    pub passed_waiting: Option<i32>,
}

impl Enrollment {
    /// Whether the person is in the program on the day of reading.
    pub fn is_current(&self) -> bool {
        self.state == State::Current
    }
}

/// How an enrollment ended. Its day is the last day of the enrollment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Discharge {
    /// A value of the code list `discharge_reason`.
    pub reason: String,
    pub comment: String,
}

/// Where an enrollment stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = EnrollmentState))]
#[serde(rename_all = "snake_case")]
pub enum State {
    Upcoming,
    Current,
    Past,
}
codes!(State: Upcoming "upcoming", Current "current", Past "past");

/// Where an enrollment with these dates stands on a day. The end date is the last day in the program.
pub fn state_on(start: NaiveDate, end: Option<NaiveDate>, day: NaiveDate) -> State {
    match end {
        Some(end) if end < day => State::Past,
        _ if start > day => State::Upcoming,
        _ => State::Current,
    }
}

/// Which enrollments of a program are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct EnrollmentFilter {
    /// May be repeated; all states when absent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub state: Vec<State>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// Which of the follow-ups that the end of an enrollment would leave behind are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct LeftByEnding {
    /// Where the client goes: whoever works there sees the client on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub program_id: Option<ProgramId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    #[test]
    fn the_end_date_is_the_last_day_in_the_program() {
        assert_eq!(state_on(day(1), Some(day(10)), day(10)), State::Current);
        assert_eq!(state_on(day(1), Some(day(10)), day(11)), State::Past);
        assert_eq!(state_on(day(12), None, day(11)), State::Upcoming);
    }
}
