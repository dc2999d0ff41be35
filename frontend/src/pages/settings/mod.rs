//! What the organization decides for itself: its profile, the choices of its forms.

mod frame;
mod lists;
mod profile;

pub use frame::{Begin, READERS, Settings};
pub use lists::{AnyList, Lists};
pub use profile::ProfilePage;
