//! The list: mine, overdue, the team's, done.

use domain::{
    follow_ups::{FollowUp, FollowUpFilter, Status},
    page::Page,
    permission::Permission,
    views::List,
};
use leptos::prelude::*;

use super::{loads::Loads, row::FollowUpRow};
use crate::{
    components::{
        address::Address,
        empty::Empty,
        filters::{OneOf, View},
        icon::Name,
        loaded::{Loaded, Reading},
        page_header::PageHeader,
        paging::{Paging, Place},
        period::Period,
        steps::Steps,
    },
    format::{day, today},
    i18n::{I18n, Text, say, tr, use_i18n},
    pages::views::SavedViews,
    session::use_session,
};

#[component]
pub fn FollowUps() -> impl IntoView {
    let (i18n, session, address) = (use_i18n(), use_session(), Address::here());
    let reading = Reading::new(move || session.follow_ups(filter(address)));
    // Made here and not with the rows: an undo calls it when they have long been drawn anew.
    let again = Callback::new(move |()| reading.again());
    let team = session.may(Permission::SeeTeam).then(|| {
        view! {
            <View key="show" value="team" label=tr!(follow_ups.team)/>
            <View key="show" value="team-today" label=tr!(follow_ups.team_today)/>
            <View key="show" value="team-overdue" label=tr!(follow_ups.team_overdue)/>
            <View key="show" value="team-escalated" label=tr!(follow_ups.team_escalated)/>
        }
    });
    let escalated = team.is_none().then(|| view! { <EscalatedToMe/> });
    let of_team = Memo::new(move |_| session.may(Permission::SeeTeam) && shows_team(address));
    view! {
        <PageHeader title=tr!(follow_ups.title)/>
        <nav class="tab-bar" aria-label=tr!(follow_ups.title)>
            <View key="show" value="" label=tr!(follow_ups.mine)/>
            <View key="show" value="overdue" label=tr!(follow_ups.overdue)/>
            <View key="show" value="today" label=tr!(follow_ups.today)/>
            {team}
            {escalated}
            <View key="show" value="done" label=tr!(follow_ups.done_view)/>
        </nav>
        <SavedViews list=List::FollowUps/>
        {move || of_team.get().then(|| view! { <ByColleague/> })}
        <Period words=Signal::derive(move || since(i18n, address)) keys=&["since"]/>
        <Period words=Signal::derive(move || late(i18n, address)) keys=&["on", "show"]/>
        <Loaded reading let:page><Rows page again/></Loaded>
        {move || of_team.get().then(|| view! { <Loads/> })}
    }
}

/// For whoever runs programs and does not see the team: the tab is there where something has come to them.
#[component]
fn EscalatedToMe() -> impl IntoView {
    let (session, address) = (use_session(), Address::here());
    let any = FollowUpFilter { limit: Some(1), ..escalated() };
    let reading = Reading::new(move || session.follow_ups(any.clone()));
    let there = Memo::new(move |_| {
        let some = reading.value().is_some_and(|page| !page.items.is_empty());
        some || address.has("show", "team-escalated")
    });
    move || {
        there.get().then(|| {
            view! { <View key="show" value="team-escalated" label=tr!(follow_ups.escalated_to_me)/> }
        })
    }
}

/// Those that managers were told of.
fn escalated() -> FollowUpFilter {
    FollowUpFilter { team: Some(true), escalated: Some(true), ..FollowUpFilter::default() }
}

/// Whose of the team's: a number of the dashboard counts one colleague's.
#[component]
fn ByColleague() -> impl IntoView {
    let session = use_session();
    let people = Reading::new(move || session.colleagues_and_former());
    let options = Signal::derive(move || {
        let all = people.value().unwrap_or_default().into_iter();
        all.map(|one| (one.id.to_string(), one.name)).collect::<Vec<_>>()
    });
    view! {
        <div class="form-row note-filters">
            <OneOf key="assignee" label=tr!(follow_ups.colleague) any=tr!(filters.anybody) options/>
        </div>
    }
}

fn shows_team(address: Address) -> bool {
    address.one("show").is_some_and(|show| show.starts_with("team"))
}

