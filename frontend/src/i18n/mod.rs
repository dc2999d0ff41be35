//! Texts in the reader's language. `build.rs` makes the keys from `locales/<language>/<folder>/<slice>.json`; the texts
//! are fetched, those of one language and of the group of pages that is open (see [`store`]).
//!
//! [`tr!`] gives a text for the screen that follows the language; [`say!`] gives it once, for a place that already
//! runs again when the language changes, or for an event.

mod key;
mod language;
mod store;

use std::fmt::Display;

use leptos::prelude::*;

pub use key::Key;
pub use language::Language;

use crate::signals::is_followed;

include!(concat!(env!("OUT_DIR"), "/keys.rs"));

/// A text that follows the language. One type for all, so that a label costs no code of its own.
pub type Text = Signal<String>;

/// The handle on texts: take it in a component's body with `use_i18n()`, hand it to functions and events.
#[derive(Clone, Copy)]
pub struct I18n {
    language: RwSignal<Language>,
    /// Whether the organization places people into jobs: where it does not, a step of the way is called otherwise.
    places_people: RwSignal<bool>,
}

impl I18n {
    /// The language that is spoken, followed where the place follows anything.
    pub fn language(self) -> Language {
        if is_followed() { self.language.get() } else { self.language.get_untracked() }
    }

    /// Followed as the language is.
    pub fn places_people(self) -> bool {
        if is_followed() { self.places_people.get() } else { self.places_people.get_untracked() }
    }

    /// From now on, in this window.
    pub fn speak_of_placing(self, places_people: bool) {
        self.places_people.set(places_people);
    }

    /// Tells the browser too, which reads the page out and breaks its lines accordingly.
    fn speak(self, language: Language) {
        if let Some(page) = document().document_element() {
            let told = page.set_attribute("lang", language.code());
            debug_assert!(told.is_ok());
        }
        if self.language.get_untracked() != language {
            self.language.set(language);
        }
    }
}

/// Gives everything below a handle. Nothing is spoken before [`I18n::bring`].
pub fn provide_i18n() {
    provide_context(I18n { language: RwSignal::new(Language::English), places_people: RwSignal::new(true) });
}

pub fn use_i18n() -> I18n {
    expect_context::<I18n>()
}

/// A text for the screen: `tr!(common.save)`, `tr!(common.minutes_ago, n = 5)`. Only in a component's body.
macro_rules! tr {
    ($slice:ident . $name:ident) => {{
        const { crate::i18n::keys::$slice::$name.wants(&[]) };
        crate::i18n::label(&crate::i18n::keys::$slice::$name)
    }};
    ($($key:tt)*) => {{
        let i18n = crate::i18n::use_i18n();
        leptos::prelude::Signal::derive(move || crate::i18n::say!(i18n, $($key)*))
    }};
}
pub(crate) use tr;

/// A text as it is now: `say!(i18n, common.save)`. It follows the language where its place follows anything.
macro_rules! say {
    ($i18n:expr, $slice:ident . $name:ident $(, $value:ident = $given:expr)* $(,)?) => {{
        const { crate::i18n::keys::$slice::$name.wants(&[$(stringify!($value)),*]) };
        crate::i18n::text(
            $i18n,
            &crate::i18n::keys::$slice::$name,
            &[$((stringify!($value), &$given as &dyn std::fmt::Display)),*],
        )
    }};
}
pub(crate) use say;

/// What `tr!` makes of a text without values. Every label is this one closure.
pub fn label(key: &'static Key) -> Text {
    let i18n = use_i18n();
    Signal::derive(move || text(i18n, key, &[]))
}

/// What `say!` makes: the text with its values filled in.
pub fn text(i18n: I18n, key: &Key, values: &[(&str, &dyn Display)]) -> String {
    // Read for its own sake: the place runs again when another language is spoken.
    i18n.language();
    fill(&store::find(key), values)
}

/// "in {{ n }} days", cut at each brace: every fourth piece, from the third on, is the name of a value. What stands in a
/// value is not looked at again.
fn fill(text: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut filled = String::with_capacity(text.len());
    for (place, piece) in text.split(['{', '}']).enumerate() {
        match values.iter().find(|(name, _)| place % 4 == 2 && *name == piece.trim()) {
            Some((_, value)) => filled += &value.to_string(),
            None => filled += piece,
        }
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_where_the_text_wants_them() {
        let values: [(&str, &dyn Display); 2] = [("n", &5), ("name", &"{{ n }}")];
        assert_eq!(fill("{{ name }}: in {{ n }} days", &values), "{{ n }}: in 5 days");
        assert_eq!(fill("today", &values), "today");
        assert_eq!(fill("{{ n }}", &values), "5");
    }
}
