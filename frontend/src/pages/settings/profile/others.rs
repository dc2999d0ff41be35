//! What the organization says in its other languages.

use domain::organization::{LANGUAGES, Organization, Words, WordsByLanguage};
use leptos::prelude::*;

use crate::{
    forms::{Core, Field, TextField},
    i18n::{say, tr, use_i18n},
    pages::settings::language,
};

/// Two fields for each language. A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct OtherWords([(Field<String>, Field<String>); LANGUAGES.len()]);

impl OtherWords {
    pub fn new(core: Core, found: &Organization) -> Self {
        Self(LANGUAGES.map(|language| {
            let words = found.words.get(language).cloned().unwrap_or_default();
            let at = |field: &str| format!("/words/{language}/{field}");
            (core.text(at("mission"), words.mission), core.text(at("residency_label"), words.residency_label))
        }))
    }

    /// Those of languages in which something is written.
    pub fn words(self) -> WordsByLanguage {
        let all = LANGUAGES.into_iter().zip(self.0);
        let words = all.map(|(language, (mission, residency))| {
            let words = Words { mission: mission.trimmed(), residency_label: residency.trimmed() };
            (language.to_owned(), words)
        });
        words.filter(|(_, words)| *words != Words::default()).collect()
    }
}

/// `first` is the language of the profile itself.
#[component]
pub fn OtherWordsFields(words: OtherWords, first: String) -> impl IntoView {
    let i18n = use_i18n();
    let others = LANGUAGES.into_iter().zip(words.0).filter(move |(code, _)| *code != first);
    let fields = others.map(move |(code, (mission, residency))| {
        let spoken = language(code);
        let mission_label = Signal::derive(move || {
            say!(i18n, settings.in_language, what = say!(i18n, settings.mission), language = spoken)
        });
        let residency_label = Signal::derive(move || {
            say!(i18n, settings.in_language, what = say!(i18n, settings.residency), language = spoken)
        });
        view! {
            <TextField field=mission label=mission_label optional=true/>
            <TextField field=residency label=residency_label optional=true/>
        }
    });
    view! {
        <h2>{tr!(settings.others)}</h2>
        <p class="muted">{tr!(settings.others_help)}</p>
        {fields.collect_view()}
    }
}
