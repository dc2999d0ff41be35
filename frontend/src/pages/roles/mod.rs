//! Roles: the permission matrix, the organization's own roles, and why somebody may not do something.

mod column;
mod edit;
mod effect;
mod fields;
mod frame;
mod make;
mod matrix;
mod one;
mod permissions;
mod remove;
mod why;
pub mod words;

pub use frame::RolesFrame;
pub use make::NewRole;
pub use matrix::Matrix;
pub use one::RolePage;
pub use permissions::{PermissionChecks, chosen};
pub use why::WhyNot;
