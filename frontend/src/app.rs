//! What surrounds every page.

use leptos::prelude::*;
use leptos_router::components::Router;

use crate::{
    i18n::provide_i18n,
    preferences::{remembered_theme, show_theme},
    routes::Pages,
};

#[component]
pub fn App() -> impl IntoView {
    show_theme(remembered_theme());
    provide_i18n();
    view! {
        <Router>
            <Pages/>
        </Router>
    }
}
