//! Proposals by where they stand.

use domain::{
    changes::{Change, ChangeFilter, Status},
    page::Page,
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::words;

use crate::{
    components::{
        address::Address,
        empty::Empty,
        filters::View,
        icon::Name,
        loaded::{Loaded, Reading},
        page_header::PageHeader,
        paging::{Paging, Place},
        time::Moment,
    },
    i18n::{tr, use_i18n},
    session::use_session,
};

#[component]
pub fn Changes() -> impl IntoView {
    let (session, address) = (use_session(), Address::here());
    let reading = Reading::new(move || session.changes(filter(address)));
    view! {
        <PageHeader title=tr!(changes.title) help=tr!(changes.help)/>
        <nav class="tab-bar" aria-label=tr!(changes.title)>
            <View key="status" value="" label=tr!(changes.pending)/>
            <View key="status" value="approved" label=tr!(changes.approved)/>
            <View key="status" value="refused" label=tr!(changes.refused)/>
        </nav>
        <Loaded reading rows=6 let:page><Rows page/></Loaded>
    }
}

fn status(address: Address) -> Status {
    address.one("status").and_then(|code| Status::from_code(&code)).unwrap_or(Status::Pending)
}

fn filter(address: Address) -> ChangeFilter {
    ChangeFilter {
        status: Some(status(address)),
        client: address.parsed("client"),
        limit: None,
        cursor: address.one("cursor"),
    }
}

#[component]
fn Rows(page: Page<Change>) -> impl IntoView {
    if page.items.is_empty() {
        return view! { <Nothing/> }.into_any();
    }
    let place = Place::from(&page);
    let rows = page.items.into_iter().map(|change| view! { <Row change/> });
    view! {
        <table class="list">
            <thead>
                <tr>
                    <th scope="col">{tr!(changes.what)}</th>
                    <th scope="col" class="wide-only">{tr!(changes.client)}</th>
                    <th scope="col" class="wide-only">{tr!(changes.by)}</th>
                    <th scope="col" class="list-end">{tr!(changes.when)}</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
        <Paging place/>
    }
    .into_any()
}

#[component]
fn Row(change: Change) -> impl IntoView {
    let i18n = use_i18n();
    let client = change.client_name.unwrap_or_else(|| crate::i18n::say!(i18n, changes.new_client));
    view! {
        <tr>
            <th scope="row">
                <A href=format!("/staff/changes/{}", change.id) {..} class="row-link">{words::edit(i18n, &change.edit)}</A>
                <div class="narrow-only muted small">{client.clone()}</div>
            </th>
            <td class="wide-only">{client}</td>
            <td class="wide-only">{change.requester}</td>
            <td class="list-end muted small"><Moment at=change.requested_at/></td>
        </tr>
    }
}

#[component]
fn Nothing() -> impl IntoView {
    match status(Address::here()) {
        Status::Pending => {
            let (title, help) = (tr!(changes.none_pending), tr!(changes.none_pending_help));
            view! { <Empty icon=Name::CheckCircle title help/> }.into_any()
        }
        _ => view! { <Empty icon=Name::Change title=tr!(changes.none)/> }.into_any(),
    }
}
