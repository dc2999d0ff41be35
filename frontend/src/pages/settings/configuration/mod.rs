//! The whole configuration as one file: saved, and taken after a look at what it would change.

mod changes;
mod page;
mod problems;
mod take;
mod values;
mod words;

pub use page::ConfigurationPage;
