//! Waiting lists: of a program, with what one may do about it, and what a client waits for.

mod answer;
mod join;
mod of_client;
mod of_program;
mod offer;
mod words;

pub use join::JoinWaitlist;
pub use of_client::WaitingOfClient;
pub use of_program::WaitingOfProgram;
