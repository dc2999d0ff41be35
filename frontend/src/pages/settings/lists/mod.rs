//! The choices that forms offer: adding, wording, ordering, their days, retiring.

mod add;
mod amend;
mod days;
pub mod labels;
mod page;
mod remove;
mod row;
pub mod words;

pub use page::{AnyList, Lists};
pub use words::language;
