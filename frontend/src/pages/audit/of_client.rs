//! A client's history: who changed and who opened what.

use domain::{audit::Entry, page::Page, permission::Permission};
use leptos::prelude::*;

use super::{entry::Entries, list::filter, seen::WhoSaw};
use crate::{
    components::{
        address::Address,
        empty::Empty,
        filters::View,
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
    let (session, address) = (use_session(), Address::here());
    let sees = session.may(Permission::SeeAudit);
    let who_saw = Memo::new(move |_| sees && address.has("view", SEEN));
    view! {
        {sees.then(|| view! {
            <nav class="tab-bar" aria-label=tr!(clients.tab_history)>
                <View key="view" value="" label=tr!(audit.changes)/>
                <View key="view" value=SEEN label=tr!(audit.who_saw)/>
            </nav>
        })}
        {move || if who_saw.get() { view! { <WhoSaw/> }.into_any() } else { view! { <Changed/> }.into_any() }}
    }
}

const SEEN: &str = "seen";

#[component]
fn Changed() -> impl IntoView {
    let (session, record, address) = (use_session(), use_record(), Address::here());
    let reading = Reading::new(move || {
        record.track_changes();
        session.history(record.id(), filter(address))
    });
    let again = Callback::new(move |()| record.again());
    view! {
        <section class="section">
            <h2 class="sr-only">{tr!(clients.tab_history)}</h2>
            <Loaded reading rows=8 let:page><Rows page again/></Loaded>
        </section>
    }
}

#[component]
fn Rows(page: Page<Entry>, again: Callback<()>) -> impl IntoView {
    if page.items.is_empty() {
        return view! { <Empty icon=Name::History title=tr!(audit.none)/> }.into_any();
    }
    let place = Place::from(&page);
    view! { <Entries entries=page.items without_client=true again/> <Paging place/> }.into_any()
}
