//! The words of mails: which there are, worded anew with a preview, and taken back.

mod amend;
mod list;
mod preview;
mod reset;
mod words;

pub use list::MailTexts;
pub use words::named;
