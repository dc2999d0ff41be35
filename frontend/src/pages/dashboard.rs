//! What awaits one this morning. Each part leads to its list.

use domain::{
    applications::ApplicationRow,
    clients::ClientRow,
    dashboard::{Dashboard as Awaiting, MyClients, MyFollowUps, NewApplications},
};
use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    components::{
        badge::{Badge, Tone},
        empty::Empty,
        icon::Name,
        loaded::{Loaded, Reading},
        page_header::PageHeader,
        time::Moment,
    },
    i18n::{I18n, Text, say, tr, use_i18n},
    pages::{follow_ups::row::FollowUpRow, names::called, words},
    session::use_session,
};

#[component]
pub fn Dashboard() -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let reading = Reading::new(move || session.dashboard());
    let title = Signal::derive(move || greeting(i18n, &session.me().name));
    view! {
        <PageHeader title/>
        <Loaded reading rows=8 let:awaiting><Parts awaiting again=Callback::new(move |()| reading.again())/></Loaded>
    }
}

fn greeting(i18n: I18n, name: &str) -> String {
    let name = name.split_whitespace().next().unwrap_or(name).to_owned();
    match js_sys::Date::new_0().get_hours() {
        0..12 => say!(i18n, dashboard.morning, name = name),
        12..18 => say!(i18n, dashboard.afternoon, name = name),
        _ => say!(i18n, dashboard.evening, name = name),
    }
}

#[component]
fn Parts(awaiting: Awaiting, again: Callback<()>) -> impl IntoView {
    let Awaiting { new_applications, my_clients, follow_ups, .. } = awaiting;
    view! {
        <div class="dashboard">
            {follow_ups.map(|part| view! { <FollowUps part again/> })}
            {new_applications.map(|part| view! { <Applications part/> })}
            {my_clients.map(|part| view! { <Clients part/> })}
        </div>
    }
}

/// A part of the page: a heading, a count, the way to the whole list.
#[component]
fn Part(title: Text, count: AnyView, href: &'static str, all: Text, children: Children) -> impl IntoView {
    view! {
        <section class="card part">
            <header class="part-head">
                <h2>{title}</h2>
                <div class="part-count">{count}</div>
                <A href {..} class="link part-all">{all}</A>
            </header>
            {children()}
        </section>
    }
}

#[component]
fn FollowUps(part: MyFollowUps, again: Callback<()>) -> impl IntoView {
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
        <Part title=tr!(dashboard.follow_ups) count=count.into_any() href="/staff/follow-ups" all=tr!(dashboard.all_follow_ups)>
            {body}
        </Part>
    }
}

#[component]
fn Applications(part: NewApplications) -> impl IntoView {
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
        <Part title=tr!(dashboard.new_applications) count href="/staff/applications?status=new&status=contacted" all=tr!(dashboard.all_applications)>
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
fn Clients(part: MyClients) -> impl IntoView {
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
    let href = "/staff/clients?sort=updated";
    view! { <Part title=tr!(dashboard.my_clients) count href all=tr!(dashboard.all_clients)>{body}</Part> }
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