/// From which day on those were done that a number of the dashboard counts.
fn since(i18n: I18n, address: Address) -> Option<String> {
    let since = address.parsed("since").filter(|_| address.has("show", "done"))?;
    Some(say!(i18n, filters.since, day = day(i18n, since)))
}

/// The end of which day a number of the dashboard counts.
fn late(i18n: I18n, address: Address) -> Option<String> {
    let late = address.has("show", "late") || address.has("show", "team-late");
    let on = address.parsed("on").filter(|_| late)?;
    Some(say!(i18n, filters.late_on, day = day(i18n, on)))
}

fn filter(address: Address) -> FollowUpFilter {
    let show = address.one("show").unwrap_or_default();
    let assignee = address.one("assignee").and_then(|id| id.parse().ok());
    let base = FollowUpFilter { cursor: address.one("cursor"), ..FollowUpFilter::default() };
    let (late_on, closed_since) = (address.parsed("on"), address.parsed("since"));
    match show.as_str() {
        "today" => FollowUpFilter { today: Some(true), ..base },
        "team-today" => FollowUpFilter { team: Some(true), assignee, today: Some(true), ..base },
        "late" => FollowUpFilter { late_on, ..base },
        "team-late" => FollowUpFilter { team: Some(true), assignee, late_on, ..base },
        "overdue" => FollowUpFilter { overdue: Some(true), ..base },
        "team" => FollowUpFilter { team: Some(true), assignee, ..base },
        "team-overdue" => FollowUpFilter { team: Some(true), assignee, overdue: Some(true), ..base },
        "team-escalated" => FollowUpFilter { assignee, cursor: base.cursor, ..escalated() },
        "done" => FollowUpFilter { status: Some(Status::Done), closed_since, ..base },
        _ => base,
    }
}

#[component]
fn Rows(page: Page<FollowUp>, again: Callback<()>) -> impl IntoView {
    let place = Place::from(&page);
    if page.items.is_empty() {
        return view! { <Nothing/> }.into_any();
    }
    let parts = match Address::here().one("show").as_deref() {
        None | Some("") => by_day(page.items),
        _ => vec![(None, page.items)],
    };
    let parts = parts.into_iter().map(move |(title, rows)| {
        let rows = rows.into_iter().map(move |follow_up| view! { <FollowUpRow follow_up again/> });
        view! { {title.map(|title| view! { <h2>{title}</h2> })} <ul class="rows card">{rows.collect_view()}</ul> }
    });
    view! { <Steps>{parts.collect_view()}</Steps> <Paging place/> }.into_any()
}

/// One's own day: what is late, what is for today, and what comes.
fn by_day(rows: Vec<FollowUp>) -> Vec<(Option<Text>, Vec<FollowUp>)> {
    let now = today();
    let (late, rest): (Vec<_>, Vec<_>) = rows.into_iter().partition(|one| one.overdue);
    let (due, later): (Vec<_>, Vec<_>) = rest.into_iter().partition(|one| one.due_on <= now);
    let parts =
        [(tr!(follow_ups.overdue), late), (tr!(follow_ups.today), due), (tr!(follow_ups.later), later)];
    let parts = parts.into_iter().filter(|(_, rows)| !rows.is_empty());
    parts.map(|(title, rows)| (Some(title), rows)).collect()
}

#[component]
fn Nothing() -> impl IntoView {
    match Address::here().one("show").as_deref() {
        Some("overdue" | "team-overdue" | "team-escalated") => {
            view! { <Empty icon=Name::CheckCircle title=tr!(follow_ups.none_overdue)/> }.into_any()
        }
        Some("late" | "team-late") => {
            view! { <Empty icon=Name::CheckCircle title=tr!(follow_ups.none_late)/> }.into_any()
        }
        Some("today" | "team-today") => {
            view! { <Empty icon=Name::CheckCircle title=tr!(follow_ups.none_today)/> }.into_any()
        }
        Some("done") => view! { <Empty icon=Name::Task title=tr!(follow_ups.none_done)/> }.into_any(),
        _ => view! { <Empty icon=Name::Task title=tr!(follow_ups.none) help=tr!(follow_ups.none_help)/> }
            .into_any(),
    }
}
