//! What every request passes through.

pub mod origin;
pub mod refusals;
