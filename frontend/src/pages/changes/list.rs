//! Proposals by where they stand.

use domain::{
    changes::{Change, ChangeFilter, Status},
    page::Page,
    permission::Permission,
    views::List,
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{
    differences,
    own_fields::{provide_own_fields, use_own_fields},
    words,
};

use crate::{
    components::{
        address::Address,
        empty::Empty,
        filters::View,
        icon::Name,
        listing::{Column, Listing},
        loaded::{Loaded, Reading},
        page_header::PageHeader,
        time::Moment,
    },
    i18n::{tr, use_i18n},
    pages::views::SavedViews,
    session::use_session,
};

#[component]
pub fn Changes() -> impl IntoView {
    let (session, address) = (use_session(), Address::here());
    let reading = Reading::new(move || session.changes(filter(address)));
    let decides = session.may(Permission::ReviewProposals);
    view! {
        <PageHeader title=tr!(changes.title) help=tr!(changes.help)/>
        <nav class="tab-bar" aria-label=tr!(changes.title)>
            <View key="status" value="" label=tr!(changes.pending)/>
            {decides.then(|| view! { <View key="status" value=TO_DECIDE label=tr!(changes.to_decide)/> })}
            <View key="status" value="approved" label=tr!(changes.approved)/>
            <View key="status" value="refused" label=tr!(changes.refused)/>
        </nav>
        <SavedViews list=List::Changes/>
        <Loaded reading rows=6 let:page><Rows page/></Loaded>
    }
}

/// What waits for the reader: nobody decides what they proposed themselves.
const TO_DECIDE: &str = "to_decide";

fn status(address: Address) -> Status {
    address.one("status").and_then(|code| Status::from_code(&code)).unwrap_or(Status::Pending)
}

fn filter(address: Address) -> ChangeFilter {
    ChangeFilter {
        status: Some(status(address)),
        client: address.parsed("client"),
        to_decide: address.one("status").as_deref() == Some(TO_DECIDE),
        limit: None,
        cursor: address.one("cursor"),
    }
}

#[component]
fn Rows(page: Page<Change>) -> impl IntoView {
    provide_own_fields(page.items.iter().map(|change| change.edit.as_str()));
    let columns = vec![
        Column::new(tr!(changes.what)),
        Column::wide(tr!(changes.client)),
        Column::wide(tr!(changes.by)),
        Column::end(tr!(changes.when)),
    ];
    let nothing = || view! { <Nothing/> }.into_any();
    view! { <Listing page columns row=|row| view! { <Row row/> }.into_any() nothing/> }
}

#[component]
fn Row(row: Change) -> impl IntoView {
    let change = row;
    let (i18n, own) = (use_i18n(), use_own_fields());
    let client = change.client_name.clone().unwrap_or_else(|| crate::i18n::say!(i18n, changes.new_client));
    let (what, about) = (words::edit(i18n, &change.edit), change.clone());
    let fields = move || differences::named(i18n, own, &about);
    view! {
        <tr>
            <th scope="row">
                <A href=format!("/staff/changes/{}", change.id) {..} class="row-link">{what}</A>
                <div class="muted small">{fields}</div>
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
