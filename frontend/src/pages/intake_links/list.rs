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
        empty::Empty,
        filters::View,
        icon::Name,
        loaded::{Loaded, Reading},
        made::MadeHere,
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
    view! {
        <MadeHere title=tr!(intake_links.title) help=tr!(intake_links.help) add=tr!(intake_links.add) form again>
            <nav class="segments-links" aria-label=tr!(intake_links.states)>
                <View key="state" value="" label=tr!(intake_links.all)/>
                <View key="state" value="works" label=tr!(intake_links.works)/>
                <View key="state" value="used" label=tr!(intake_links.used)/>
                <View key="state" value="expired" label=tr!(intake_links.expired)/>
                <View key="state" value="ended" label=tr!(intake_links.ended)/>
            </nav>
            <Loaded reading rows=4 let:page><Links page again/></Loaded>
        </MadeHere>
    }
}

fn form(open: RwSignal<bool>) -> AnyView {
    view! { <MakeLink open/> }.into_any()
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
