//! What became of an edit: done, or sent for approval.

use leptos::prelude::*;

use crate::{
    api::Outcome,
    components::toast::{Toaster, use_toasts},
    i18n::{I18n, say, use_i18n},
};

#[derive(Clone, Copy)]
pub struct Teller {
    i18n: I18n,
    toasts: Toaster,
}

impl Teller {
    /// Says `applied` when the edit stands, and that it was sent when somebody else decides.
    pub fn tell<T>(self, outcome: &Outcome<T>, applied: String) {
        let i18n = self.i18n;
        match outcome {
            Outcome::Applied(_) => self.toasts.say(applied),
            Outcome::Proposed(_) => self.toasts.say(untrack(|| say!(i18n, changes.sent))),
        }
    }
}

pub fn use_outcome() -> Teller {
    Teller { i18n: use_i18n(), toasts: use_toasts() }
}
