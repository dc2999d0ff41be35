//! Departments: what they are called, who answers for them, and how many programs belong to them.

mod form;
mod list;
mod remove;

pub use list::Departments;
