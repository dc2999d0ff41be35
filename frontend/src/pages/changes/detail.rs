//! One proposal: what it would change, and deciding on it.

use domain::{
    changes::{Change, ChangeDetail, Status},
    ids::ChangeId,
    permission::Permission,
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{
    around::Around,
    decide::{self, Decide, Withdraw},
    differences::{self, Differences},
    own_fields::{provide_own_fields, use_own_fields},
    words,
};
use crate::{
    components::{
        badge::{Badge, Tone},
        loaded::Loaded,
        page_header::PageHeader,
    },
    format,
    i18n::{I18n, say, tr, use_i18n},
    pages::{by_id::read_by_id, photos::PhotoSides},
    session::use_session,
};

#[component]
pub fn ChangePage() -> impl IntoView {
    let session = use_session();
    let reading = read_by_id(move |id: ChangeId| session.change(id));
    let again = Callback::new(move |()| reading.again());
    view! { <Loaded reading rows=6 let:detail><Proposal detail again/></Loaded> }
}

#[component]
fn Proposal(detail: ChangeDetail, again: Callback<()>) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let change = detail.change.clone();
    provide_own_fields([change.edit.as_str()]);
    let edit = change.edit.clone();
    let title = Signal::derive(move || words::edit(i18n, &edit));
    let client = change.client_id.zip(change.client_name.clone()).map(|(id, name)| {
        view! { <A href=format!("/staff/clients/{id}") {..} class="link">{name}</A> " · " }
    });
    let about = change.entity_name.clone().map(|name| match change.entity_id {
        Some(id) if change.edit.starts_with("programs.") => {
            view! { <A href=format!("/staff/programs/{id}") {..} class="link">{name}</A> " · " }.into_any()
        }
        _ => view! { <span>{name}</span> " · " }.into_any(),
    });
    let subject = words::subject(i18n, &change).map(|one| view! { <strong>{one}</strong> " · " });
    let waits = change.status == Status::Pending;
    let own = change.requested_by == session.me().id;
    let decides = waits && !own && session.may(Permission::ReviewProposals);
    let taken = if decides { decide::choice(&detail) } else { None };
    let status = change.status;
    let sides = match change.client_id.filter(|_| waits && change.edit.starts_with("photos.")) {
        Some(client) => view! { <PhotoSides change=change.clone() client/> }.into_any(),
        None => view! { <Differences detail=detail.clone() taken/> }.into_any(),
    };
    view! {
        <PageHeader title/>
        <div class="row-line">
            <Badge tone=words::tone(status) text=words::status(i18n, status)/>
            {change.by_client.then(|| view! { <Badge tone=Tone::Info text=say!(i18n, changes.by_client)/> })}
            <span class="muted">{client} {subject} {about} {when(i18n, &change)}</span>
        </div>
        {change.rationale.clone().filter(|why| !why.is_empty()).map(|why| view! { <p class="prewrap card padded">{why}</p> })}
        {sides}
        {taken.map(|_| view! { <p class="muted">{tr!(changes.choose_help)}</p> })}
        {(waits && own).then(|| view! { <Withdraw change=change.clone() again/> })}
        {decides.then(|| view! { <Decide detail=detail.clone() taken again/> })}
        {(!own && session.may(Permission::ReviewProposals)).then(|| view! { <Around id=change.id status/> })}
        <Others others=detail.others/>
    }
}

/// What else waits on the same record: it is decided one after another.
#[component]
fn Others(others: Vec<Change>) -> impl IntoView {
    let (i18n, own) = (use_i18n(), use_own_fields());
    let other = move |change: Change| {
        let what = words::edit(i18n, &change.edit);
        let (subject, fields) = (words::subject(i18n, &change), differences::named(i18n, own, &change));
        let who = say!(
            i18n,
            changes.proposed_by,
            who = change.requester.clone(),
            when = format::moment(i18n, change.requested_at)
        );
        let parts = subject.into_iter().chain([fields, who]).filter(|part| !part.is_empty());
        let parts = parts.collect::<Vec<_>>().join(" · ");
        view! {
            <li>
                <A href=format!("/staff/changes/{}", change.id) {..} class="link">{what}</A>
                <span class="muted small">" · " {parts}</span>
            </li>
        }
    };
    (!others.is_empty()).then(|| {
        view! {
            <section>
                <h2>{tr!(changes.others)}</h2>
                <p class="muted">{tr!(changes.others_help)}</p>
                <ul class="rows card">{others.into_iter().map(other).collect_view()}</ul>
            </section>
        }
    })
}

fn when(i18n: I18n, change: &Change) -> String {
    let moment = |at| format::moment(i18n, at);
    let (who, at) = (change.requester.clone(), moment(change.requested_at));
    let proposed = match change.by_client {
        true => say!(i18n, changes.asked_on, who = who, when = at),
        false => say!(i18n, changes.proposed_by, who = who, when = at),
    };
    let status = words::status(i18n, change.status);
    let decided = change.reviewed_at.map(|at| match change.reviewer.clone() {
        Some(who) => say!(i18n, changes.decided_by, status = status, who = who, when = moment(at)),
        None => say!(i18n, changes.withdrawn_at, when = moment(at)),
    });
    [Some(proposed), decided].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
