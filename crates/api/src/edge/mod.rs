//! What every request passes through.

pub mod explorer;
pub mod headers;
pub mod health;
pub mod lost;
pub mod metrics;
pub mod origin;
pub mod refusals;
pub mod trace;
