//! The audit log, and the history of one client: differences in words.

mod entry;
mod export;
mod filters;
mod link;
mod list;
mod of_client;
mod put_back;
mod seen;
mod sentences;
mod values;
mod words;

pub use link::HistoryLink;
pub use list::Audit;
pub use of_client::HistoryOfClient;
pub use values::{humanized, shown, titled};
pub use words::{entity, operation};
