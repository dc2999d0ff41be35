//! What the organization says in its other languages.

use domain::organization::{LANGUAGES, Organization, Words, WordsByLanguage};
use leptos::prelude::*;

use super::languages::Languages;
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

/// The first language has the fields above. What is written in it here, or in one that is not offered any more, still
/// shows: nobody changes what they do not see.
#[component]
pub fn OtherWordsFields(words: OtherWords, languages: Languages) -> impl IntoView {
    let i18n = use_i18n();
    let chosen = Memo::new(move |_| languages.chosen());
    let fields = move |(code, (mission, residency)): (&'static str, (Field<String>, Field<String>))| {
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
    };
    let shown = move || {
        let chosen = chosen.get();
        let is_other = |code: &str| chosen.iter().skip(1).any(|one| one == code);
        let all = LANGUAGES.into_iter().zip(words.0);
        let shown = all.filter(|(code, own)| is_other(code) || is_written(*own));
        shown.map(fields).collect_view()
    };
    view! {
        <h2>{tr!(settings.others)}</h2>
        <p class="muted">{tr!(settings.others_help)}</p>
        {shown}
    }
}

fn is_written((mission, residency): (Field<String>, Field<String>)) -> bool {
    untrack(|| [mission, residency].into_iter().any(|field| field.some().is_some()))
}
