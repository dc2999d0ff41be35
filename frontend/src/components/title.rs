//! The name of the browser's tab.

use leptos::prelude::*;

/// Names the tab as long as the component stands. leptos_meta's own asks the page that was left for its title once
/// more, when that page's texts are gone.
#[component]
pub fn Title(text: impl Fn() -> String + 'static) -> impl IntoView {
    Effect::new(move |_| document().set_title(&text()));
}
