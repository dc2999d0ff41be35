//! The HTTP side: routes, sessions, handlers, and the OpenAPI document that describes them.
//!
//! A handler extracts, makes one call, and answers. Rules are in `domain`, queries in `store`; what every
//! request passes through (headers, request ids, refusals) is in [`edge`].

mod account;
pub mod answer;
mod api_keys;
mod applications;
mod assignments;
mod audit;
mod board;
mod bulk;
pub mod changed;
mod changes;
mod clients;
mod code_lists;
pub mod configuration;
pub mod cookie;
mod custom_fields;
mod dashboard;
mod demographics;
mod departments;
mod disclosures;
mod documents;
mod download;
pub mod edge;
mod enrollments;
mod equal_opportunity;
mod erasures;
mod exports;
pub mod extract;
mod follow_ups;
mod goals;
mod intake;
mod intake_links;
mod jobs;
mod legal_holds;
pub mod listen;
mod logo;
mod mail_texts;
mod note_templates;
mod notes;
mod notifications;
pub mod openapi;
mod organization;
pub mod page;
mod photos;
mod picture;
pub mod problem;
mod programs;
mod restrictions;
mod roles;
mod routes;
pub mod server;
pub mod session;
mod sessions;
mod settings;
mod spreadsheet;
mod timeline;
pub mod token;
mod unsent;
pub mod upload;
mod users;
mod views;
mod waitlist;

pub use problem::Refused;
