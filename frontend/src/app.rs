//! What surrounds every page.

use leptos::prelude::*;
use leptos_router::components::Router;

use crate::{
    components::toast::{Toasts, provide_toasts},
    i18n::{I18nContextProvider, use_i18n},
    preferences::{remembered_language, remembered_theme, show_theme},
    routes::Pages,
};

#[component]
pub fn App() -> impl IntoView {
    show_theme(remembered_theme());
    provide_toasts();
    view! {
        <I18nContextProvider>
            <Remember/>
            <Router>
                <Pages/>
            </Router>
            <Toasts/>
        </I18nContextProvider>
    }
}

/// Speaks the language of the last visit.
#[component]
fn Remember() -> impl IntoView {
    let i18n = use_i18n();
    // After the provider's own effect, which speaks the browser's first language.
    Effect::new(move |_| {
        if let Some(locale) = remembered_language() {
            i18n.set_locale(locale);
        }
    });
}
