//! What the server does by itself, what became of it, and mail that is kept because there is no mail server.

mod actions;
mod list;
mod mails;
mod one;
mod schedules;
mod words;

pub use list::Jobs;
