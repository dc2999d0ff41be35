//! Custom fields: defining, ordering, retiring.

mod choices;
mod definition;
mod form;
mod list;
mod one;
mod remove;
mod row;
pub mod words;

pub use list::FieldsPage;
pub use one::{FieldPage, NewField};
