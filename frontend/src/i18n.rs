//! Texts in the reader's language. `build.rs` makes the keys from `locales/<language>/<slice>.json`.
//!
//! [`tr!`] gives a text for the screen that follows the language; [`say!`] gives it once, for a place that already
//! runs again when the language changes, or for an event. Both languages are in the page: with `dynamic_load` each
//! would be fetched, but that wants a server of leptos_i18n's own.

use leptos::prelude::Signal;

use crate::signals::is_followed;

include!(concat!(env!("OUT_DIR"), "/i18n.rs"));

pub use i18n::{I18nContextProvider, Locale, use_i18n};

/// A text that follows the language. One type for all, so that a label costs no code of its own.
pub type Text = Signal<String>;

/// The handle on texts: take it in a component's body with `use_i18n()`, hand it to functions and events.
pub type I18n = leptos_i18n::I18nContext<Locale>;

/// A text for the screen: `tr!(common.save)`, `tr!(common.minutes_ago, n = 5)`. Only in a component's body.
macro_rules! tr {
    ($($key:tt)*) => {{
        let i18n = crate::i18n::use_i18n();
        leptos::prelude::Signal::derive(move || crate::i18n::say!(i18n, $($key)*))
    }};
}
pub(crate) use tr;

/// A text as it is now: `say!(i18n, common.save)`. It follows the language where its place follows anything.
macro_rules! say {
    ($i18n:ident, $($key:tt)*) => {
        leptos_i18n::td_string!(crate::i18n::locale($i18n), $($key)*).to_string()
    };
}
pub(crate) use say;

/// Languages that there are, with their own names.
pub const LANGUAGES: [(Locale, &str); 2] = [(Locale::en, "English"), (Locale::es, "Español")];

/// The language that is spoken.
pub fn locale(i18n: I18n) -> Locale {
    if is_followed() { i18n.get_locale() } else { i18n.get_locale_untracked() }
}

/// The language's code: `es`.
pub fn code(locale: Locale) -> &'static str {
    leptos_i18n::Locale::as_str(locale)
}
