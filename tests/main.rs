//! All facts, in one binary: what the API answers, who may do what, and that the walls stand.

#![expect(clippy::unwrap_used, reason = "a test that finds nothing has failed, and the line says where")]

mod api;
mod policy;

mod walls;
