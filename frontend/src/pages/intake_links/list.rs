//! The page: every link, the newest first.

use domain::{
    intake_links::{IntakeLink, IntakeLinkFilter, IntakeLinkState},
    page::Page,
};
use leptos::prelude::*;

use super::{make::MakeLink, one::One};
use crate::{
    components::{
        address::Address,
        dialog::Dialog,
        empty::Empty,
        filters::View,
        icon::{Icon, Name},
        loaded::{Loaded, Reading},
        page_header::PageHeader,
        paging::{Paging, Place},
    },
    i18n::tr,
    session::use_session,
};

#[component]
pub fn IntakeLinks() -> impl IntoView {
    let (session, address) = (use_session(), Address::here());
    let reading = Reading::new(move || session.intake_links(filter(address)));
    let again = Callback::new(move |()| reading.again());
    let open = RwSignal::new(false);
    // However the dialog was closed, a link may have been made in it.
    Effect::new(move |was: Option<bool>| {
        let is_open = open.get();
        if was == Some(true) && !is_open {
            reading.again();
        }
        is_open
    });
    view! {
        <PageHeader title=tr!(intake_links.title) help=tr!(intake_links.help)>
            <button class="btn btn-primary" type="button" on:click=move |_| open.set(true)>
                <Icon name=Name::Plus/> {tr!(intake_links.add)}
            </button>
        </PageHeader>
        <nav class="segments-links" aria-label=tr!(intake_links.states)>
            <View key="state" value="" label=tr!(intake_links.all)/>
            <View key="state" value="works" label=tr!(intake_links.works)/>
            <View key="state" value="used" label=tr!(intake_links.used)/>
            <View key="state" value="expired" label=tr!(intake_links.expired)/>
            <View key="state" value="ended" label=tr!(intake_links.ended)/>
        </nav>
        <Loaded reading rows=4 let:page><Links page again/></Loaded>
        <Dialog open title=tr!(intake_links.add) wide=true><MakeLink open/></Dialog>
    }
}

fn filter(address: Address) -> IntakeLinkFilter {
    let state = address.one("state").and_then(|code| IntakeLinkState::from_code(&code));
    IntakeLinkFilter { state, cursor: address.one("cursor"), ..IntakeLinkFilter::default() }
}

#[component]
fn Links(page: Page<IntakeLink>, again: Callback<()>) -> impl IntoView {
    if page.items.is_empty() {
        return view! { <Nothing/> }.into_any();
    }
    let (label, place) = (tr!(intake_links.title), Place::from(&page));
    let rows = page.items.into_iter().map(|one| view! { <One one again/> }).collect_view();
    view! {
        <ul class="rows card" aria-label=label>{rows}</ul>
        <Paging place/>
    }
    .into_any()
}

#[component]
fn Nothing() -> impl IntoView {
    let (title, help) = match Address::here().one("state") {
        Some(_) => (tr!(intake_links.none_so), tr!(intake_links.none_so_help)),
        None => (tr!(intake_links.none), tr!(intake_links.none_help)),
    };
    view! { <Empty icon=Name::Mail title help/> }
}
