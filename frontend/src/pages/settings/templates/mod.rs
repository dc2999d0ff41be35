//! Templates of notes: added, changed and deleted.

mod form;
mod page;

pub use page::NoteTemplates;
