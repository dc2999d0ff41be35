//! Proposed changes: what waits, and deciding on it.

mod decide;
mod detail;
mod differences;
mod list;
mod own_fields;
pub mod words;

pub use detail::ChangePage;
pub use list::Changes;
