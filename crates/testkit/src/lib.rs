//! For tests: a throw-away database per test, the named cast, and clients who are signed in.
//!
//! A template is migrated and filled once and cloned for each test in milliseconds. The server that a test
//! talks to is the real one, on a port of its own.

mod app;
mod database;
mod figure;
mod mail_server;
mod process;
mod visitor;

pub use app::{App, KEYRING, PASSWORD, Setup, cast};
pub use database::{Database, Locked};
pub use figure::{Figure, times};
pub use mail_server::{MailServer, Mood, Received};
pub use process::{Process, peak_memory};
pub use visitor::{Answer, Visitor, send};

pub use store::demo::{Cast, Served};
