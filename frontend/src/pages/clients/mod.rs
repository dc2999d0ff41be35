//! Finding clients, and adding one.

mod bulk;
mod filters;
mod list;
mod new;

pub use list::Clients;
pub use new::NewClient;
