//! Case notes of a client.

mod card;
mod extend;
mod list;
mod quick;
mod words;

pub use list::NotesOfClient;
pub use quick::{NoteForm, QuickNote};
pub use words::kind;
