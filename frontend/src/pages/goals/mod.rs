//! The service plan of a client: goals and the steps that lead there, on the screen and on paper.

mod add;
mod amend;
mod card;
mod close;
mod fields;
mod of_client;
mod paper;
mod remove;
mod step;
mod step_forms;
mod words;

pub use of_client::PlanOfClient;
pub use paper::{PlanOnPaper, PlanPart};
pub use words::{area, status};
