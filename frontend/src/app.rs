//! What surrounds every page.

use crate::routes::Pages;
use leptos::prelude::*;
use leptos_router::components::Router;

#[component]
pub fn App() -> impl IntoView {
    view! {
        <Router>
            <Pages/>
        </Router>
    }
}
