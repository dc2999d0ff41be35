//! Putting back what an entry changed: what would stand then is shown before anybody says yes.

use domain::{
    audit::Entry,
    permission::Permission::{EditClients, EditContactDetails, ProposeEdits, Restrict},
    restoration::{self, Restoration},
};
use leptos::prelude::*;

use super::sentences;
use crate::{
    components::{
        confirm::{Call, Confirm},
        dialog::Dialog,
        loaded::{Loaded, Reading},
    },
    i18n::{say, tr, use_i18n},
    pages::{outcome::use_outcome, values::use_values},
    session::use_session,
};

/// The button, where there is something to put back and the reader may change such records.
#[component]
pub fn PutBack(entry: Entry, again: Callback<()>) -> impl IntoView {
    let session = use_session();
    let may = match entry.entity.as_str() {
        "restrictions" => session.may_any(&[Restrict, ProposeEdits]),
        _ => session.may_any(&[EditClients, EditContactDetails, ProposeEdits]),
    };
    (may && restoration::is_possible(&entry)).then(|| {
        let (open, entry) = (RwSignal::new(false), StoredValue::new(entry));
        view! {
            <button class="btn btn-sm btn-ghost no-print" type="button" on:click=move |_| open.set(true)>
                {tr!(audit.put_back)}
            </button>
            <Dialog open title=tr!(audit.put_back)><Preview entry open again/></Dialog>
        }
    })
}

#[component]
fn Preview(entry: StoredValue<Entry>, open: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let session = use_session();
    let reading = Reading::new(move || session.restoration(entry.with_value(|entry| entry.seq)));
    view! { <Loaded reading rows=3 let:found><Asked found entry open again/></Loaded> }
}

#[component]
fn Asked(
    found: Restoration,
    entry: StoredValue<Entry>,
    open: RwSignal<bool>,
    again: Callback<()>,
) -> impl IntoView {
    let (i18n, session, outcome) = (use_i18n(), use_session(), use_outcome());
    let (seq, entity) = entry.with_value(|entry| (entry.seq, entry.entity.clone()));
    let (version, proposed) = (found.version, found.proposed);
    let values = use_values(found.changes.iter().map(|change| change.field.as_str()));
    // The lists that have the words may come later than what is put back.
    let lines = Memo::new(move |_| {
        found
            .changes
            .iter()
            .map(|change| sentences::sentence(i18n, values, &entity, change))
            .collect::<Vec<_>>()
    });
    let call = Call::new();
    let put = move || {
        call.run(session.put_back(seq, version), move |answer| {
            outcome.tell(&answer, untrack(|| say!(i18n, audit.put_back_done)));
            open.set(false);
            again.run(());
        });
    };
    let help = if proposed { tr!(audit.put_back_proposed) } else { tr!(audit.put_back_help) };
    let items = move || lines.get().into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    view! {
        <p>{help}</p>
        <ul class="differences">{items}</ul>
        <Confirm call label=tr!(audit.put_back) class="btn btn-primary" on_yes=put on_no=move || open.set(false)/>
    }
}
