//! The only place with addresses and requests.
//!
//! [`public`](self::anyone) functions need no account; a signed-in call is a method on
//! [`Session`](crate::session::Session), one file a slice. Refusals come as [`Failure`].

pub mod anyone;
pub mod call;
mod lock;
pub mod query;
pub mod token;
pub mod upload;

pub use call::{Answer, Call, Failure, Outcome};
pub use query::query;
