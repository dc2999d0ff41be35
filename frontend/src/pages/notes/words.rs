//! Kinds of note in words.

use domain::notes::NoteKind;
use leptos::prelude::*;

use crate::{
    forms::Choices,
    i18n::{I18n, say},
};

pub fn kind(i18n: I18n, kind: NoteKind) -> String {
    match kind {
        NoteKind::Initial => say!(i18n, notes.initial),
        NoteKind::FollowUp => say!(i18n, notes.follow_up),
        NoteKind::Training => say!(i18n, notes.training),
        NoteKind::Employment => say!(i18n, notes.employment),
        NoteKind::Completion => say!(i18n, notes.completion),
        NoteKind::General => say!(i18n, notes.general),
    }
}

/// All kinds, the plain one first.
pub fn kinds(i18n: I18n) -> Choices {
    Signal::derive(move || {
        let rest = NoteKind::ALL.iter().copied().filter(|one| *one != NoteKind::General);
        let all = std::iter::once(NoteKind::General).chain(rest);
        all.map(|one| (one.code().to_owned(), kind(i18n, one))).collect()
    })
}
