//! Choices of the organization's code lists, in the reader's language.

use chrono::NaiveDate;
use domain::code_lists::{CodeValue, label};
use leptos::prelude::*;

use crate::{
    components::loaded::Reading,
    format::today,
    forms::Choices,
    i18n::{I18n, use_i18n},
    session::use_session,
};

/// A code list. A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct CodeList {
    i18n: I18n,
    reading: Reading<Vec<CodeValue>>,
}

/// Only in a component's body.
pub fn use_code_list(list: &'static str) -> CodeList {
    let session = use_session();
    CodeList { i18n: use_i18n(), reading: Reading::new(move || session.code_list(list)) }
}

impl CodeList {
    /// Whether the component is still there for which it was read.
    pub fn is_alive(self) -> bool {
        self.reading.is_alive()
    }

    /// What may be chosen: the values that are offered today, and the one that stands there now even if it is retired.
    pub fn choices(self, current: impl Fn() -> Vec<String> + Send + Sync + 'static) -> Choices {
        self.choices_on(today, current)
    }

    /// The same on the day from which an answer is true.
    pub fn choices_on(
        self,
        day: impl Fn() -> NaiveDate + Send + Sync + 'static,
        current: impl Fn() -> Vec<String> + Send + Sync + 'static,
    ) -> Choices {
        Signal::derive(move || {
            let (day, current) = (day(), current());
            let offered = |value: &CodeValue| value.is_offered_on(day) || current.contains(&value.code);
            let all = self.reading.value().unwrap_or_default().into_iter().filter(offered);
            all.map(|value| (value.code.clone(), self.words(&value))).collect()
        })
    }

    /// Whether a value is there that is not offered any more. Of nothing that is so before the list is there.
    pub fn is_retired(self, wanted: &str) -> bool {
        let all = self.reading.value().unwrap_or_default();
        all.iter().any(|value| value.code == wanted && !value.is_offered_on(today()))
    }

    /// All of them, retired ones too.
    pub fn all(self) -> Choices {
        Signal::derive(move || {
            let all = self.reading.value().unwrap_or_default().into_iter();
            all.map(|value| (value.code.clone(), self.words(&value))).collect()
        })
    }

    /// A code in words; the code itself until the list is there.
    pub fn word(self, wanted: &str) -> String {
        let all = self.reading.value().unwrap_or_default();
        let found = all.iter().find(|value| value.code == wanted);
        found.map_or_else(|| wanted.to_owned(), |value| self.words(value))
    }

    fn words(self, value: &CodeValue) -> String {
        label(&value.labels, self.i18n.language().code()).to_owned()
    }
}
