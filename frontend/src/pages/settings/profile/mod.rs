//! The profile: who the organization is, how its pages look, and what its form asks.

mod color;
mod fields;
mod form;
mod languages;
mod logo;
mod others;
mod preview;
mod zones;

pub use form::{ProfilePage, shown};
