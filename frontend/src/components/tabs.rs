//! Tabs that are links, so that Back works and a tab can be sent to a colleague.

use leptos::{html, prelude::*};
use leptos_router::{components::A, hooks::use_location};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

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
    let node = NodeRef::<html::Nav>::new();
    let here = use_location().pathname;
    Effect::new(move |_| {
        here.track();
        show_current(node);
    });
    let tab = |Tab { href, label, exact }| view! { <A href exact {..} class="tab-link">{label}</A> };
    view! { <nav class="tab-bar" node_ref=node aria-label=label>{tabs.into_iter().map(tab).collect_view()}</nav> }
}

/// On a phone the tabs are wider than the screen: the current one is brought into it.
fn show_current(node: NodeRef<html::Nav>) {
    request_animation_frame(move || {
        let Some(bar) = node.try_get_untracked().flatten() else { return };
        let current = bar.query_selector("[aria-current=page]").ok().flatten();
        if let Some(tab) = current.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            let middle = tab.offset_left() + tab.offset_width() / 2 - bar.client_width() / 2;
            bar.set_scroll_left(middle.max(0));
        }
    });
}
