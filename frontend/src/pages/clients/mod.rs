//! Finding clients, and adding one.

mod bulk;
pub mod filters;
mod list;
mod new;

pub use bulk::{BulkChanges, BulkPage};
pub use list::Clients;
pub use new::NewClient;
