//! The page: the work by its state, the last turn of each schedule, and mail.

use domain::{
    jobs::{Job, JobFilter, State},
    page::Page,
};
use leptos::prelude::*;

use super::{mails::Mails, one::One, schedules::Schedules};
use crate::{
    components::{
        address::Address,
        button::Button,
        empty::Empty,
        filters::View,
        icon::Name,
        loaded::{Loaded, Reading},
        page_header::PageHeader,
        paging::{Paging, Place},
    },
    i18n::tr,
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
        <Loaded reading=work rows=6 let:page><Rows page/></Loaded>
        <Loaded reading=runs rows=2 let:all><Schedules all/></Loaded>
        <Loaded reading=mails rows=2 let:folder><Mails folder/></Loaded>
    }
}

fn state(address: Address) -> Option<State> {
    address.one("state").and_then(|code| State::from_code(&code))
}

fn filter(address: Address) -> JobFilter {
    JobFilter { state: state(address), kind: None, limit: None, cursor: address.one("cursor") }
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
