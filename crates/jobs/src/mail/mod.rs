//! Sending mail: what the outbox holds becomes a letter, and the letter goes to a mail server, or into a folder where there
//! is none.

mod letter;
mod news;
mod post;

pub use post::{Post, PostError};
