//! What waits: follow-ups and applications. Each number leads to its list.

use domain::{
    applications::ApplicationRow,
    dashboard::{Dashboard as Awaiting, MyFollowUps, NewApplications, Tile},
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{Page, part::Part};
use crate::{
    components::{
        badge::{Badge, Tone},
        empty::Empty,
        icon::Name,
        time::Moment,
    },
    i18n::{I18n, say, tr, use_i18n},
    pages::{follow_ups::row::FollowUpRow, names::called},
};

#[component]
pub fn FollowUps(page: Page) -> impl IntoView {
    let i18n = use_i18n();
    let count = Callback::new(move |page: Awaiting| Some(due(i18n, &page.follow_ups?)));
    let body = move |awaiting: Awaiting| {
        let next = awaiting.follow_ups?.next;
        if next.is_empty() {
            let (title, help) = (tr!(dashboard.no_follow_ups), tr!(dashboard.no_follow_ups_help));
            return Some(view! { <Empty icon=Name::Task title help/> }.into_any());
        }
        let again = page.again;
        let rows = next.into_iter().map(|follow_up| view! { <FollowUpRow follow_up again/> });
        Some(view! { <ul class="rows">{rows.collect_view()}</ul> }.into_any())
    };
    let more = Some(("/staff/follow-ups".to_owned(), tr!(dashboard.all_follow_ups)));
    view! { <Part tile=Tile::FollowUps reading=page.day more count body/> }
}

fn due(i18n: I18n, part: &MyFollowUps) -> AnyView {
    let overdue = match part.overdue {
        0 => None,
        1 => Some(say!(i18n, dashboard.overdue_one)),
        n => Some(say!(i18n, dashboard.overdue, n = n)),
    };
    let today = (part.today > 0).then(|| say!(i18n, dashboard.due_today, n = part.today));
    let overdue = overdue.map(|text| {
        view! { <A href="/staff/follow-ups?show=overdue"><Badge tone=Tone::Danger icon=Name::Clock text/></A> }
    });
    let today = today.map(|text| {
        view! { <A href="/staff/follow-ups?show=today"><Badge tone=Tone::Warning text/></A> }
    });
    view! { {overdue} {today} }.into_any()
}

#[component]
pub fn Applications(page: Page) -> impl IntoView {
    let i18n = use_i18n();
    let count = Callback::new(move |page: Awaiting| waiting(i18n, &page.new_applications?));
    let body = |awaiting: Awaiting| {
        let oldest = awaiting.new_applications?.oldest;
        if oldest.is_empty() {
            let (title, help) = (tr!(dashboard.no_applications), tr!(dashboard.no_applications_help));
            return Some(view! { <Empty icon=Name::Inbox title help/> }.into_any());
        }
        let rows = oldest.into_iter().map(|row| view! { <Waiting row/> }).collect_view();
        Some(view! { <ul class="rows">{rows}</ul> }.into_any())
    };
    let more = Some(("/staff/applications".to_owned(), tr!(dashboard.all_applications)));
    view! { <Part tile=Tile::NewApplications reading=page.day more count body/> }
}

fn waiting(i18n: I18n, part: &NewApplications) -> Option<AnyView> {
    let text = match part.count {
        0 => return None,
        1 => say!(i18n, dashboard.waiting_one),
        n => say!(i18n, dashboard.waiting, n = n),
    };
    Some(view! { <A href="/staff/applications?status=new"><Badge tone=Tone::Info text/></A> }.into_any())
}

#[component]
fn Waiting(row: ApplicationRow) -> impl IntoView {
    let name = called(&row.first_name, &row.last_name, Some(&row.preferred_name));
    let programs = row.programs.join(", ");
    view! {
        <li class="row">
            <A href=format!("/staff/applications/{}", row.id) {..} class="row-link">{name}</A>
            <span class="muted row-more">{programs}</span>
            <span class="muted small row-end"><Moment at=row.submitted_at/></span>
        </li>
    }
}
