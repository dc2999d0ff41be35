//! What notes are about, in the organization's words.

use domain::notes::{GENERAL, TYPES};
use leptos::prelude::*;

use crate::{
    forms::Choices,
    pages::choices::{CodeList, use_code_list},
};

/// The types of notes. A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct NoteTypes(CodeList);

/// Read once for all that the component shows. Only in a component's body.
pub fn use_note_types() -> NoteTypes {
    // An owner that begins anew still has what it provided before, but not the signals in it.
    use_context().filter(|NoteTypes(list)| list.is_alive()).unwrap_or_else(|| {
        let types = NoteTypes(use_code_list(TYPES));
        provide_context(types);
        types
    })
}

impl NoteTypes {
    pub fn word(self, kind: &str) -> String {
        self.0.word(kind)
    }

    /// Whether nobody writes a note of it any more.
    pub fn is_retired(self, kind: &str) -> bool {
        self.0.is_retired(kind)
    }

    /// All of them, retired ones too, which older notes have.
    pub fn all(self) -> Choices {
        self.0.all()
    }

    /// What may be chosen, the plain one first, and the one that stands there now.
    pub fn choices(self, current: impl Fn() -> String + Send + Sync + 'static) -> Choices {
        let offered = self.0.choices(move || vec![current()]);
        Signal::derive(move || {
            let mut all = offered.get();
            all.sort_by_key(|(code, _)| code != GENERAL);
            all
        })
    }
}
