//! Facts of each slice, through HTTP, with the named cast.

mod audit;
mod changes;
mod code_lists;
mod follow_ups;
mod organization;
mod notes;
mod restrictions;
mod sessions;
