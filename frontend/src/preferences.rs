//! What this browser remembers: theme and language, and nothing else.

use leptos::prelude::*;
use web_sys::Storage;

use crate::i18n::{I18n, LANGUAGES, Locale, code};

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

/// The language of the last visit, else the browser's first one that we speak, else the first that we have.
pub fn preferred_language() -> Locale {
    let kept = storage().and_then(|storage| storage.get_item(LANGUAGE).ok().flatten());
    let wished = window().navigator().languages().into_iter().filter_map(|tag| tag.as_string());
    kept.into_iter().chain(wished).find_map(|tag| spoken(&tag)).unwrap_or(LANGUAGES[0].0)
}

/// The language of a tag such as `es-MX` (RFC 5646), where we speak it.
fn spoken(tag: &str) -> Option<Locale> {
    let main = tag.split('-').next().unwrap_or_default();
    let is_meant = |locale: &Locale| code(*locale).eq_ignore_ascii_case(main);
    LANGUAGES.into_iter().map(|(locale, _)| locale).find(is_meant)
}

/// Speaks a language from now on.
pub fn choose_language(i18n: I18n, locale: Locale) {
    i18n.set_locale(locale);
    keep(LANGUAGE, code(locale));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_does_not_change_the_language() {
        assert!(spoken("es-MX") == Some(Locale::es));
        assert!(spoken("EN") == Some(Locale::en));
        assert!(spoken("est").is_none());
    }
}
