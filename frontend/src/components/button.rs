//! Buttons that wait.

use leptos::prelude::*;

use crate::i18n::{Text, tr};

/// Turns while something is under way, and says so to those who do not see it.
#[component]
pub fn Pending(#[prop(into)] pending: Signal<bool>) -> impl IntoView {
    let working = tr!(common.working);
    move || {
        pending.get().then(|| {
            view! { <span class="spinner" aria-hidden="true"></span> <span class="sr-only">{working}</span> }
        })
    }
}

/// A button that does something now, and waits until it is done.
#[component]
pub fn Button(
    label: Text,
    on_click: impl Fn() + 'static,
    #[prop(default = "btn")] class: &'static str,
    #[prop(optional, into)] pending: Signal<bool>,
    #[prop(optional)] icon: Option<AnyView>,
) -> impl IntoView {
    let click = move |_| {
        if !pending.get_untracked() {
            on_click();
        }
    };
    view! {
        <button class=class type="button" aria-disabled=move || pending.get().to_string() on:click=click>
            <Pending pending/> {icon} {label}
        </button>
    }
}
