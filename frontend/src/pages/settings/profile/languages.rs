//! In which languages the public pages can be read, and which one comes first.

use domain::organization::LANGUAGES;
use leptos::prelude::*;

use crate::{
    forms::{Checks, Core, Field, Select},
    i18n::tr,
    pages::settings::language,
};

/// A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Languages {
    offered: Field<Vec<String>>,
    first: Field<String>,
    /// As they stood, and then those that were not offered.
    order: StoredValue<Vec<String>>,
}

impl Languages {
    pub fn new(core: Core, found: &[String]) -> Self {
        let first = found.first().cloned().unwrap_or_default();
        let others = LANGUAGES.into_iter().filter(|code| found.iter().all(|one| one != code));
        let order = found.iter().cloned().chain(others.map(str::to_owned)).collect();
        Self {
            offered: core.field("/languages", found.to_vec()),
            first: core.text("/languages/0", first),
            order: StoredValue::new(order),
        }
    }

    /// The first one first, the others as they stood, so that taking one out and in again is no change. A first one that
    /// is not offered any more gives way.
    pub fn chosen(self) -> Vec<String> {
        let (offered, first) = (self.offered.get(), self.first.get());
        let mut chosen = self.order.get_value();
        chosen.retain(|language| offered.contains(language));
        // False stands before true, and what is equal stays in its order.
        chosen.sort_by_key(|language| *language != first);
        chosen
    }

    fn choices(self) -> Vec<(String, String)> {
        self.chosen().into_iter().map(|code| (code.clone(), language(&code).to_owned())).collect()
    }
}

#[component]
pub fn LanguageFields(languages: Languages) -> impl IntoView {
    let all = LANGUAGES.map(|code| (code.to_owned(), language(code).to_owned()));
    let offered = Memo::new(move |_| {
        let mut choices = languages.choices();
        // What is chosen does not move the others about.
        choices.sort();
        choices
    });
    view! {
        <Checks field=languages.offered label=tr!(settings.offered) help=tr!(settings.offered_help)
            choices=Signal::stored(all.to_vec())/>
        <Select field=languages.first label=tr!(settings.first_language) help=tr!(settings.first_language_help)
            choices=Signal::derive(move || offered.get()) no_blank=true/>
    }
}
