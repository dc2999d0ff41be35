//! The list: mine, overdue, the team's, done.

use domain::{
    follow_ups::{FollowUp, FollowUpFilter, Status},
    page::Page,
    permission::Permission,
};
use leptos::prelude::*;

use super::{loads::Loads, row::FollowUpRow};
use crate::{
    components::{
        address::Address,
        empty::Empty,
        filters::View,
        icon::Name,
        loaded::{Loaded, Reading},
        page_header::PageHeader,
        paging::{Paging, Place},
        steps::Steps,
    },
    i18n::tr,
    session::use_session,
};

#[component]
pub fn FollowUps() -> impl IntoView {
    let (session, address) = (use_session(), Address::here());
    let reading = Reading::new(move || session.follow_ups(filter(address)));
    // Made here and not with the rows: an undo calls it when they have long been drawn anew.
    let again = Callback::new(move |()| reading.again());
    let team = session.may(Permission::SeeTeam).then(|| {
        view! {
            <View key="show" value="team" label=tr!(follow_ups.team)/>
            <View key="show" value="team-overdue" label=tr!(follow_ups.team_overdue)/>
        }
    });
    view! {
        <PageHeader title=tr!(follow_ups.title)/>
        <nav class="tab-bar" aria-label=tr!(follow_ups.title)>
            <View key="show" value="" label=tr!(follow_ups.mine)/>
            <View key="show" value="overdue" label=tr!(follow_ups.overdue)/>
            {team}
            <View key="show" value="done" label=tr!(follow_ups.done_view)/>
        </nav>
        <Loaded reading let:page><Rows page again/></Loaded>
        {move || shows_team(address).then(|| view! { <Loads/> })}
    }
}

fn shows_team(address: Address) -> bool {
    address.one("show").is_some_and(|show| show.starts_with("team"))
}

fn filter(address: Address) -> FollowUpFilter {
    let show = address.one("show").unwrap_or_default();
    let base = FollowUpFilter { cursor: address.one("cursor"), ..FollowUpFilter::default() };
    match show.as_str() {
        "overdue" => FollowUpFilter { overdue: Some(true), ..base },
        "team" => FollowUpFilter { team: Some(true), ..base },
        "team-overdue" => FollowUpFilter { team: Some(true), overdue: Some(true), ..base },
        "done" => FollowUpFilter { status: Some(Status::Done), ..base },
        _ => base,
    }
}

#[component]
fn Rows(page: Page<FollowUp>, again: Callback<()>) -> impl IntoView {
    let place = Place::from(&page);
    if page.items.is_empty() {
        return view! { <Nothing/> }.into_any();
    }
    let rows =
        page.items.into_iter().map(|follow_up| view! { <FollowUpRow follow_up again/> }).collect_view();
    view! { <Steps><ul class="rows card">{rows}</ul></Steps> <Paging place/> }.into_any()
}

#[component]
fn Nothing() -> impl IntoView {
    match Address::here().one("show").as_deref() {
        Some("overdue" | "team-overdue") => {
            view! { <Empty icon=Name::CheckCircle title=tr!(follow_ups.none_overdue)/> }.into_any()
        }
        Some("done") => view! { <Empty icon=Name::Task title=tr!(follow_ups.none_done)/> }.into_any(),
        _ => view! { <Empty icon=Name::Task title=tr!(follow_ups.none) help=tr!(follow_ups.none_help)/> }
            .into_any(),
    }
}
