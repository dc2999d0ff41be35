//! What happened with a client, in one line of time.

mod list;
mod words;

pub use list::Timeline;
pub use words::{icon, short};
