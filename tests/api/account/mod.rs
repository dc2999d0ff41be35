//! Facts about one's own account.

mod password;
