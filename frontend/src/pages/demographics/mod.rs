//! What people answer about themselves.

mod asked;
mod correct;
mod edit;
mod history;
mod show;
mod words;

pub use edit::EditDemographics;
pub use show::DemographicsOfClient;
pub use words::{question, status};
