//! One change of many clients at its own address: how far it is, what became of whom, and taking it back.

use domain::{bulk::Bulk, ids::BulkId};
use leptos::prelude::*;

use super::{
    result::{Following, Ran, ToAll},
    words::{Names, action},
};
use crate::{
    components::{loaded::Loaded, page_header::PageHeader, time::Moment},
    i18n::{tr, use_i18n},
    pages::by_id::read_by_id,
    session::use_session,
};

#[component]
pub fn BulkPage() -> impl IntoView {
    let session = use_session();
    let reading = read_by_id(move |id: BulkId| session.bulk(id));
    view! { <Loaded reading rows=6 let:bulk><One bulk/></Loaded> }
}

#[component]
fn One(bulk: Bulk) -> impl IntoView {
    let (i18n, names) = (use_i18n(), Names::new());
    let (at, does) = (bulk.made_at, bulk.action.clone());
    let title = Signal::derive(move || action(i18n, &does, names));
    let following = Following::alone(bulk);
    // Taken back, it is another one that stands here.
    let id = Memo::new(move |_| following.bulk.read().as_ref().map(|bulk| bulk.id));
    view! {
        <PageHeader title/>
        <p class="muted small"><Moment at/> " · " <ToAll/></p>
        <div class="card padded"><h2 class="sr-only">{tr!(bulk.result)}</h2> {move || id.get().map(|id| view! { <Ran following id/> })}</div>
    }
}
