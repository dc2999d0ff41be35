//! Enrollments: a client's as a line of time and by their ends, who is in a program, and what one may do about them.

mod bar;
mod correct;
mod discharge;
mod discharges;
mod ends;
mod enroll;
mod fields;
mod intakes;
mod occupancy;
mod of_client;
mod of_program;
mod transfer;
pub mod words;

pub use discharges::DischargesOfClient;
pub use intakes::IntakesOfClient;
pub use occupancy::PlacesTaken;
pub use of_client::{EnrollmentsOfClient, EnrollmentsOnPaper, WRITERS};
pub use of_program::EnrollmentsOfProgram;
