//! What this browser remembers: theme and language, and nothing else.

use leptos::{prelude::*, task::spawn_local};
use web_sys::Storage;

use crate::{
    i18n::{I18n, Language},
    routes::tell_lost,
};

const THEME: &str = "openhall-theme";
const LANGUAGE: &str = "openhall-language";

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// As the device is set.
    System,
    Light,
    Dark,
}

impl Theme {
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    fn code(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// The theme in use; setting it through [`choose_theme`] keeps it.
pub fn remembered_theme() -> Theme {
    let kept = storage().and_then(|storage| storage.get_item(THEME).ok().flatten());
    Theme::ALL.into_iter().find(|theme| Some(theme.code()) == kept.as_deref()).unwrap_or(Theme::System)
}

/// Shows a theme and remembers it. A browser that keeps nothing still shows it.
pub fn choose_theme(theme: Theme) {
    show_theme(theme);
    keep(THEME, theme.code());
}

/// `data-theme` on the page chooses daisyUI's theme; without it the device does.
pub fn show_theme(theme: Theme) {
    let Some(page) = document().document_element() else { return };
    let shown = match theme {
        Theme::System => page.remove_attribute("data-theme"),
        Theme::Light | Theme::Dark => page.set_attribute("data-theme", theme.code()),
    };
    debug_assert!(shown.is_ok());
}

/// The language of the last visit, else the browser's first one that these pages speak, else their own first one.
pub fn preferred_language(spoken: &[Language]) -> Language {
    let kept = storage().and_then(|storage| storage.get_item(LANGUAGE).ok().flatten());
    let known = |tag: &str| Language::of_tag(tag).filter(|language| spoken.contains(language));
    let wished = || window().navigator().languages().iter().find_map(|tag| known(&tag.as_string()?));
    let first = kept.and_then(|tag| known(&tag)).or_else(wished).or(spoken.first().copied());
    first.unwrap_or(Language::English)
}

/// Where the server writes which languages the organization's public pages have.
const LANGUAGES: &str = "data-languages";

/// The languages of a group of pages, the usual one first. The staff's do not depend on the organization.
pub fn languages_of(group: &str) -> Vec<Language> {
    let page = document().document_element().filter(|_| group != "staff");
    let named = page.and_then(|page| page.get_attribute(LANGUAGES)).unwrap_or_default();
    let mut spoken: Vec<Language> = named.split(' ').filter_map(Language::of_tag).collect();
    if spoken.is_empty() {
        spoken.extend(Language::ALL.into_iter().filter(|language| language.has(group)));
    }
    spoken
}

/// From now on in this window, as the organization has just decided.
pub fn speak_publicly(languages: &[String]) {
    if let Some(page) = document().document_element() {
        let told = page.set_attribute(LANGUAGES, &languages.join(" "));
        debug_assert!(told.is_ok());
    }
}

/// Speaks a language from now on, once its texts are there. Until then, and where they do not come, the page stays as
/// it is.
pub fn choose_language(i18n: I18n, language: Language) {
    spawn_local(async move {
        match i18n.change(language).await {
            Ok(()) => keep(LANGUAGE, language.code()),
            Err(_) => tell_lost(Box::new(move || choose_language(i18n, language))),
        }
    });
}

fn keep(name: &str, value: &str) {
    if let Some(storage) = storage() {
        // A full or forbidden storage is no reason to stop: the choice holds for this visit.
        drop(storage.set_item(name, value));
    }
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}
