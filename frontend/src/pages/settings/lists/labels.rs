//! A label in each public language.

use domain::{code_lists::Labels, organization::LANGUAGES};
use leptos::prelude::*;

use super::words;
use crate::{
    forms::{Core, Field, TextField},
    i18n::tr,
};

/// A field for each language. A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Wording([Field<String>; LANGUAGES.len()]);

impl Wording {
    pub fn new(core: Core, found: Option<&Labels>) -> Self {
        Self::at(core, "/labels", found)
    }

    /// The same at another place of the draft.
    pub fn at(core: Core, place: &str, found: Option<&Labels>) -> Self {
        Self(LANGUAGES.map(|language| {
            let label = found.and_then(|labels| labels.get(language)).cloned().unwrap_or_default();
            let field = core.text(format!("{place}/{language}"), label);
            // What is wrong with the labels as a whole is told at the first.
            if language == LANGUAGES[0] { field.also(place) } else { field }
        }))
    }

    /// Those that are filled in, and those of languages that are not asked for here.
    pub fn labels(self, found: Option<&Labels>) -> Labels {
        let others =
            found.into_iter().flatten().filter(|(language, _)| !LANGUAGES.contains(&language.as_str()));
        let others = others.map(|(language, label)| (language.clone(), label.clone()));
        let filled = LANGUAGES.into_iter().zip(self.0);
        let filled = filled.filter_map(|(language, field)| Some((language.to_owned(), field.some()?)));
        filled.chain(others).collect()
    }

    /// What it is called in English, which is always asked for.
    pub fn english(self) -> String {
        self.0[0].trimmed()
    }
}

#[component]
pub fn WordingFields(wording: Wording) -> impl IntoView {
    view! {
        <p class="muted">{tr!(settings.labels_help)}</p>
        <Lines wording/>
    }
}

/// A line for each language; English first.
#[component]
pub fn Lines(
    wording: Wording,
    /// English may be left empty too.
    #[prop(optional)]
    all_optional: bool,
) -> impl IntoView {
    let field = |(at, field): (usize, Field<String>)| {
        let label = Signal::stored(words::language(LANGUAGES[at]).to_owned());
        match at {
            0 if !all_optional => view! { <TextField field label/> }.into_any(),
            _ => view! { <TextField field label optional=true/> }.into_any(),
        }
    };
    wording.0.into_iter().enumerate().map(field).collect_view()
}
