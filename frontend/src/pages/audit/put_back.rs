//! Putting back what an entry changed: what would stand then is shown before anybody says yes.

use domain::{
    audit::Entry,
    problem::Code,
    restoration::{self, Restoration},
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::sentences;
use crate::{
    api::Failure,
    components::{
        confirm::{Call, Confirm},
        dialog::Dialog,
        loaded::{Loaded, Reading},
    },
    forms::words,
    i18n::{I18n, say, tr, use_i18n},
    pages::{outcome::use_outcome, values::use_values},
    session::use_session,
};

/// The button, where there is something to put back and the reader may change such records.
#[component]
pub fn PutBack(entry: Entry, again: Callback<()>) -> impl IntoView {
    let session = use_session();
    let may = session.may_any(restoration::takes(&entry));
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
    let (i18n, session) = (use_i18n(), use_session());
    let reading = Reading::new(move || session.restoration(entry.with_value(|entry| entry.seq)));
    let closes = entry.with_value(|entry| entry.entity == "clients");
    let refused = Memo::new(move |_| reading.failure().and_then(|failure| why_not(i18n, &failure, closes)));
    move || match refused.get() {
        Some((why, elsewhere)) => view! { <Refused why elsewhere entry/> }.into_any(),
        None => {
            view! { <Loaded reading rows=3 let:found><Asked found entry open again/></Loaded> }.into_any()
        }
    }
}

/// Why it cannot be put back, and whether the record has another way to it. Nothing where that says nothing of the entry:
/// the connection is gone, or the like. What is left open is left by closing the record, or by leaving a program.
fn why_not(i18n: I18n, failure: &Failure, closes: bool) -> Option<(String, bool)> {
    let Failure::Refused(problem) = failure else { return None };
    if matches!(problem.code, Code::Conflict | Code::NotFound) {
        return Some((say!(i18n, audit.put_back_moved), false));
    }
    let error = problem.errors.first()?;
    Some(match error.code.as_str() {
        "nothing_to_put_back" => (say!(i18n, audit.put_back_moved), false),
        "withheld" => (say!(i18n, audit.put_back_withheld), false),
        "still_enrolled" | "follow_ups_left" if closes => (say!(i18n, audit.put_back_closes), true),
        "follow_ups_left" => (say!(i18n, audit.put_back_leaves), true),
        "unknown" | "retired" => (say!(i18n, audit.put_back_retired), true),
        _ => (words::word(i18n, error), true),
    })
}

#[component]
fn Refused(why: String, elsewhere: bool, entry: StoredValue<Entry>) -> impl IntoView {
    let there = entry.with_value(record).filter(|_| elsewhere);
    view! {
        <p role="alert">{why}</p>
        {there.map(|href| view! { <p><A href {..} class="link">{tr!(audit.put_back_there)}</A></p> })}
    }
}

/// Where the record stands that it would change.
fn record(entry: &Entry) -> Option<String> {
    let tab = match entry.entity.as_str() {
        "enrollments" | "restrictions" | "demographics" => entry.entity.as_str(),
        _ => "details",
    };
    match (entry.client_id, entry.entity.as_str(), entry.entity_id) {
        (Some(client), ..) => Some(format!("/staff/clients/{client}/{tab}")),
        (None, "programs", Some(id)) => Some(format!("/staff/programs/{id}")),
        (None, "departments", _) => Some("/staff/settings/departments".to_owned()),
        _ => None,
    }
}

#[component]
fn Asked(
    found: Restoration,
    entry: StoredValue<Entry>,
    open: RwSignal<bool>,
    again: Callback<()>,
) -> impl IntoView {
    let (i18n, session, outcome) = (use_i18n(), use_session(), use_outcome());
    let seq = entry.with_value(|entry| entry.seq);
    let (version, proposed) = (found.version, found.proposed);
    let values = use_values(found.changes.iter().map(|change| change.field.as_str()));
    // The lists that have the words may come later than what is put back.
    let lines = Memo::new(move |_| {
        entry.with_value(|entry| {
            let line = |change| sentences::back(i18n, values, entry, change);
            found.changes.iter().map(line).collect::<Vec<_>>()
        })
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
