//! Whether two records may be of one person, and why: pure functions over plain records.
//!
//! The answer is a hint for people, who see the reasons and decide. So it rather asks once too often than once too
//! rarely, but never joins on nothing: what is not known is equal to nothing, a first name alone is no name, and a
//! placeholder is no date of birth.

mod compare;
mod likeness;
mod normalize;

pub use compare::{Comparison, Person, Reason, compare, likely};
pub use normalize::{email, name, phone, search_key, words};
