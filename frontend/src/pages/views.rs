//! Saved views of a list as tabs: the filters of the address under a name, for the person who saved them.

use std::collections::BTreeSet;

use domain::views::{List, SavedView, ViewDraft};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::{use_location, use_navigate};

use super::undo::use_undo;
use crate::{
    components::{
        address::Address,
        dialog::Dialog,
        icon::{Icon, Name},
        loaded::Reading,
        toast::use_toasts,
    },
    forms::{Core, Form, FormView, SendButton, TextField},
    i18n::{Text, say, tr, use_i18n},
    session::use_session,
};

/// The saved views, and a button that saves the filters of now. `all` is the tab that takes them away, on pages without
/// tabs of their own.
#[component]
pub fn SavedViews(list: List, #[prop(optional)] all: Option<Text>) -> impl IntoView {
    let (session, address) = (use_session(), Address::here());
    let reading = Reading::new(move || session.views(list));
    let again = Callback::new(move |()| reading.again());
    let open = RwSignal::new(false);
    let query = Memo::new(move |_| address.query());
    let views = move || reading.value().unwrap_or_default();
    let is_saved = Memo::new(move |_| views().iter().any(|view| is_same(&view.query, &query.read())));
    let may_save = Memo::new(move |_| !query.read().is_empty() && !is_saved.get());
    let is_empty = Memo::new(move |_| all.is_none() && !may_save.get() && views().is_empty());
    let bar = move || {
        view! {
            <nav class="tab-bar" aria-label=tr!(lists.views)>
                {all.map(|all| view! { <AllTab all query/> })}
                <For each=views key=|view| (view.id, view.query.clone()) let:view><ViewTab view query again/></For>
                {move || may_save.get().then(|| view! {
                    <button class="tab-link tab-save" type="button" on:click=move |_| open.set(true)>
                        <Icon name=Name::Plus/> {tr!(lists.save_view)}
                    </button>
                })}
            </nav>
        }
    };
    view! {
        {move || (!is_empty.get()).then(bar)}
        <Dialog open title=tr!(lists.save_title)><SaveView list query open again/></Dialog>
    }
}

#[component]
fn AllTab(all: Text, query: Memo<String>) -> impl IntoView {
    let path = use_location().pathname;
    let current = move || query.read().is_empty().then_some("page");
    view! { <a class="tab-link" href=move || path.get() aria-current=current>{all}</a> }
}

#[component]
fn ViewTab(view: SavedView, query: Memo<String>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, undo, navigate) = (use_i18n(), use_session(), use_undo(), use_navigate());
    let toasts = use_toasts();
    let path = use_location().pathname.get_untracked();
    let href = format!("{path}?{}", view.query);
    let kept = StoredValue::new(view.clone());
    let current = Memo::new(move |_| kept.with_value(|view| is_same(&view.query, &query.read())));
    let gone = Callback::new(move |()| {
        again.run(());
        navigate(&path, Default::default());
    });
    let remove = move |_| {
        let SavedView { id, list, name, query } = kept.get_value();
        spawn_local(async move {
            match session.remove_view(id).await {
                Ok(()) => {
                    let words = untrack(|| say!(i18n, lists.removed, name = name.clone()));
                    let draft = ViewDraft { list, name, query };
                    undo.offer(words, move || session.save_view(draft.clone()), again);
                    gone.run(());
                }
                Err(refused) => toasts.say(untrack(|| crate::components::failure::words(i18n, &refused).0)),
            }
        });
    };
    let label = tr!(lists.remove);
    view! {
        <span class="tab-pair">
            <a class="tab-link" href=href aria-current=move || current.get().then_some("page")>{view.name}</a>
            {move || current.get().then(|| view! {
                <button class="tab-remove" type="button" aria-label=label title=label on:click=remove>
                    <Icon name=Name::Close/>
                </button>
            })}
        </span>
    }
}

#[component]
fn SaveView(list: List, query: Memo<String>, open: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let core = Core::new("view").passing();
    let name = core.text("/name", "");
    let form =
        Form::new(core, move || ViewDraft { list, name: name.trimmed(), query: query.get_untracked() });
    let done = move |_| {
        open.set(false);
        toasts.say(untrack(|| say!(i18n, lists.saved)));
        again.run(());
    };
    view! {
        <p>{tr!(lists.save_help)}</p>
        <FormView core on_send=move || form.send(move |draft| session.save_view(draft), done)>
            <TextField field=name label=tr!(lists.name) help=tr!(lists.name_help)/>
            <div class="form-actions"><SendButton core label=tr!(lists.save)/></div>
        </FormView>
    }
}

/// Two queries ask for the same, in whatever order their filters were chosen.
fn is_same(one: &str, other: &str) -> bool {
    let parts = |query: &str| query.split('&').map(str::to_owned).collect::<BTreeSet<_>>();
    parts(one) == parts(other)
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[test]
    fn a_view_is_the_same_in_whatever_order_its_filters_were_chosen() {
        assert!(is_same("status=active&stage=intake", "stage=intake&status=active"));
        assert!(!is_same("status=active", "status=active&stage=intake") && !is_same("", "status=active"));
    }
}
