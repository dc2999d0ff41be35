//! Proposed changes: what waits, and deciding on it.

mod decide;
mod detail;
mod differences;
mod list;
pub mod words;

pub use detail::ChangePage;
pub use list::Changes;
