//! Facts of each slice, through HTTP, with the named cast.

pub mod applicant;
mod applications;
mod assignments;
mod audit;
mod changes;
mod clients;
mod code_lists;
mod dashboard;
mod demographics;
mod documents;
mod follow_ups;
pub mod hostile_files;
mod intake;
mod notes;
mod organization;
mod own_sessions;
mod photos;
mod restart;
mod restrictions;
mod resuming;
mod review;
mod search;
mod sessions;
mod timeline;
mod unsent;
mod uploads;
mod views;
