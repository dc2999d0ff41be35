//! One field: its value, its place in the draft, and its error.

use domain::problem::FieldError;
use leptos::prelude::*;

use super::{Core, words};
use crate::i18n::{I18n, Text};

pub struct Field<V: 'static> {
    core: Core,
    pointer: StoredValue<String>,
    value: RwSignal<V>,
}

impl<V> Clone for Field<V> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<V> Copy for Field<V> {}

impl<V: Send + Sync + 'static> Field<V> {
    pub(super) fn new(core: Core, pointer: String, value: V) -> Self {
        Self { core, pointer: StoredValue::new(pointer), value: RwSignal::new(value) }
    }

    /// Errors of another pointer are shown here too: `/contact_points/0/__all__`.
    pub fn also(self, pointer: impl Into<String>) -> Self {
        self.core.claim(&self.pointer.get_value(), pointer.into());
        self
    }

    /// Says what is wrong when what was typed cannot be read at all.
    pub fn reads_by(self, unreadable: impl Fn() -> Option<FieldError> + Send + Sync + 'static) -> Self {
        self.core.reads_by(&self.pointer.get_value(), Signal::derive(unreadable));
        self
    }

    pub(super) fn core(self) -> Core {
        self.core
    }

    pub(super) fn pointer(self) -> String {
        self.pointer.get_value()
    }

    pub fn signal(self) -> RwSignal<V> {
        self.value
    }

    pub fn id(self) -> String {
        self.core.id_of(&self.pointer.get_value())
    }

    /// Gives it the name that the summary uses.
    pub(super) fn labelled(self, label: Text) {
        self.core.name_field(&self.pointer.get_value(), label);
    }

    pub fn set(self, value: V) {
        self.value.set(value);
        self.core.touch(&self.pointer.get_value());
    }

    pub fn update(self, change: impl FnOnce(&mut V)) {
        self.value.update(change);
        self.core.touch(&self.pointer.get_value());
    }

    pub fn leave(self) {
        self.core.leave(&self.pointer.get_value());
    }

    /// What is wrong, in words, once it may be told.
    pub fn error(self, i18n: I18n) -> Signal<Option<String>> {
        Signal::derive(move || {
            let error = self.core.error_of(&self.pointer.get_value())?;
            Some(words::word(i18n, &error))
        })
    }
}

impl<V: Clone + Send + Sync + 'static> Field<V> {
    pub fn get(self) -> V {
        self.value.get()
    }
}

impl Field<String> {
    /// Takes what somebody typed.
    pub fn type_in(self, text: String) {
        self.core.was_worded();
        self.set(text);
    }

    /// The text without spaces around it.
    pub fn trimmed(self) -> String {
        self.value.read().trim().to_owned()
    }

    /// The text, or nothing where it is empty.
    pub fn some(self) -> Option<String> {
        Some(self.trimmed()).filter(|text| !text.is_empty())
    }

    /// The text read as something: a day, an id, a code.
    pub fn parsed<T: std::str::FromStr>(self) -> Option<T> {
        self.trimmed().parse().ok()
    }
}
