//! What was typed into a form so far, and whether leaving would lose it.

use std::{collections::BTreeMap, sync::Arc};

use leptos::prelude::*;

use super::{Core, Field};

/// What a form remembers of its beginning.
#[derive(Clone, Default)]
pub struct Typed {
    values: Vec<(String, Begun)>,
    /// Something was typed that is saved nowhere.
    changed: bool,
    /// Some of it in words, not by choosing.
    words: bool,
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
    /// Several values that are kept as one text.
    Made {
        first: String,
        now: Arc<dyn Fn() -> String + Send + Sync>,
        set: Arc<dyn Fn(&str) + Send + Sync>,
    },
    /// Never kept anywhere, so leaving asks.
    Secret(RwSignal<String>),
}

impl Begun {
    /// The value, where it is another one by now.
    fn changed(&self) -> Option<String> {
        match self {
            Self::Text(now, first) => Some(now.get()).filter(|now| now != first),
            Self::Mark(now, first) => Some(now.get()).filter(|now| now != first).map(|now| now.to_string()),
            Self::Made { first, now, .. } => Some(now()).filter(|now| now != first),
            Self::Secret(_) => None,
        }
    }

    /// Whether something is typed that nobody keeps.
    fn is_secret(&self) -> bool {
        matches!(self, Self::Secret(now) if !now.read_untracked().is_empty())
    }

    fn set(&self, value: Option<&String>) {
        match self {
            Self::Text(now, first) => now.set(value.unwrap_or(first).clone()),
            Self::Mark(now, first) => now.set(value.map_or(*first, |value| value == "true")),
            Self::Made { first, set, .. } => set(value.unwrap_or(first)),
            Self::Secret(_) => {}
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

    /// Text that is never kept: a social security number.
    pub fn secret(self, pointer: impl Into<String>) -> Field<String> {
        let field = self.field(pointer, String::new());
        self.remember(field.pointer(), Begun::Secret(field.signal()));
        field
    }

    /// Remembers values of any shape by a text that is made of them, and read again.
    pub fn remember_as(
        self,
        pointer: impl Into<String>,
        now: impl Fn() -> String + Send + Sync + 'static,
        set: impl Fn(&str) + Send + Sync + 'static,
    ) {
        let begun = Begun::Made { first: untrack(&now), now: Arc::new(now), set: Arc::new(set) };
        self.remember(pointer.into(), begun);
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

    /// Words were typed, by hand.
    pub fn was_worded(self) {
        self.typed.update_value(|typed| typed.words = true);
    }

    /// What stands in the form is saved, or sent.
    pub fn is_saved(self) {
        // The form may be gone from the screen by now, and then there is nothing to note.
        self.typed.try_update_value(|typed| (typed.changed, typed.words) = (false, false));
    }

    /// Somebody keeps what is typed.
    pub fn is_kept(self) {
        self.typed.update_value(|typed| typed.kept = true);
    }

    /// Keeping it failed: leaving asks until it is kept again.
    pub fn is_not_kept(self) {
        self.typed.update_value(|typed| {
            typed.kept = false;
            typed.changed = true;
        });
    }

    /// Leaving this form loses nothing that matters.
    pub fn passing(self) -> Self {
        self.typed.update_value(|typed| typed.passing = true);
        self
    }

    /// Whether words were typed that are saved nowhere.
    pub(super) fn has_words(self) -> bool {
        self.typed.try_with_value(|typed| typed.words).unwrap_or_default()
    }

    /// Whether closing the tab would lose something.
    pub(super) fn is_unsaved(self) -> bool {
        self.typed.try_with_value(|typed| typed.changed && !typed.passing).unwrap_or_default()
    }

    /// Whether going to another page would lose something.
    pub(super) fn is_unkept(self) -> bool {
        let kept = |typed: &Typed| typed.kept && !typed.values.iter().any(|(_, begun)| begun.is_secret());
        self.is_unsaved() && !self.typed.try_with_value(kept).unwrap_or_default()
    }
}
