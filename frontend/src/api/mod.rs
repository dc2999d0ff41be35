//! The only place with addresses and requests.
//!
//! Functions in [`anyone`] and [`token`] need no account; a signed-in call is a method on
//! [`Session`](crate::session::Session), one file a slice. Refusals come as [`Failure`].

mod account;
pub mod anyone;
mod api_keys;
mod applications;
mod assignments;
mod audit;
mod board;
mod bulk;
pub mod call;
mod changes;
mod clients;
mod code_lists;
mod configuration;
mod custom_fields;
mod departments;
mod desk;
mod documents;
mod enrollments;
mod exports;
mod follow_ups;
mod goals;
pub mod intake;
mod intake_links;
mod jobs;
pub mod json;
pub mod key;
pub mod links;
mod lock;
mod mail_texts;
mod notes;
mod organization;
mod photos;
mod programs;
pub mod query;
mod restrictions;
mod retention;
mod roles;
mod sessions;
mod settings;
mod timeline;
pub mod token;
mod unsent;
pub mod upload;
mod users;
mod views;
mod waitlist;

use call::file;
pub use call::{Answer, Call, Failure, Outcome};
use query::query;
