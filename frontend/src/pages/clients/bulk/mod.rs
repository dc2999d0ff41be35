//! One change of many clients: choosing them in the list, looking at what would become of each, running it, and taking
//! it back. Or taking them out as a file.

mod bar;
mod choose;
mod dialog;
mod export;
mod list;
mod one;
mod plan;
mod result;
mod selection;
mod words;

pub use bar::{Bar, PickPage};
pub use list::BulkChanges;
pub use one::BulkPage;
pub use selection::{Pick, Selection, may_change, provide_selection};
