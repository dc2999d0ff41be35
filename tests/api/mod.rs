//! Facts of each slice, through HTTP, with the named cast.

mod audit;
mod changes;
mod follow_ups;
mod restrictions;
mod sessions;
