//! Theme and language, as the reader likes them.

use leptos::prelude::*;

use crate::{
    components::icon::{Icon, Name},
    i18n::{LANGUAGES, code, tr, use_i18n},
    preferences::{Theme, choose_language, choose_theme, remembered_theme},
};

/// Light, dark, or as the device is set.
#[component]
pub fn ThemeSwitch() -> impl IntoView {
    let chosen = RwSignal::new(remembered_theme());
    let label = tr!(common.theme);
    view! {
        <div class="segments" role="group" aria-label=label>
            {Theme::ALL.map(|theme| view! { <ThemeButton theme chosen/> })}
        </div>
    }
}

#[component]
fn ThemeButton(theme: Theme, chosen: RwSignal<Theme>) -> impl IntoView {
    let (icon, label) = match theme {
        Theme::System => (Name::Monitor, tr!(common.theme_system)),
        Theme::Light => (Name::Sun, tr!(common.theme_light)),
        Theme::Dark => (Name::Moon, tr!(common.theme_dark)),
    };
    let choose = move |_| {
        chosen.set(theme);
        choose_theme(theme);
    };
    view! {
        <button
            class="segment"
            type="button"
            aria-label=label
            title=label
            aria-pressed=move || (chosen.get() == theme).to_string()
            on:click=choose
        >
            <Icon name=icon/>
        </button>
    }
}

/// The languages, each by its own name.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    let i18n = use_i18n();
    let label = tr!(common.language);
    view! {
        <div class="segments" role="group" aria-label=label>
            {LANGUAGES.map(|(locale, name)| view! {
                <button
                    class="segment"
                    type="button"
                    lang=code(locale)
                    aria-pressed=move || (i18n.get_locale() == locale).to_string()
                    on:click=move |_| choose_language(i18n, locale)
                >
                    {name}
                </button>
            })}
        </div>
    }
}
