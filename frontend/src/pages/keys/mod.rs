//! Keys of programs that call the API: list, make, revoke.

mod list;
mod make;
mod one;
mod words;

pub use list::ApiKeys;
