//! Programs and services: all of them, and one with its people and its capacity at all times.

mod add;
mod amend;
mod capacity;
mod chart;
mod descriptions;
mod detail;
mod fields;
mod list;
mod order;
mod remove;
mod staff;

pub use detail::ProgramPage;
pub use list::Programs;
pub use order::ProgramOrder;
