//! Facts about one's own account.

mod password;
mod required;
pub mod second_factor;
