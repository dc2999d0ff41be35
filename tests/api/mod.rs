//! Facts of each slice, through HTTP, with the named cast.

mod restrictions;
