//! What the organization decides for itself: its profile, the choices of its forms.

mod fields;
mod departments;
mod frame;
mod lists;
mod moving;
mod of_one;
mod profile;
mod templates;

pub use fields::{FieldPage, FieldsPage, NewField};
pub use departments::Departments;
pub use frame::{Begin, READERS, Settings};
pub use lists::{AnyList, Lists};
pub use profile::ProfilePage;
pub use templates::NoteTemplates;
