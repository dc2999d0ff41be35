//! Case notes: a client's, and those of all clients in sight.

mod across;
mod card;
mod extend;
mod list;
mod mention;
mod quick;
mod review;
mod words;

pub use across::AllNotes;
pub use list::NotesOfClient;
pub use mention::STYLES;
pub use quick::{NoteForm, QuickNote};
pub use words::{NoteTypes, use_note_types};
