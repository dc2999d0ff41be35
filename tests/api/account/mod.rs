//! Facts about one's own account.

pub mod links;
mod password;
mod required;
pub mod second_factor;
