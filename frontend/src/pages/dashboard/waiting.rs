//! What waits: follow-ups, applications, and the clients who changed last. Each part leads to its list.

use domain::{
    applications::ApplicationRow,
    clients::ClientRow,
    dashboard::{MyClients, MyFollowUps, NewApplications},
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::Part;
use crate::{
    components::{
        badge::{Badge, Tone},
        empty::Empty,
        icon::Name,
        time::Moment,
    },
    i18n::{say, tr, use_i18n},
    pages::{follow_ups::row::FollowUpRow, names::called, words},
};

#[component]
pub fn FollowUps(part: MyFollowUps, again: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let overdue = match part.overdue {
        0 => None,
        1 => Some(say!(i18n, dashboard.overdue_one)),
        n => Some(say!(i18n, dashboard.overdue, n = n)),
    };
    let today = (part.today > 0).then(|| say!(i18n, dashboard.due_today, n = part.today));
    let count = view! {
        {overdue.map(|text| view! { <Badge tone=Tone::Danger icon=Name::Clock text/> })}
        {today.map(|text| view! { <Badge tone=Tone::Warning text/> })}
    };
    let rows =
        part.next.into_iter().map(|follow_up| view! { <FollowUpRow follow_up again/> }).collect::<Vec<_>>();
    let body = if rows.is_empty() {
        let (title, help) = (tr!(dashboard.no_follow_ups), tr!(dashboard.no_follow_ups_help));
        view! { <Empty icon=Name::Task title help/> }.into_any()
    } else {
        view! { <ul class="rows">{rows}</ul> }.into_any()
    };
    view! {
        <Part title=tr!(dashboard.follow_ups) count=count.into_any() more=("/staff/follow-ups", tr!(dashboard.all_follow_ups))>
            {body}
        </Part>
    }
}

#[component]
pub fn Applications(part: NewApplications) -> impl IntoView {
    let i18n = use_i18n();
    let count = match part.count {
        0 => None,
        1 => Some(say!(i18n, dashboard.waiting_one)),
        n => Some(say!(i18n, dashboard.waiting, n = n)),
    };
    let count = count.map(|text| view! { <Badge tone=Tone::Info text/> }).into_any();
    let rows = part.oldest.into_iter().map(|row| view! { <Waiting row/> }).collect::<Vec<_>>();
    let body = if rows.is_empty() {
        let (title, help) = (tr!(dashboard.no_applications), tr!(dashboard.no_applications_help));
        view! { <Empty icon=Name::Inbox title help/> }.into_any()
    } else {
        view! { <ul class="rows">{rows}</ul> }.into_any()
    };
    view! {
        <Part title=tr!(dashboard.new_applications) count more=("/staff/applications?status=new&status=contacted", tr!(dashboard.all_applications))>
            {body}
        </Part>
    }
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

#[component]
pub fn Clients(part: MyClients) -> impl IntoView {
    let i18n = use_i18n();
    let count = match part.count {
        0 => None,
        1 => Some(say!(i18n, dashboard.clients_one)),
        n => Some(say!(i18n, dashboard.clients, n = n)),
    };
    let count = count.map(|text| view! { <span class="muted">{text}</span> }).into_any();
    let rows = part.recent.into_iter().map(|row| view! { <Recent row/> }).collect::<Vec<_>>();
    let body = if rows.is_empty() {
        let (title, help) = (tr!(dashboard.no_clients), tr!(dashboard.no_clients_help));
        view! { <Empty icon=Name::People title help/> }.into_any()
    } else {
        view! { <ul class="rows">{rows}</ul> }.into_any()
    };
    let more = ("/staff/clients?sort=updated", tr!(dashboard.all_clients));
    view! { <Part title=tr!(dashboard.my_clients) count more>{body}</Part> }
}

#[component]
fn Recent(row: ClientRow) -> impl IntoView {
    let i18n = use_i18n();
    let name = called(&row.first_name, &row.last_name, row.preferred_name.as_deref());
    let restricted = row.restricted.then(|| {
        view! { <Badge tone=Tone::Danger icon=Name::Restriction text=say!(i18n, clients.restricted)/> }
    });
    let stage = row.stage.map(|stage| words::stage(i18n, stage));
    view! {
        <li class="row">
            <A href=format!("/staff/clients/{}", row.id) {..} class="row-link">{name}</A>
            <span class="row-more muted">{restricted} " " {stage}</span>
            <span class="muted small row-end"><Moment at=row.updated_at/></span>
        </li>
    }
}
