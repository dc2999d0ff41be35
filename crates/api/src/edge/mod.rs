//! What every request passes through.

pub mod explorer;
pub mod headers;
pub mod health;
pub mod lost;
pub mod metrics;
pub mod origin;
pub mod pace;
pub mod pieces;
pub mod refusals;
pub mod trace;
