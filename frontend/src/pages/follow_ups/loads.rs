//! Who carries how much: clients and follow-ups of each colleague.

use domain::assignments::CaseLoad;
use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    components::{
        badge::{Badge, Tone},
        loaded::{Loaded, Reading},
    },
    i18n::{say, tr, use_i18n},
    session::use_session,
};

#[component]
pub fn Loads() -> impl IntoView {
    let session = use_session();
    let reading = Reading::new(move || session.case_loads());
    view! {
        <section class="section">
            <h2>{tr!(follow_ups.loads)}</h2>
            <Loaded reading let:loads><Table loads/></Loaded>
        </section>
    }
}

#[component]
fn Table(loads: Vec<CaseLoad>) -> impl IntoView {
    let i18n = use_i18n();
    let (carrying, free): (Vec<_>, Vec<_>) =
        loads.into_iter().partition(|load| load.clients + load.open_follow_ups + load.overdue_follow_ups > 0);
    let free = free.into_iter().map(|load| load.user).collect::<Vec<_>>().join(", ");
    let free = (!free.is_empty()).then(|| say!(i18n, follow_ups.loads_free, names = free));
    let rows = carrying.into_iter().map(|load| view! { <Load load/> }).collect_view();
    view! {
        <table class="list" aria-label=tr!(follow_ups.loads)>
            <thead>
                <tr>
                    <th scope="col">{tr!(follow_ups.colleague)}</th>
                    <th scope="col" class="list-end">{tr!(follow_ups.loads_clients)}</th>
                    <th scope="col" class="list-end">{tr!(follow_ups.loads_open)}</th>
                    <th scope="col" class="list-end">{tr!(follow_ups.loads_today)}</th>
                    <th scope="col" class="list-end">{tr!(follow_ups.loads_overdue)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        {free.map(|free| view! { <p class="muted small">{free}</p> })}
    }
}

#[component]
fn Load(load: CaseLoad) -> impl IntoView {
    let i18n = use_i18n();
    let at = |show: &str| format!("/staff/follow-ups?show={show}&assignee={}", load.user_id);
    let late = match load.overdue_follow_ups {
        0 => view! { "0" }.into_any(),
        n => view! { <Badge tone=Tone::Danger text=n.to_string()/> }.into_any(),
    };
    let gone = (!load.active)
        .then(|| view! { " " <Badge tone=Tone::Warning text=say!(i18n, follow_ups.loads_gone)/> });
    view! {
        <tr>
            <th scope="row"><A href=at("team") {..} class="row-link">{load.user}</A> {gone}</th>
            <td class="list-end"><A href=format!("/staff/clients?assignee={}", load.user_id) {..} class="link">{load.clients}</A></td>
            <td class="list-end"><A href=at("team") {..} class="link">{load.open_follow_ups}</A></td>
            <td class="list-end"><A href=at("team-today") {..} class="link">{load.follow_ups_today}</A></td>
            <td class="list-end"><A href=at("team-overdue") {..} class="link">{late}</A></td>
        </tr>
    }
}
