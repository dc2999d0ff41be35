//! What handlers take from a request. Each refuses what it cannot read as a problem that names the field
//! and never repeats the value.
//!
//! `Json` and `Query` have the names of actix's own because utoipa knows them by name and documents the body
//! and the parameters of a handler from its signature.

mod client_ip;
mod id;
mod idempotency_key;
mod if_match;
pub(crate) mod json;
mod objects;
mod query;
mod reading;

pub use client_ip::{ClientIp, Hops};
pub use id::{Id, Ids};
pub use idempotency_key::IdempotencyKey;
pub use if_match::IfMatch;
pub use json::Json;
pub use query::Query;
