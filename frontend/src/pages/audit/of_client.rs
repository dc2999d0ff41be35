//! A client's history: who changed and who opened what.

use domain::{audit::Entry, page::Page};
use leptos::prelude::*;

use super::{entry::Entries, list::filter};
use crate::{
    components::{
        address::Address,
        empty::Empty,
        icon::Name,
        loaded::{Loaded, Reading},
        paging::{Paging, Place},
    },
    i18n::tr,
    pages::client::use_record,
    session::use_session,
};

#[component]
pub fn HistoryOfClient() -> impl IntoView {
    let (session, record, address) = (use_session(), use_record(), Address::here());
    let reading = Reading::new(move || {
        record.track_changes();
        session.history(record.id(), filter(address))
    });
    view! {
        <section class="section">
            <h2 class="sr-only">{tr!(clients.tab_history)}</h2>
            <Loaded reading rows=8 let:page><Rows page/></Loaded>
        </section>
    }
}

#[component]
fn Rows(page: Page<Entry>) -> impl IntoView {
    if page.items.is_empty() {
        return view! { <Empty icon=Name::History title=tr!(audit.none)/> }.into_any();
    }
    let place = Place::from(&page);
    view! { <Entries entries=page.items without_client=true/> <Paging place/> }.into_any()
}
