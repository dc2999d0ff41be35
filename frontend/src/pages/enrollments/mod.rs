//! Enrollments: a client's as a line of time, who is in a program, and what one may do about them.

mod bar;
mod correct;
mod discharge;
mod enroll;
mod fields;
mod occupancy;
mod of_client;
mod of_program;
mod transfer;
pub mod words;

pub use occupancy::PlacesTaken;
pub use of_client::{EnrollmentsOfClient, EnrollmentsOnPaper};
pub use of_program::EnrollmentsOfProgram;
