//! Texts in the reader's language. `build.rs` makes the keys from `locales/<language>/<slice>.json`.
//!
//! [`tr!`] gives a text for the screen that follows the language; [`say!`] gives it once, for a place that already
//! runs again when the language changes, or for an event. Both languages are in the page: with `dynamic_load` each
//! would be fetched, but that wants a server of leptos_i18n's own.
//!
//! Only leptos_i18n's texts are used. Its provider also knows cookies and all of Unicode's language tags, which would
//! weigh on the first visit; [`I18n`] is the one signal of it that we need.

use leptos::prelude::*;

use crate::signals::is_followed;

include!(concat!(env!("OUT_DIR"), "/i18n.rs"));

pub use i18n::Locale;

/// A text that follows the language. One type for all, so that a label costs no code of its own.
pub type Text = Signal<String>;

/// The handle on texts: take it in a component's body with `use_i18n()`, hand it to functions and events.
#[derive(Clone, Copy)]
pub struct I18n(RwSignal<Locale>);

impl I18n {
    /// The language that is spoken, followed.
    pub fn get_locale(self) -> Locale {
        self.0.get()
    }

    pub fn set_locale(self, locale: Locale) {
        self.0.set(locale);
    }
}

/// Speaks a language on everything below, and says so to the browser, which reads the page out and breaks its lines
/// accordingly.
pub fn provide_i18n(locale: Locale) {
    let i18n = I18n(RwSignal::new(locale));
    provide_context(i18n);
    Effect::new(move |_| {
        if let Some(page) = document().document_element() {
            let told = page.set_attribute("lang", code(i18n.get_locale()));
            debug_assert!(told.is_ok());
        }
    });
}

pub fn use_i18n() -> I18n {
    expect_context::<I18n>()
}

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
    if is_followed() { i18n.0.get() } else { i18n.0.get_untracked() }
}

/// The language's code: `es`.
pub fn code(locale: Locale) -> &'static str {
    leptos_i18n::Locale::as_str(locale)
}
