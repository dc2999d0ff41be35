//! Restrictions: the list by state, and a client's own with adding, changing and lifting. The example slice.

mod add;
mod amend;
mod bypass;
mod fields;
mod lift;
mod list;
mod of_client;
mod words;

pub use list::Restrictions;
pub use of_client::RestrictionsOfClient;
