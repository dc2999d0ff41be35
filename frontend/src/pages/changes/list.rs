//! Proposals by where they stand.

use domain::{
    changes::{Change, ChangeCounts, ChangeFilter, Kind, Sort, Status},
    page::Page,
    permission::Permission,
    views::List,
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{
    differences,
    narrower::Narrower,
    own_fields::{provide_own_fields, use_own_fields},
    words,
};

use crate::{
    components::{
        address::Address,
        badge::{Badge, Tone},
        empty::Empty,
        filters::View,
        icon::Name,
        listing::{Column, Listing},
        loaded::{Loaded, Reading},
        page_header::PageHeader,
        time::Moment,
    },
    i18n::{Text, say, tr, use_i18n},
    pages::views::SavedViews,
    session::use_session,
};

#[component]
pub fn Changes() -> impl IntoView {
    let (i18n, session, address) = (use_i18n(), use_session(), Address::here());
    let reading = Reading::new(move || session.changes(filter(address)));
    let counts = Reading::new(move || session.change_counts());
    let counted = move |label: Text, of: fn(&ChangeCounts) -> i64| {
        Signal::derive(move || match counts.value() {
            Some(counts) => say!(i18n, changes.counted, label = label.get(), n = of(&counts)),
            None => label.get(),
        })
    };
    let decides = session.may(Permission::ReviewProposals);
    let proposes = session.may_any(&[Permission::ProposeEdits, Permission::ProposeLifting]);
    view! {
        <PageHeader title=tr!(changes.title) help=tr!(changes.help)/>
        <nav class="tab-bar" aria-label=tr!(changes.title)>
            <View key="status" value="" label=counted(tr!(changes.pending), |all| all.of(Status::Pending))/>
            {decides.then(|| view! {
                <View key="status" value=TO_DECIDE label=counted(tr!(changes.to_decide), |all| all.to_decide)/>
            })}
            {proposes.then(|| view! { <View key="status" value=MINE label=counted(tr!(changes.mine), |all| all.mine)/> })}
            <View key="status" value="approved" label=counted(tr!(changes.approved), |all| all.of(Status::Approved))/>
            <View key="status" value="refused" label=counted(tr!(changes.refused), |all| all.of(Status::Refused))/>
            <View key="status" value="withdrawn" label=counted(tr!(changes.withdrawn), |all| all.of(Status::Withdrawn))/>
        </nav>
        <SavedViews list=List::Changes/>
        <Narrower decides/>
        <Loaded reading rows=6 let:page><Rows page/></Loaded>
    }
}

/// What waits for the reader: nobody decides what they proposed themselves.
const TO_DECIDE: &str = "to_decide";

/// What the reader proposed, wherever it stands.
const MINE: &str = "mine";

/// Where those that are shown stand; nothing for all.
fn status(address: Address) -> Option<Status> {
    match address.one("status").as_deref() {
        Some(MINE) => None,
        Some(code) => Status::from_code(code).or(Some(Status::Pending)),
        None => Some(Status::Pending),
    }
}

fn filter(address: Address) -> ChangeFilter {
    let (status, view) = (status(address), address.one("status"));
    ChangeFilter {
        status,
        kind: address.one("kind").and_then(|code| Kind::from_code(&code)),
        client: address.parsed("client"),
        program: address.parsed("program"),
        proposer: address.parsed("proposer"),
        mine: view.as_deref() == Some(MINE),
        to_decide: view.as_deref() == Some(TO_DECIDE),
        from: address.parsed("from"),
        to: address.parsed("to"),
        // Who has waited longest is decided first.
        sort: (status == Some(Status::Pending)).then_some(Sort::Oldest),
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
    let client = change.client_name.clone().or_else(|| change.entity_name.clone());
    let client = client.unwrap_or_else(|| say!(i18n, changes.new_client));
    let (what, about) = (words::edit(i18n, &change.edit), change.clone());
    let subject = words::subject(i18n, &change).map(|one| view! { <div class="small">{one}</div> });
    let status = change.status;
    let badge = (status != Status::Pending)
        .then(|| view! { <Badge tone=words::tone(status) text=words::status(i18n, status)/> });
    let why = change.rationale.clone().filter(|why| status != Status::Pending && !why.is_empty());
    let fields = move || differences::named(i18n, own, &about);
    view! {
        <tr>
            <th scope="row">
                <A href=format!("/staff/changes/{}", change.id) {..} class="row-link">{what}</A>
                " " {badge}
                {change.by_client.then(|| view! { " " <Badge tone=Tone::Info text=say!(i18n, changes.by_client)/> })}
                {subject}
                <div class="muted small">{fields}</div>
                {why.map(|why| view! { <div class="small prewrap">{why}</div> })}
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
        Some(Status::Pending) => {
            let (title, help) = (tr!(changes.none_pending), tr!(changes.none_pending_help));
            view! { <Empty icon=Name::CheckCircle title help/> }.into_any()
        }
        _ => view! { <Empty icon=Name::Change title=tr!(changes.none)/> }.into_any(),
    }
}
