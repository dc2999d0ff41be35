//! The people who work here: who may sign in, with which roles, and inviting more of them.

mod bulk;
mod chosen;
mod details;
mod invite;
mod list;
mod one;
mod paste;
mod results;
mod sessions;
mod standing;
mod words;

pub use list::Users;
pub use one::UserPage;
