//! The choices that forms offer: adding, wording, ordering, retiring.

mod add;
mod amend;
mod labels;
mod moving;
mod page;
mod remove;
mod row;
mod words;

pub use page::{AnyList, Lists};
