//! Pages, one folder a slice, and the groups that are pieces of the production build: `public`, `intake`, `staff`.

mod applications;
mod assignments;
mod audit;
mod changes;
mod choices;
mod client;
mod clients;
mod dashboard;
mod demographics;
mod disclosure;
mod documents;
mod enrollments;
mod follow_ups;
mod names;
mod not_found;
mod notes;
mod outcome;
mod restrictions;
mod sign_in;
mod timeline;
mod words;

pub mod intake;
pub mod public;
pub mod staff;
