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
    i18n::{Text, say, use_i18n},
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

/// One of a list of values and their words, or any.
#[component]
pub fn OneOf(
    key: &'static str,
    label: Text,
    #[prop(optional)] help: Option<Text>,
    any: Text,
    options: Signal<Vec<(String, String)>>,
) -> impl IntoView {
    let (i18n, address, navigate) = (use_i18n(), Address::here(), use_navigate());
    let id = format!("filter-{key}");
    let help_id = help.map(|_| format!("{id}-help"));
    let help = help.map(|help| view! { <p class="field-help" id=help_id.clone()>{help}</p> });
    let chosen = Memo::new(move |_| address.one(key).unwrap_or_default());
    let choose = move |event| {
        let to = untrack(|| address.with(key, Some(&event_target_value(&event))));
        navigate(&to, NavigateOptions { scroll: false, ..NavigateOptions::default() });
    };
    let option = move |(value, words): (String, String)| {
        let selected = value == chosen.get();
        view! { <option value=value selected=selected>{words}</option> }
    };
    let unknown = move || {
        let (now, all) = (chosen.get(), options.read());
        (!now.is_empty() && all.iter().all(|(value, _)| *value != now)).then(|| {
            view! { <option value=now selected=true>{say!(i18n, filters.not_in_list)}</option> }
        })
    };
    view! {
        <div class="field">
            <label class="field-label" for=id.clone()>{label}</label>
            {help}
            <select id=id class="select w-full" aria-describedby=help_id prop:value=chosen on:change=choose>
                <option value="">{any}</option>
                {unknown}
                {move || options.get().into_iter().map(option).collect_view()}
            </select>
        </div>
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
