//! One proposal: what it would change, and deciding on it.

use domain::{
    changes::{Change, Status},
    ids::ChangeId,
    permission::Permission,
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{decide::Decide, differences::Differences, own_fields::provide_own_fields, words};
use crate::{
    components::{badge::Badge, loaded::Loaded, page_header::PageHeader},
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
    view! { <Loaded reading rows=6 let:change><Proposal change again/></Loaded> }
}

#[component]
fn Proposal(change: Change, again: Callback<()>) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    provide_own_fields([change.edit.as_str()]);
    let edit = change.edit.clone();
    let title = Signal::derive(move || words::edit(i18n, &edit));
    let client = change.client_id.zip(change.client_name.clone()).map(|(id, name)| {
        view! { <A href=format!("/staff/clients/{id}") {..} class="link">{name}</A> " · " }
    });
    let waits = change.status == Status::Pending;
    let own = change.requested_by == session.me().id;
    let decides = waits && !own && session.may(Permission::ReviewProposals);
    let status = change.status;
    let sides = match change.client_id.filter(|_| waits && change.edit.starts_with("photos.")) {
        Some(client) => view! { <PhotoSides change=change.clone() client/> }.into_any(),
        None => view! { <Differences change=change.clone()/> }.into_any(),
    };
    view! {
        <PageHeader title/>
        <div class="row-line">
            <Badge tone=words::tone(status) text=words::status(i18n, status)/>
            <span class="muted">{client} {when(i18n, &change)}</span>
        </div>
        {change.rationale.clone().map(|why| view! { <p class="prewrap card padded">{why}</p> })}
        {sides}
        {(waits && own).then(|| view! { <p class="muted">{tr!(changes.own)}</p> })}
        {decides.then(|| view! { <Decide change again/> })}
    }
}

fn when(i18n: I18n, change: &Change) -> String {
    let moment = |at| format::moment(i18n, at);
    let (who, at) = (change.requester.clone(), moment(change.requested_at));
    let proposed = say!(i18n, changes.proposed_by, who = who, when = at);
    let decided = change.reviewer.clone().zip(change.reviewed_at).map(|(who, at)| {
        let status = words::status(i18n, change.status);
        say!(i18n, changes.decided_by, status = status, who = who, when = moment(at))
    });
    [Some(proposed), decided].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
