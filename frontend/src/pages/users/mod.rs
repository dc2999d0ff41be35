//! The people who work here: who may sign in, with which roles, and inviting more of them.

mod bulk;
mod chosen;
mod details;
mod invite;
mod list;
mod of_client;
mod one;
mod paste;
mod record;
mod results;
mod sessions;
mod standing;
mod words;

pub use list::Users;
pub use of_client::AccountOfClient;
pub use one::UserPage;
