//! The ledger of erasures, and what stands in the place of a record that was erased.

use domain::{
    erasures::{Erasure, ErasureFilter},
    page::Page,
    permission::Permission,
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::words;
use crate::{
    components::{
        address::Address,
        empty::Empty,
        icon::Name,
        loaded::{Loaded, Reading},
        page_header::PageHeader,
        paging::{Paging, Place},
    },
    format,
    i18n::{I18n, say, tr, use_i18n},
    session::use_session,
};

/// For those who keep records.
#[component]
pub fn Ledger() -> impl IntoView {
    let (session, address) = (use_session(), Address::here());
    session.may(Permission::KeepRecords).then(|| {
        let reading = Reading::new(move || {
            let filter = ErasureFilter { limit: None, cursor: address.one("cursor") };
            session.erasures(filter)
        });
        view! {
            <section class="section" aria-labelledby="ledger-title">
                <h2 id="ledger-title">{tr!(retention.ledger)}</h2>
                <p class="muted">{tr!(retention.ledger_help)}</p>
                <Loaded reading let:page><Entries page/></Loaded>
            </section>
        }
    })
}

#[component]
fn Entries(page: Page<Erasure>) -> impl IntoView {
    if page.items.is_empty() {
        return view! { <Empty icon=Name::CheckCircle title=tr!(retention.ledger_none)/> }.into_any();
    }
    let (i18n, place) = (use_i18n(), Place::from(&page));
    let rows = page.items.into_iter().map(|entry| {
        let number = entry.client_id.to_string();
        view! {
            <li class="row row-tall">
                <div class="row-body">
                    <div class="row-line"><strong>{words::rule(i18n, entry.rule)}</strong> <span class="muted">{when(i18n, &entry)}</span></div>
                    <p class="prewrap">{entry.reason.clone()}</p>
                    <p class="muted small"><A href=format!("/staff/clients/{number}") {..} class="link">{number.clone()}</A></p>
                </div>
            </li>
        }
    });
    view! { <ul class="rows card">{rows.collect_view()}</ul> <Paging place/> }.into_any()
}

/// When, and by whom.
fn when(i18n: I18n, entry: &Erasure) -> String {
    let when = format::moment(i18n, entry.at);
    match entry.erased_by.clone() {
        Some(who) => say!(i18n, retention.erased_by, when = when, who = who),
        None => when,
    }
}

/// In the place of the record.
#[component]
pub fn ErasedRecord(erasure: Erasure) -> impl IntoView {
    let i18n = use_i18n();
    let parts = erasure.counts.iter().filter(|one| one.part.stays()).copied();
    let parts = parts.map(|one| view! { <li>{words::counted(i18n, one)}</li> }).collect_view();
    view! {
        <PageHeader title=tr!(retention.erased)/>
        <section class="card padded">
            <p><strong>{words::rule(i18n, erasure.rule)}</strong> " · " {when(i18n, &erasure)}</p>
            <p class="prewrap">{erasure.reason.clone()}</p>
            <h2>{tr!(retention.stays)}</h2>
            <ul>{parts}</ul>
        </section>
    }
}
