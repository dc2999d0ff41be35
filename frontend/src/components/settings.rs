//! Theme and language, as the reader likes them.

use leptos::prelude::*;

use crate::{
    components::icon::{Icon, Name},
    i18n::{Language, tr, use_i18n},
    preferences::{Theme, choose_language, choose_theme, languages_of, remembered_theme},
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

/// The languages of these pages, each by its own name.
#[component]
pub fn LanguageSwitch(
    /// Only what the staff's pages are written in.
    #[prop(optional)]
    staff: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let offered = languages_of(if staff { "staff" } else { "public" });
    let choose = move |event| {
        let chosen = event_target_value(&event);
        if let Some(language) = Language::ALL.into_iter().find(|language| language.code() == chosen) {
            choose_language(i18n, language);
        }
    };
    view! {
        <select class="select language" aria-label=tr!(common.language) prop:value=move || i18n.language().code() on:change=choose>
            {offered.into_iter().map(|language| view! {
                <option value=language.code() lang=language.code() selected=i18n.language() == language>{language.name()}</option>
            }).collect_view()}
        </select>
    }
}
