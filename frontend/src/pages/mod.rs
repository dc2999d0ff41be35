//! One module a group of pages; each is one piece of the production build.

pub mod intake;
pub mod public;
pub mod staff;
