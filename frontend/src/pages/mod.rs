//! Pages, one folder a slice, and the groups that are pieces of the production build: `public`, `intake`, `staff`.

mod account;
mod applications;
mod assignments;
mod audit;
mod by_id;
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
mod goals;
mod jobs;
mod look;
mod names;
mod not_found;
mod notes;
mod outcome;
mod photos;
mod restrictions;
mod sessions;
mod sign_in;
mod stale;
mod timeline;
mod undo;
mod unsent;
mod values;
mod views;
mod words;

pub mod intake;
pub mod public;
pub mod staff;
