//! The choices that forms offer: adding, wording, ordering, retiring.

mod add;
mod amend;
pub mod labels;
mod page;
mod remove;
mod row;
pub mod words;

pub use page::{AnyList, Lists};
pub use words::language;
