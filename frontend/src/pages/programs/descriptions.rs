//! What a program is, in the organization's other languages.

use std::collections::BTreeMap;

use domain::{organization::LANGUAGES, programs::ProgramDetail};
use leptos::prelude::*;

use crate::{
    api::anyone,
    components::loaded::Reading,
    forms::{Core, Field, TextArea},
    i18n::{say, use_i18n},
    pages::settings::language,
};

/// A field for each language. A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Descriptions([Field<String>; LANGUAGES.len()]);

impl Descriptions {
    pub fn new(core: Core, found: Option<&ProgramDetail>) -> Self {
        Self(LANGUAGES.map(|language| {
            let text = found.and_then(|found| found.descriptions.get(language)).cloned();
            core.text(format!("/descriptions/{language}"), text.unwrap_or_default())
        }))
    }

    /// Those that are written.
    pub fn texts(self) -> BTreeMap<String, String> {
        let all = LANGUAGES.into_iter().zip(self.0);
        all.filter_map(|(language, field)| Some((language.to_owned(), field.some()?))).collect()
    }
}

/// The first language has the field above. What is written in another one than the organization offers still shows.
#[component]
pub fn DescriptionFields(descriptions: Descriptions) -> impl IntoView {
    let i18n = use_i18n();
    let organization = Reading::new(anyone::organization);
    move || {
        let languages = organization.value()?.languages;
        let is_other = move |code: &str| languages.iter().skip(1).any(|one| one == code);
        let is_written = |field: Field<String>| untrack(|| field.some().is_some());
        let all = LANGUAGES.into_iter().zip(descriptions.0);
        let others = all.filter(move |(code, field)| is_other(code) || is_written(*field));
        let fields = others.map(|(code, field)| {
            let spoken = language(code);
            let label = Signal::derive(move || {
                say!(i18n, settings.in_language, what = say!(i18n, programs.description), language = spoken)
            });
            view! { <TextArea field label rows=2 optional=true/> }
        });
        Some(fields.collect_view())
    }
}
