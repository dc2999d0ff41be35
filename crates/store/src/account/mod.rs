//! One's own account: what one signs in with.

mod password;
