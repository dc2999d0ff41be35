//! What people answer about themselves.

mod asked;
mod correct;
mod edit;
mod employment;
mod history;
mod of_new;
mod show;
mod words;

pub use edit::EditDemographics;
pub use employment::EmploymentOfClient;
pub use of_new::{QuestionFields, Questions};
pub use show::DemographicsOfClient;
pub use words::{question, status};
