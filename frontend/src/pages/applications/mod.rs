//! Applications: the queue, and deciding on one.

mod answers;
mod decide;
mod export;
mod fields;
mod files;
mod likely;
mod queue;
mod review;

pub use queue::Applications;
pub use review::{ReviewPage, came_by};
