//! All facts, in one binary: what the API answers, who may do what, and that the walls stand.

mod api;

mod walls;
