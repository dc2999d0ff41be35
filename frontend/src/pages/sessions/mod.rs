//! Where one is signed in, and signing out there.

mod everywhere;
mod list;
mod one;
mod words;

pub use list::Sessions;
pub use words::{device, icon};
