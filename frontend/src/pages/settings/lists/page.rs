//! One list at a time: its values in their order, and how often each is used.

use domain::{
    code_lists::{CodeValue, CodeValuePatch, LISTS, Usage},
    ids::CodeValueId,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, components::Redirect, hooks::use_params_map};

use super::{
    super::{
        moving::{Moved, Moving, Said, button_id, come_back},
        of_one::OfOne,
    },
    add::AddValue,
    amend::AmendValue,
    remove::RemoveValue,
    row::Value,
    words,
};
use crate::{
    components::{
        dialog::Dialog,
        empty::Empty,
        failure,
        icon::{Icon, Name},
        loaded::{Loaded, Reading},
        toast::use_toasts,
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

#[component]
fn Values(found: (Vec<CodeValue>, Vec<Usage>), shown: Shown) -> impl IntoView {
    let (values, usage) = found;
    if values.is_empty() {
        return view! { <Empty icon=Name::Columns title=tr!(settings.none)/> }.into_any();
    }
    come_back(shown.focus);
    let moving = Moving::of(values.len(), put(values.clone(), shown));
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

/// Puts a value into another place. Only in a component's body.
fn put(values: Vec<CodeValue>, shown: Shown) -> Callback<Moved> {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    Callback::new(move |moved: Moved| {
        let Some(value) = values.iter().find(|value| value.id.uuid() == moved.id) else { return };
        let (list, at) = (value.list.clone(), (value.id, value.version));
        let patch = CodeValuePatch { position: Some(moved.place), ..CodeValuePatch::default() };
        spawn_local(async move {
            match session.amend_code_value(&list, at, patch).await {
                Ok(_) => toasts.say(untrack(|| say!(i18n, settings.moved, name = moved.name))),
                Err(refused) => toasts.say(untrack(|| failure::words(i18n, &refused).0)),
            }
            if session.is_here() {
                shown.again_at("move", at.0);
            }
        });
    })
}
