//! Links to the form: list, make, end.

mod list;
mod make;
mod one;
mod told;
pub mod words;

pub use list::IntakeLinks;
