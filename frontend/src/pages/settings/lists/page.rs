//! One list at a time: its values in their order, and how often each is used.

use domain::{
    code_lists::{CodeValue, LISTS, Usage},
    ids::CodeValueId,
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, components::Redirect, hooks::use_params_map};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{
    add::AddValue,
    amend::AmendValue,
    moving::{Moving, Said},
    remove::RemoveValue,
    row::Value,
    words,
};
use crate::{
    components::{
        dialog::Dialog,
        empty::Empty,
        icon::{Icon, Name},
        loaded::{Loaded, Reading},
    },
    i18n::{say, tr, use_i18n},
    session::use_session,
};

/// What the parts of the page share. A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Shown {
    pub list: Memo<String>,
    values: Reading<(Vec<CodeValue>, Vec<Usage>)>,
    pub amending: RwSignal<Option<CodeValue>>,
    pub removing: RwSignal<Option<CodeValue>>,
    /// What had the focus when the list was changed, and has it again when it is drawn anew.
    focus: StoredValue<Option<String>>,
}

impl Shown {
    pub fn again(self) {
        self.values.again();
    }

    /// Reads the list again, and then comes back to a button of a value.
    pub fn again_at(self, button: &str, id: CodeValueId) {
        self.focus.set_value(Some(button_id(button, id)));
        self.values.again();
    }

    fn come_back(self) {
        let Some(id) = self.focus.try_update_value(Option::take).flatten() else { return };
        request_animation_frame(move || {
            let element = document().get_element_by_id(&id);
            if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
                // Focusing an element that is there cannot fail.
                drop(element.focus());
            }
        });
    }
}

/// The id of a value's button on the page.
pub fn button_id(button: &str, id: CodeValueId) -> String {
    format!("{button}-{id}")
}

/// The address without a list: on to the first one.
#[component]
pub fn AnyList() -> impl IntoView {
    let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
    view! { <Redirect path=format!("/staff/settings/lists/{}", LISTS[0]) options/> }
}

#[component]
pub fn Lists() -> impl IntoView {
    let (i18n, session, params) = (use_i18n(), use_session(), use_params_map());
    let list = Memo::new(move |_| params.read().get("list").unwrap_or_default());
    let values = Reading::new(move || {
        let list = list.get();
        async move { Ok((session.code_list(&list).await?, session.code_list_usage(&list).await?)) }
    });
    let (amending, removing) = (RwSignal::new(None), RwSignal::new(None));
    let shown = Shown { list, values, amending, removing, focus: StoredValue::new(None) };
    let adding = RwSignal::new(false);
    let name = Signal::derive(move || words::list(i18n, &list.read()));
    let title = Signal::derive(move || say!(i18n, settings.add_to, list = name.get()));
    view! {
        <Choose list/>
        <section class="section" aria-labelledby="list-title">
            <header class="section-head">
                <h2 id="list-title">{name}</h2>
                <button class="btn btn-sm btn-primary" type="button" on:click=move |_| adding.set(true)>
                    <Icon name=Name::Plus/> {tr!(settings.add)}
                </button>
            </header>
            <p class="muted" id="moving-help">{tr!(settings.moving_help)}</p>
            <Loaded reading=values rows=6 let:found><Values found shown/></Loaded>
        </section>
        <Dialog open=adding title><AddValue shown open=adding/></Dialog>
        <OfOne which=amending title=tr!(settings.amend)><AmendValue shown/></OfOne>
        <OfOne which=removing title=tr!(settings.remove_title)><RemoveValue shown/></OfOne>
    }
}

/// A link to each list.
#[component]
fn Choose(list: Memo<String>) -> impl IntoView {
    let i18n = use_i18n();
    let link = move |one: &'static str| {
        let here = move || (*list.read() == one).then_some("true");
        view! {
            <a class="chip" href=format!("/staff/settings/lists/{one}") aria-current=here>
                {move || words::list(i18n, one)}
            </a>
        }
    };
    view! { <nav class="chips" aria-label=tr!(settings.lists)>{LISTS.into_iter().map(link).collect_view()}</nav> }
}

/// A dialog about one value, as long as there is one.
#[component]
fn OfOne(
    which: RwSignal<Option<CodeValue>>,
    title: crate::i18n::Text,
    children: ChildrenFn,
) -> impl IntoView {
    let open = RwSignal::new(false);
    // Each follows the other, and neither sets what stands there already, or they would never come to rest.
    Effect::new(move |_| {
        let is_there = which.read().is_some();
        if open.get_untracked() != is_there {
            open.set(is_there);
        }
    });
    Effect::new(move |_| {
        if !open.get() && which.read_untracked().is_some() {
            which.set(None);
        }
    });
    view! { <Dialog open title>{children()}</Dialog> }
}

#[component]
fn Values(found: (Vec<CodeValue>, Vec<Usage>), shown: Shown) -> impl IntoView {
    let (values, usage) = found;
    if values.is_empty() {
        return view! { <Empty icon=Name::Columns title=tr!(settings.none)/> }.into_any();
    }
    shown.come_back();
    let moving = Moving::of(values.len(), shown);
    let rows = values.into_iter().enumerate().map(|(place, value)| {
        let usage = usage.iter().find(|usage| usage.id == value.id).cloned();
        view! { <Value value usage place shown moving/> }
    });
    view! {
        <ol class="rows card" aria-labelledby="list-title">{rows.collect_view()}</ol>
        <Said moving/>
    }
    .into_any()
}
