//! What was typed into a form so far, and whether leaving would lose it.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::{Core, Field};

/// What a form remembers of its beginning.
#[derive(Clone, Default)]
pub struct Typed {
    values: Vec<(String, Begun)>,
    /// Something was typed that is saved nowhere.
    changed: bool,
    /// Somebody keeps what is typed, so that only the last second can be lost.
    kept: bool,
    /// What stands in this form is not worth a warning: a filter, a password.
    passing: bool,
}

/// A field with the value that it began with.
#[derive(Clone)]
enum Begun {
    Text(RwSignal<String>, String),
    Mark(RwSignal<bool>, bool),
}

impl Begun {
    /// The value, where it is another one by now.
    fn changed(&self) -> Option<String> {
        match self {
            Self::Text(now, first) => Some(now.get()).filter(|now| now != first),
            Self::Mark(now, first) => Some(now.get()).filter(|now| now != first).map(|now| now.to_string()),
        }
    }

    fn set(&self, value: Option<&String>) {
        match self {
            Self::Text(now, first) => now.set(value.unwrap_or(first).clone()),
            Self::Mark(now, first) => now.set(value.map_or(*first, |value| value == "true")),
        }
    }
}

impl Core {
    pub(super) fn remember_text(self, field: Field<String>) {
        let begun = Begun::Text(field.signal(), field.signal().get_untracked());
        self.remember(field.pointer(), begun);
    }

    pub(super) fn remember_mark(self, field: Field<bool>) {
        let begun = Begun::Mark(field.signal(), field.signal().get_untracked());
        self.remember(field.pointer(), begun);
    }

    fn remember(self, pointer: String, begun: Begun) {
        self.typed.update_value(|typed| typed.values.push((pointer, begun)));
    }

    /// Texts and marks that are not what the form began with, by the place of their field.
    pub fn typed(self) -> BTreeMap<String, String> {
        let values = self.typed.with_value(|typed| typed.values.clone());
        values.into_iter().filter_map(|(pointer, begun)| Some((pointer, begun.changed()?))).collect()
    }

    /// Types it again; what is not named is as it was when the form began.
    pub fn type_again(self, fields: &BTreeMap<String, String>) {
        let values = self.typed.with_value(|typed| typed.values.clone());
        values.iter().for_each(|(pointer, begun)| begun.set(fields.get(pointer)));
    }

    /// Something is different from what is saved.
    pub fn was_changed(self) {
        self.typed.update_value(|typed| typed.changed = true);
    }

    /// What stands in the form is saved, or sent.
    pub fn is_saved(self) {
        // The form may be gone from the screen by now, and then there is nothing to note.
        self.typed.try_update_value(|typed| typed.changed = false);
    }

    /// Somebody keeps what is typed.
    pub fn is_kept(self) {
        self.typed.update_value(|typed| typed.kept = true);
    }

    /// Leaving this form loses nothing that matters.
    pub fn passing(self) -> Self {
        self.typed.update_value(|typed| typed.passing = true);
        self
    }

    /// Whether closing the tab would lose something.
    pub(super) fn is_unsaved(self) -> bool {
        self.typed.try_with_value(|typed| typed.changed && !typed.passing).unwrap_or_default()
    }

    /// Whether going to another page would lose something.
    pub(super) fn is_unkept(self) -> bool {
        self.is_unsaved() && !self.typed.try_with_value(|typed| typed.kept).unwrap_or_default()
    }
}
