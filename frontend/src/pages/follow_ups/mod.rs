//! Follow-ups: one's own, the overdue ones, the team's.

mod add;
mod complete;
pub mod handover;
mod list;
mod loads;
mod of_client;
mod repeating;
mod reschedule;
pub mod row;

pub use list::FollowUps;
pub use of_client::FollowUpsOfClient;
