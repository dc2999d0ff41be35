//! What the organization decides for itself: its profile, the choices of its forms.

mod configuration;
mod departments;
mod fields;
mod frame;
mod lists;
mod mails;
pub mod moving;
mod of_one;
mod profile;
mod system;
mod templates;

pub use configuration::ConfigurationPage;
pub use departments::Departments;
pub use fields::{FieldPage, FieldsPage, NewField};
pub use frame::{Begin, READERS, STYLES, Settings};
pub use lists::{AnyList, Lists, language};
pub use mails::MailTexts;
pub use profile::ProfilePage;
pub use system::{ModulesPage, RetentionPage, SignInPage as SignInSettings};
pub use templates::NoteTemplates;
