//! Proposed changes: what waits, and deciding on it.

mod around;
mod decide;
mod detail;
mod differences;
mod list;
mod narrower;
mod own_fields;
mod take;
pub mod words;

pub use detail::ChangePage;
pub use list::Changes;
