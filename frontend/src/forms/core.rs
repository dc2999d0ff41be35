//! What every form shares, whatever it writes: its fields, what is wrong with them and what of that is shown.

use std::collections::BTreeSet;

use domain::problem::{Code, FieldError};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::{Field, typed::Typed};
use crate::{api::Failure, i18n::Text};

/// One form's state. A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Core {
    name: &'static str,
    entries: StoredValue<Vec<Entry>>,
    /// What the browser finds wrong, kept up to date.
    found: StoredValue<Option<Signal<Vec<FieldError>>>>,
    /// What the server found wrong when the form was last sent.
    refused: RwSignal<Vec<FieldError>>,
    left: RwSignal<BTreeSet<String>>,
    sent: RwSignal<bool>,
    pending: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
    pub(super) typed: StoredValue<Typed>,
}

/// What the core knows of a field.
#[derive(Clone)]
struct Entry {
    pointer: String,
    /// Other pointers whose errors belong here.
    claims: Vec<String>,
    label: Option<Text>,
    unreadable: Option<Signal<Option<FieldError>>>,
}

/// A line of the summary.
#[derive(Clone, PartialEq)]
pub struct Line {
    pub id: Option<String>,
    pub label: Option<String>,
    pub error: FieldError,
}

impl Core {
    /// `name` keeps the ids of two forms on one page apart.
    pub fn new(name: &'static str) -> Self {
        Self {
            name,
            entries: StoredValue::new(Vec::new()),
            found: StoredValue::new(None),
            refused: RwSignal::new(Vec::new()),
            left: RwSignal::new(BTreeSet::new()),
            sent: RwSignal::new(false),
            pending: RwSignal::new(false),
            failure: RwSignal::new(None),
            typed: StoredValue::new(Typed::default()),
        }
    }

    /// A field of text: lines, paragraphs, selects and days alike.
    pub fn text(self, pointer: impl Into<String>, value: impl Into<String>) -> Field<String> {
        let field = self.field(pointer, value.into());
        self.remember_text(field);
        field
    }

    /// One yes or no.
    pub fn mark(self, pointer: impl Into<String>, value: bool) -> Field<bool> {
        let field = self.field(pointer, value);
        self.remember_mark(field);
        field
    }

