//! A button that opens a small panel: menus, notifications. `<details>` does the work.

use leptos::{html, prelude::*};
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node};

#[component]
pub fn Panel(
    #[prop(into)] label: Signal<String>,
    button: AnyView,
    #[prop(optional, into)] on_open: Option<Callback<()>>,
    #[prop(default = "panel")] class: &'static str,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Details>::new();
    let outside = window_event_listener(leptos::ev::click, move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
        let inside = node.get_untracked().is_some_and(|panel| panel.contains(target.as_ref()));
        if !inside {
            close(node);
        }
    });
    on_cleanup(move || outside.remove());
    let path = use_location().pathname;
    Effect::new(move |_| {
        // A link inside has led to another page.
        path.track();
        close(node);
    });
    let toggled = move |_| {
        let open = node.get_untracked().is_some_and(|panel| panel.open());
        if let Some(opened) = on_open.filter(|_| open) {
            opened.run(());
        }
    };
    let escape = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" {
            close(node);
            focus_summary(node);
        }
    };
    view! {
        <details class="panel-details" node_ref=node on:toggle=toggled on:keydown=escape>
            <summary class="btn btn-ghost btn-square" aria-label=label title=label>{button}</summary>
            <div class=class>{children()}</div>
        </details>
    }
}

fn close(node: NodeRef<html::Details>) {
    if let Some(panel) = node.get_untracked() {
        panel.set_open(false);
    }
}

fn focus_summary(node: NodeRef<html::Details>) {
    let summary = node.get_untracked().and_then(|panel| panel.query_selector("summary").ok().flatten());
    if let Some(summary) = summary.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // Focusing an element that is there cannot fail.
        drop(summary.focus());
    }
}
