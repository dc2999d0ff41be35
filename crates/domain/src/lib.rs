//! What Openhall is about, without a database, a network, a clock or a screen: records and what may be
//! written into them, who may do what, and the words in which a refusal is given.
//!
//! The server and the browser both use this crate, so a rule that a screen needs as well stands here and
//! nowhere else. Times and days come in as arguments.

pub mod account;
pub mod actor;
pub mod api_keys;
pub mod applications;
pub mod assignments;
pub mod audit;
pub mod board;
pub mod bulk;
pub mod changes;
pub mod clients;
pub mod code_lists;
mod codes;
pub mod colors;
pub mod configuration;
pub mod custom_fields;
pub mod dashboard;
pub mod demographics;
pub mod departments;
pub mod disclosures;
pub mod documents;
pub mod drafts;
pub mod enrollments;
pub mod equal_opportunity;
pub mod erasures;
pub mod exports;
pub mod follow_ups;
pub mod goals;
pub mod ids;
pub mod intake_links;
pub mod jobs;
pub mod legal_holds;
pub mod mail_texts;
pub mod mails;
pub mod note_templates;
pub mod notes;
pub mod notifications;
pub mod organization;
pub mod page;
pub mod patch;
pub mod permission;
pub mod photos;
pub mod problem;
pub mod programs;
pub mod restoration;
pub mod restrictions;
pub mod role;
pub mod roles;
pub mod schedules;
pub mod sessions;
pub mod settings;
pub mod ssn;
pub mod timeline;
pub mod unsent;
pub mod users;
pub mod validate;
pub mod views;
pub mod waitlist;
