//! One's own account: what one signs in with.

pub(crate) mod links;
mod password;
mod second_factor;
mod totp;

pub(crate) use second_factor::remove;
pub(crate) use second_factor::{has_second_factor, take};
