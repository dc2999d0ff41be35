//! The page: every link, the newest first.

use domain::{
    intake_links::{IntakeLink, IntakeLinkFilter, IntakeLinkKind, IntakeLinkState},
    page::Page,
    views::List,
};
use leptos::prelude::*;

use super::{make::MakeLink, one::One, words};
use crate::{
    components::{
        address::Address,
        empty::Empty,
        filters::{OneOf, View},
        icon::Name,
        loaded::{Loaded, Reading},
        made::MadeHere,
        paging::{Paging, Place},
    },
    i18n::{tr, use_i18n},
    pages::views::SavedViews,
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
            <SavedViews list=List::IntakeLinks/>
            <div class="form-row note-filters"><ByKind/></div>
            <Loaded reading rows=4 let:page><Links page again/></Loaded>
        </MadeHere>
    }
}

#[component]
fn ByKind() -> impl IntoView {
    let i18n = use_i18n();
    let options = Signal::derive(move || {
        let all = IntakeLinkKind::ALL.iter();
        all.map(|kind| (kind.code().to_owned(), words::kind(i18n, *kind))).collect::<Vec<_>>()
    });
    view! { <OneOf key="kind" label=tr!(intake_links.by_kind) any=tr!(intake_links.any_kind) options/> }
}

fn form(open: RwSignal<bool>) -> AnyView {
    view! { <MakeLink open/> }.into_any()
}

fn filter(address: Address) -> IntakeLinkFilter {
    let state = address.one("state").and_then(|code| IntakeLinkState::from_code(&code));
    let kind = address.one("kind").and_then(|code| IntakeLinkKind::from_code(&code));
    IntakeLinkFilter { state, kind, cursor: address.one("cursor"), ..IntakeLinkFilter::default() }
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
    let address = Address::here();
    let (title, help) = match address.one("state").or_else(|| address.one("kind")) {
        Some(_) => (tr!(intake_links.none_so), tr!(intake_links.none_so_help)),
        None => (tr!(intake_links.none), tr!(intake_links.none_help)),
    };
    view! { <Empty icon=Name::Mail title help/> }
}
