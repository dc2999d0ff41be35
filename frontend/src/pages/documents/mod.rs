//! A client's files.

mod list;
mod upload;

pub use list::DocumentsOfClient;
