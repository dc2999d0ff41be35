//! Filters above a list: chips that turn a value on or off, and a search field.
//!
//! The links are plain ones, because the router's `<A>` marks as current whatever leads to this page, query or not.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use crate::{
    components::{
        address::Address,
        icon::{Icon, Name},
    },
    i18n::Text,
};

/// Turns one value of a filter on or off.
#[component]
pub fn Chip(key: &'static str, #[prop(into)] value: String, #[prop(into)] label: Text) -> impl IntoView {
    let address = Address::here();
    let here = value.clone();
    let on = Signal::derive(move || address.has(key, &here));
    view! {
        <a class="chip" data-noscroll href=move || address.toggled(key, &value)
            aria-current=move || on.get().then_some("true")>
            {move || on.get().then(|| view! { <Icon name=Name::Check/> })} {label}
        </a>
    }
}

/// The same as a button, for a panel that is open while its filters change. Another filter keeps the place on the page.
#[component]
pub fn Toggle(
    key: &'static str,
    #[prop(into)] value: String,
    #[prop(into)] label: Signal<String>,
) -> impl IntoView {
    let (address, navigate) = (Address::here(), use_navigate());
    let here = value.clone();
    let on = Memo::new(move |_| address.has(key, &here));
    let toggle = move |_| {
        let to = untrack(|| address.toggled(key, &value));
        navigate(&to, NavigateOptions { scroll: false, ..NavigateOptions::default() });
    };
    view! {
        <button class="chip" type="button" aria-pressed=move || on.get().to_string() on:click=toggle>
            {move || on.get().then(|| view! { <Icon name=Name::Check/> })} {label}
        </button>
    }
}

/// One choice among several, of which exactly one holds: views of a list, or its order.
#[component]
pub fn View(
    key: &'static str,
    /// Empty for the one that holds when the address says nothing.
    value: &'static str,
    #[prop(into)] label: Text,
) -> impl IntoView {
    let address = Address::here();
    let on = Signal::derive(move || address.one(key).unwrap_or_default() == value);
    view! {
        <a class="tab-link" data-noscroll href=move || address.with(key, Some(value))
            aria-current=move || on.get().then_some("page")>
            {label}
        </a>
    }
}

/// Searches the list; what is searched for stands in the address.
#[component]
pub fn SearchField(label: Text) -> impl IntoView {
    let address = Address::here();
    let navigate = use_navigate();
    let typed = RwSignal::new(untrack(|| address.one("q")).unwrap_or_default());
    Effect::new(move |_| typed.set(address.one("q").unwrap_or_default()));
    let search = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let to = untrack(|| address.with("q", Some(typed.get().trim())));
        navigate(&to, Default::default());
    };
    view! {
        <form class="search-field" role="search" aria-label=label on:submit=search>
            <Icon name=Name::Search/>
            <input
                class="input"
                type="search"
                aria-label=label
                placeholder=label
                autocomplete="off"
                prop:value=typed
                on:input=move |event| typed.set(event_target_value(&event))
            />
        </form>
    }
}
