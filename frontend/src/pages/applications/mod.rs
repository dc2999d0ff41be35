//! Applications: the queue, and deciding on one.

mod answers;
mod decide;
mod fields;
mod files;
mod likely;
mod queue;
mod review;

pub use queue::Applications;
pub use review::{ReviewPage, came_by};
