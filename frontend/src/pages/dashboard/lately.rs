//! What happened with one's clients, and what one did oneself.

use domain::{
    dashboard::{Activity, Dashboard as Awaiting, MyNumbers, Tile},
    timeline::Event,
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{Page, part::Part};
use crate::{
    components::{
        empty::Empty,
        icon::{Icon, Name},
        time::Moment,
    },
    i18n::{I18n, say, tr, use_i18n},
    pages::{notes::use_note_types, timeline},
    session::use_session,
};

#[component]
pub fn Lately(page: Page) -> impl IntoView {
    use_note_types();
    let body = |awaiting: Awaiting| {
        if !awaiting.tiles.contains(&Tile::Activity) {
            return None;
        }
        if awaiting.activity.is_empty() {
            let (title, help) = (tr!(dashboard.no_activity), tr!(dashboard.no_activity_help));
            return Some(view! { <Empty icon=Name::History title help/> }.into_any());
        }
        let rows = awaiting.activity.into_iter().map(|one| view! { <Line one/> });
        Some(view! { <ul class="rows">{rows.collect_view()}</ul> }.into_any())
    };
    view! { <Part tile=Tile::Activity reading=page.day more=None body/> }
}

#[component]
fn Line(one: Activity) -> impl IntoView {
    let (i18n, types) = (use_i18n(), use_note_types());
    let by = one.by.clone().map(|who| say!(i18n, dashboard.by, who = who));
    let (name, event) = (one.client_name.clone(), event(&one));
    view! {
        <li class="row">
            <Icon name=timeline::icon(one.kind)/>
            <A href=format!("/staff/clients/{}", one.client_id) {..} class="row-link">{name}</A>
            <span class="row-more">{move || timeline::short(i18n, types, &event)}</span>
            <span class="muted small row-end">{by} <Moment at=one.at/></span>
        </li>
    }
}

/// As it stands in the record's timeline.
fn event(one: &Activity) -> Event {
    Event {
        at: one.at,
        kind: one.kind,
        subject_id: String::new(),
        what: one.what.clone(),
        by: None,
        about: None,
        text: None,
        confidential: false,
    }
}

#[component]
pub fn Numbers(page: Page) -> impl IntoView {
    let i18n = use_i18n();
    let me = use_session().me().id;
    let body = move |awaiting: Awaiting| {
        let MyNumbers { since, notes, follow_ups_done, new_clients } = awaiting.numbers?;
        let all = [
            (notes, Kind::Notes, format!("/staff/notes?show=mine&since={since}")),
            (follow_ups_done, Kind::Done, format!("/staff/follow-ups?show=done&since={since}")),
            (new_clients, Kind::Came, format!("/staff/clients?assignee={me}&assigned_since={since}")),
        ];
        let number = |(number, kind, href): (Option<i64>, Kind, String)| {
            let number = number?;
            let words = words(i18n, number, kind);
            Some(
                view! { <li><A href {..} class="link-number"><strong>{number}</strong> " " <span class="muted">{words}</span></A></li> },
            )
        };
        Some(view! { <ul class="numbers">{all.map(number)}</ul> }.into_any())
    };
    view! { <Part tile=Tile::Numbers reading=page.day more=None body/> }
}

#[derive(Clone, Copy)]
enum Kind {
    Notes,
    Done,
    Came,
}

fn words(i18n: I18n, number: i64, kind: Kind) -> String {
    match (kind, number) {
        (Kind::Notes, 1) => say!(i18n, dashboard.note),
        (Kind::Notes, _) => say!(i18n, dashboard.notes),
        (Kind::Done, 1) => say!(i18n, dashboard.done_one),
        (Kind::Done, _) => say!(i18n, dashboard.done),
        (Kind::Came, 1) => say!(i18n, dashboard.came_one),
        (Kind::Came, _) => say!(i18n, dashboard.came),
    }
}
