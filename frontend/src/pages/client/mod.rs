//! A client's record: the identity card on top, tabs below it.

pub mod addresses;
mod card;
mod details;
mod edit;
pub mod fields;
mod frame;
mod leaving;
pub mod numbers;
mod pending;
mod remove_ssn;
pub mod rows;
pub mod shared;
mod ssn;
mod stage;
pub mod status;
mod summary;
mod tags;
mod warning;

pub use details::{Details, Fact};
pub use edit::EditDetails;
pub use frame::{Record, RecordPage, use_record};
pub use pending::{WaitingHere, Waits, provide_pending_of_departments, provide_pending_of_program};
pub use summary::{Letterhead, Summary};
pub use tags::{Tags, TagsOf};
