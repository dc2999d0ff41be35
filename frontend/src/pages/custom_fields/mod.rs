//! What the organization asks and keeps for itself: the control of each kind of field, and values in words.

mod control;
mod edit;
mod show;
mod words;

pub use control::{Control, typed, value};
pub use edit::EditFields;
pub use show::FieldsOfClient;
pub use words::{called, shown};