    /// A field of any type, at the place of the draft that errors name.
    pub fn field<V: Send + Sync + 'static>(self, pointer: impl Into<String>, value: V) -> Field<V> {
        let pointer = pointer.into();
        let entry = Entry { pointer: pointer.clone(), claims: Vec::new(), label: None, unreadable: None };
        self.entries.update_value(|all| {
            all.retain(|other| other.pointer != pointer);
            all.push(entry);
        });
        Field::new(self, pointer, value)
    }

    pub fn name(self) -> &'static str {
        self.name
    }

    pub(super) fn id_of(self, pointer: &str) -> String {
        format!("{}{}", self.name, pointer.replace('/', "-"))
    }

    pub(super) fn claim(self, pointer: &str, other: String) {
        self.change(pointer, |entry| entry.claims.push(other));
    }

    pub(super) fn name_field(self, pointer: &str, label: Text) {
        self.change(pointer, |entry| entry.label = Some(label));
    }

    pub(super) fn reads_by(self, pointer: &str, unreadable: Signal<Option<FieldError>>) {
        self.change(pointer, |entry| entry.unreadable = Some(unreadable));
    }

    fn change(self, pointer: &str, change: impl FnOnce(&mut Entry)) {
        self.entries.update_value(|all| {
            if let Some(entry) = all.iter_mut().find(|entry| entry.pointer == pointer) {
                change(entry);
            }
        });
    }

    pub(super) fn checked_by(self, found: Signal<Vec<FieldError>>) {
        self.found.set_value(Some(found));
    }

    /// Of a form that writes no draft, as filters do: only what cannot be read is wrong with it.
    pub fn reading_only(self) -> Self {
        self.checked_by(Signal::derive(move || self.unreadable()));
        self
    }

    /// Whether nothing is wrong with it; otherwise everything that is wrong is told.
    pub fn is_fine(self) -> bool {
        let fine = untrack(|| self.errors()).is_empty();
        if !fine {
            self.reveal();
        }
        fine
    }

    /// What cannot even be read: half a date.
    pub(super) fn unreadable(self) -> Vec<FieldError> {
        let all = self.entries.get_value();
        all.into_iter().filter_map(|entry| entry.unreadable?.get()).collect()
    }

    /// Everything that is wrong now.
    pub fn errors(self) -> Vec<FieldError> {
        let found = self.found.get_value().map(|found| found.get()).unwrap_or_default();
        let refused = self.refused.get();
        let more = refused.into_iter().filter(|error| !found.contains(error)).collect::<Vec<_>>();
        found.into_iter().chain(more).collect()
    }

    /// What is wrong with a field, once it may be told.
    pub(super) fn error_of(self, pointer: &str) -> Option<FieldError> {
        let told = self.sent.get() || self.left.read().contains(pointer);
        if !told {
            return None;
        }
        self.errors().into_iter().find(|error| self.owner(error).as_deref() == Some(pointer))
    }

    /// The field that an error belongs to: the one that claims it, else the longest pointer above it.
    fn owner(self, error: &FieldError) -> Option<String> {
        let above = |pointer: &str| {
            error.pointer.strip_prefix(pointer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.entries.with_value(|all| {
            let claimed = all.iter().find(|entry| entry.claims.contains(&error.pointer));
            let under = all.iter().filter(|entry| above(&entry.pointer)).max_by_key(|e| e.pointer.len());
            claimed.or(under).map(|entry| entry.pointer.clone())
        })
    }

    /// The summary's lines, in the order of the fields; none before the form was sent once.
    pub fn summary(self) -> Vec<Line> {
        if !self.sent.get() {
            return Vec::new();
        }
        let mut lines: Vec<(usize, Line)> = self.errors().into_iter().map(|error| self.line(error)).collect();
        lines.sort_by_key(|(place, _)| *place);
        lines.dedup_by(|a, b| a.1.id.is_some() && a.1.id == b.1.id);
        lines.into_iter().map(|(_, line)| line).collect()
    }

    fn line(self, error: FieldError) -> (usize, Line) {
        let owner = self.owner(&error);
        let entry = self.entries.with_value(|all| {
            let place = all.iter().position(|entry| Some(&entry.pointer) == owner.as_ref())?;
            all.get(place).map(|entry| (place, entry.clone()))
        });
        match entry {
            Some((place, entry)) => {
                let id = Some(self.id_of(&entry.pointer));
                (place, Line { id, label: entry.label.map(|label| label.get()), error })
            }
            None => (usize::MAX, Line { id: None, label: None, error }),
        }
    }

    /// A field was left: from now on it tells what is wrong with it.
    pub(super) fn leave(self, pointer: &str) {
        self.left.update(|left| {
            left.insert(pointer.to_owned());
        });
    }

    /// A field was changed: what the server said of it no longer holds.
    pub(super) fn touch(self, pointer: &str) {
        self.was_changed();
        let stale = |error: &FieldError| self.owner(error).as_deref() == Some(pointer);
        if self.refused.read_untracked().iter().any(stale) {
            self.refused.update(|all| all.retain(|error| !stale(error)));
        }
    }

    /// Tells everything that is wrong and moves to the first wrong field.
    pub fn reveal(self) {
        self.sent.set(true);
        focus_first(self.name);
    }

    /// Looks again whenever a field was left or the form was sent.
    pub(super) fn follow_telling(self) {
        self.sent.track();
        self.left.track();
    }

    /// Whether everything that is wrong is being told, as it is once the form was sent.
    pub fn is_telling(self) -> bool {
        self.sent.get_untracked()
    }

    /// Begins anew, as if nothing had been sent.
    pub fn forget_errors(self) {
        self.sent.set(false);
        self.left.set(BTreeSet::new());
        self.refused.set(Vec::new());
        self.failure.set(None);
    }

    /// Takes a refusal in: field errors go to their fields, the rest above the form.
    pub fn refuse(self, failure: Failure) {
        match &failure {
            Failure::Refused(problem) if problem.code == Code::Invalid && !problem.errors.is_empty() => {
                self.refused.set(problem.errors.clone());
                self.reveal();
            }
            _ => {
                self.failure.set(Some(failure));
                show_failure(self.name);
            }
        }
    }

    pub(super) fn refused_as(self, rename: impl Fn(FieldError) -> FieldError) {
        self.refused.update(|all| *all = std::mem::take(all).into_iter().map(rename).collect());
    }

    pub fn failure(self) -> RwSignal<Option<Failure>> {
        self.failure
    }

    /// It is being sent.
    pub fn pending(self) -> RwSignal<bool> {
        self.pending
    }
}

/// Brings what the server said into sight: the button that sent the form may be far below it.
fn show_failure(form: &'static str) {
    request_animation_frame(move || {
        let notice = document().query_selector(&format!("#{form}-form [role=alert]")).ok().flatten();
        if let Some(notice) = notice {
            let place = ScrollIntoViewOptions::new();
            place.set_block(ScrollLogicalPosition::Nearest);
            notice.scroll_into_view_with_scroll_into_view_options(&place);
        }
    });
}

/// Focuses the first wrong control of a form, once the page shows it as wrong.
fn focus_first(form: &'static str) {
    request_animation_frame(move || {
        let wrong = format!("#{form}-form [aria-invalid=\"true\"]");
        let first = document().query_selector(&wrong).ok().flatten();
        if let Some(control) = first.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            // Focusing an element that is there cannot fail.
            drop(control.focus());
        }
    });
}
