//! What the organization decides for itself: its profile, the choices of its forms.

mod fields;
mod departments;
mod frame;
mod lists;
mod moving;
mod of_one;
mod mails;
mod profile;
mod templates;
mod system;

pub use fields::{FieldPage, FieldsPage, NewField};
pub use departments::Departments;
pub use frame::{Begin, READERS, Settings};
pub use lists::{AnyList, Lists};
pub use mails::MailTexts;
pub use profile::ProfilePage;
pub use templates::NoteTemplates;
pub use system::{ModulesPage, RetentionPage, SignInPage as SignInSettings};
