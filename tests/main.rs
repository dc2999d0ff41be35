//! All facts, in one binary: what the API answers, who may do what, that the walls stand, and what
//! was tried to break them.

#![expect(clippy::unwrap_used, reason = "a test that finds nothing has failed, and the line says where")]

mod api;
mod examples;
mod hard;
mod policy;

mod walls;
