//! Tabs that are links, so that Back works and a tab can be sent to a colleague.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::i18n::Text;

/// One tab: where it leads and what it is called.
#[derive(Clone)]
pub struct Tab {
    pub href: String,
    pub label: Text,
    /// Only this very address counts as here, not those below it.
    pub exact: bool,
}

#[component]
pub fn Tabs(label: Text, tabs: Vec<Tab>) -> impl IntoView {
    let tab = |Tab { href, label, exact }| view! { <A href exact {..} class="tab-link">{label}</A> };
    view! { <nav class="tab-bar" aria-label=label>{tabs.into_iter().map(tab).collect_view()}</nav> }
}
