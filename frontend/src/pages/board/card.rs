//! A client on the board.

use domain::{board::Card, clients::Stage};
use leptos::prelude::*;
use leptos_router::components::A;
use web_sys::DragEvent;

use super::{columns::Chosen, desk::Desk};
use crate::{
    components::{
        badge::{Badge, Tone},
        icon::{Icon, Name},
    },
    format,
    i18n::{I18n, say, tr, use_i18n},
    pages::words,
};

#[component]
pub fn CardView(
    desk: Desk,
    card: Card,
    stage: Stage,
    /// Whoever looks may move it, or propose to.
    may: bool,
    open: RwSignal<bool>,
    chosen: Chosen,
) -> impl IntoView {
    let i18n = use_i18n();
    let (id, name) = (card.id, card.name.clone());
    let take = move |event: DragEvent| {
        if let Some(data) = event.data_transfer() {
            data.set_effect_allowed("move");
            // Some browsers drag nothing that has no text. It stays in this page.
            drop(data.set_data("text/plain", ""));
        }
        desk.dragged.set(Some(id));
    };
    let restricted = card.restricted.then(|| {
        view! { <Badge tone=Tone::Danger icon=Name::Restriction text=say!(i18n, clients.restricted)/> }
    });
    let proposed = card.proposed.map(|to| {
        let text = say!(i18n, board.proposed, stage = words::stage(i18n, to));
        view! { <Badge tone=Tone::Info icon=Name::Change text/> }
    });
    let staff = (!card.assignees.is_empty()).then(|| card.assignees.join(", "));
    let due = card.next_follow_up.map(|day| say!(i18n, board.follow_up, when = format::near_day(i18n, day)));
    let late = card.next_follow_up.is_some_and(|day| day < format::today());
    view! {
        <li class="board-card" draggable=may.to_string() on:dragstart=take on:dragend=move |_| desk.dragged.set(None)>
            <A href=format!("/staff/clients/{id}") {..} id=format!("card-{id}") class="row-link" draggable="false">{card.name.clone()}</A>
            {restricted}
            <p class="muted small">{days(i18n, card.days)}</p>
            {due.map(|due| view! { <p class="small board-due" data-late=late.to_string()><Icon name=Name::Task/> <span>{due}</span></p> })}
            {staff.map(|staff| view! { <p class="muted small">{staff}</p> })}
            {proposed}
            {may.then(|| view! { <MoveButton id name stage open chosen/> })}
        </li>
    }
}

#[component]
fn MoveButton(
    id: domain::ids::ClientId,
    name: String,
    stage: Stage,
    open: RwSignal<bool>,
    chosen: Chosen,
) -> impl IntoView {
    let whom = name.clone();
    let choose = move |_| {
        chosen.set(Some((id, name.clone(), stage)));
        open.set(true);
    };
    view! {
        <button class="btn btn-sm btn-ghost" type="button" on:click=choose>
            {tr!(board.move_to)} <span class="sr-only">{whom}</span>
        </button>
    }
}

pub fn days(i18n: I18n, days: i32) -> String {
    match days {
        ..=0 => say!(i18n, board.since_today),
        1 => say!(i18n, board.one_day),
        n => say!(i18n, board.days, n = n),
    }
}
