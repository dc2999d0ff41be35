//! Above the list the box for its page; below it, as long as somebody is chosen, what can be done with them.

use domain::{clients::ClientFilter, page::Total};
use leptos::prelude::*;

use super::{
    dialog::BulkDialog,
    selection::{Selection, may_change, may_export},
};
use crate::{
    components::icon::{Icon, Name},
    format,
    i18n::{I18n, say, tr, use_i18n},
    pages::exports::ExportDialog,
    session::use_session,
};

#[component]
pub fn PickPage(selection: Selection) -> impl IntoView {
    view! {
        <label class="pick-page">
            <input class="checkbox" type="checkbox" prop:checked=move || selection.has_page()
                on:change=move |_| selection.turn_page()/>
            {tr!(bulk.select_page)}
        </label>
    }
}

#[component]
pub fn Bar(
    selection: Selection,
    found: Signal<Option<Total>>,
    /// The filter of the list, as it stands.
    filter: Callback<(), ClientFilter>,
    /// Something was changed: read the list again.
    again: Callback<()>,
) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let (open, export) = (RwSignal::new(false), RwSignal::new(false));
    let (changes, exports) = (may_change(session), may_export(session));
    let of = Callback::new(move |()| selection.export_of(filter.run(())));
    // Whoever is in the middle of it keeps the bar, though nobody is chosen any more.
    let shown = Memo::new(move |_| open.get() || export.get() || !selection.is_empty());
    let chosen = move || match selection.is_everybody() {
        true => everybody(i18n, found.get()),
        false if selection.count() == 1 => say!(i18n, bulk.one_selected),
        false => say!(i18n, bulk.selected, n = selection.count()),
    };
    move || {
        shown.get().then(|| {
            view! {
                <div class="bulk-bar" role="region" aria-label=tr!(bulk.title)>
                    <p role="status">{chosen}</p>
                    {move || selection.may_grow(found.get()).then(|| view! { <Everybody selection found/> })}
                    <button class="btn btn-sm btn-ghost" type="button" on:click=move |_| selection.clear()>{tr!(bulk.clear)}</button>
                    {exports.then(|| view! {
                        <button class="btn btn-sm" type="button" on:click=move |_| export.set(true)>
                            <Icon name=Name::Download/> {tr!(exports.open)}
                        </button>
                    })}
                    {changes.then(|| view! {
                        <button class="btn btn-sm btn-primary" type="button" on:click=move |_| open.set(true)>
                            <Icon name=Name::Edit/> {tr!(bulk.change)}
                        </button>
                    })}
                </div>
                {exports.then(|| view! { <ExportDialog open=export of/> })}
                {changes.then(|| view! { <BulkDialog open selection filter again/> })}
            }
        })
    }
}

#[component]
fn Everybody(selection: Selection, found: Signal<Option<Total>>) -> impl IntoView {
    let i18n = use_i18n();
    let words = move || match found.get() {
        Some(Total { count, exact: true }) => {
            say!(i18n, bulk.all_that_match, count = format::number(i18n, count))
        }
        _ => say!(i18n, bulk.all_who_match),
    };
    view! {
        <button class="btn btn-sm" type="button" on:click=move |_| selection.choose_everybody()>{words}</button>
    }
}

fn everybody(i18n: I18n, found: Option<Total>) -> String {
    match found {
        Some(Total { count, exact: true }) => {
            say!(i18n, bulk.all_selected, count = format::number(i18n, count))
        }
        _ => say!(i18n, bulk.all_who_selected),
    }
}
