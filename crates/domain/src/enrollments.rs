//! Enrollments: a client in a program for a time.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::ids::{ClientId, EnrollmentId, ProgramId};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Enrollment {
    pub id: EnrollmentId,
    pub client_id: ClientId,
    pub program_id: ProgramId,
    pub program_name: String,
    pub start_date: NaiveDate,
    /// The last day in the program.
    pub end_date: Option<NaiveDate>,
    /// In the program today.
    pub current: bool,
}
