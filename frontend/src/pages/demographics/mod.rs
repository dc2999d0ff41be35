//! What people answer about themselves.

mod edit;
mod show;
mod words;

pub use edit::EditDemographics;
pub use show::DemographicsOfClient;
pub use words::{question, status};
