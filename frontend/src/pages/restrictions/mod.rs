//! Restrictions: the list by state, and a client's own with adding, changing, reviewing and lifting. The example slice.

mod add;
mod amend;
mod bypass;
mod fields;
mod lift;
mod list;
mod notice;
mod of_client;
mod review;
mod words;

pub use list::Restrictions;
pub use of_client::RestrictionsOfClient;
