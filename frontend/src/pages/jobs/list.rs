//! The page: the work by its state, the last turn of each schedule, and mail.

use domain::{
    jobs::{Job, JobFilter, Kind, State},
    page::Page,
    views::List,
};
use leptos::prelude::*;

use super::{mails::Mails, one::One, schedules::Schedules, words};
use crate::{
    components::{
        address::Address,
        button::Button,
        empty::Empty,
        filters::{OneOf, View},
        icon::Name,
        loaded::{Loaded, Reading},
        page_header::PageHeader,
        paging::{Paging, Place},
    },
    i18n::{tr, use_i18n},
    pages::views::SavedViews,
    session::use_session,
};

#[component]
pub fn Jobs() -> impl IntoView {
    let (session, address) = (use_session(), Address::here());
    let work = Reading::new(move || session.jobs(filter(address)));
    let runs = Reading::new(move || session.last_runs());
    let mails = Reading::new(move || session.mails());
    let look_again = move || {
        work.again();
        runs.again();
        mails.again();
    };
    view! {
        <PageHeader title=tr!(jobs.title) help=tr!(jobs.help)>
            <Button label=tr!(jobs.look_again) on_click=look_again/>
        </PageHeader>
        <nav class="tab-bar" aria-label=tr!(jobs.by_state)>
            <View key="state" value="" label=tr!(jobs.all)/>
            <View key="state" value="dead" label=tr!(jobs.dead)/>
            <View key="state" value="waiting" label=tr!(jobs.waiting)/>
            <View key="state" value="done" label=tr!(jobs.done)/>
        </nav>
        <SavedViews list=List::Jobs/>
        <div class="form-row note-filters"><ByKind/></div>
        <Loaded reading=work rows=6 let:page><Rows page/></Loaded>
        <Loaded reading=runs rows=2 let:all><Schedules all/></Loaded>
        <Loaded reading=mails rows=2 let:folder><Mails folder/></Loaded>
    }
}

#[component]
fn ByKind() -> impl IntoView {
    let i18n = use_i18n();
    let options = Signal::derive(move || {
        let all = Kind::ALL.iter();
        all.map(|kind| (kind.code().to_owned(), words::kind(i18n, *kind))).collect::<Vec<_>>()
    });
    view! { <OneOf key="kind" label=tr!(jobs.kind) any=tr!(jobs.any_kind) options/> }
}

fn state(address: Address) -> Option<State> {
    address.one("state").and_then(|code| State::from_code(&code))
}

fn filter(address: Address) -> JobFilter {
    let kind = address.one("kind").and_then(|code| Kind::from_code(&code));
    JobFilter { state: state(address), kind, limit: None, cursor: address.one("cursor") }
}

#[component]
fn Rows(page: Page<Job>) -> impl IntoView {
    if page.items.is_empty() {
        return view! { <Nothing/> }.into_any();
    }
    let (place, label) = (Place::from(&page), tr!(jobs.title));
    let rows = page.items.into_iter().map(|one| view! { <One one/> }).collect_view();
    view! { <ul class="rows card" aria-label=label>{rows}</ul> <Paging place/> }.into_any()
}

#[component]
fn Nothing() -> impl IntoView {
    match state(Address::here()) {
        Some(State::Dead) => {
            let (title, help) = (tr!(jobs.none_dead), tr!(jobs.none_dead_help));
            view! { <Empty icon=Name::CheckCircle title help/> }.into_any()
        }
        _ => view! { <Empty icon=Name::Clock title=tr!(jobs.none)/> }.into_any(),
    }
}
