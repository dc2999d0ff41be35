//! Who carries how much: clients and follow-ups of each colleague.

use domain::assignments::CaseLoad;
use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    components::{
        badge::{Badge, Tone},
        loaded::{Loaded, Reading},
    },
    i18n::tr,
    session::use_session,
};

#[component]
pub fn Loads() -> impl IntoView {
    let session = use_session();
    let reading = Reading::new(move || session.case_loads());
    view! { <Loaded reading let:loads><Table loads/></Loaded> }
}

#[component]
fn Table(loads: Vec<CaseLoad>) -> impl IntoView {
    let rows = loads.into_iter().map(|load| view! { <Load load/> }).collect_view();
    view! {
        <table class="list" aria-label=tr!(follow_ups.loads)>
            <thead>
                <tr>
                    <th scope="col">{tr!(follow_ups.colleague)}</th>
                    <th scope="col" class="list-end">{tr!(follow_ups.loads_clients)}</th>
                    <th scope="col" class="list-end">{tr!(follow_ups.loads_open)}</th>
                    <th scope="col" class="list-end">{tr!(follow_ups.loads_overdue)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

#[component]
fn Load(load: CaseLoad) -> impl IntoView {
    let href = format!("/staff/clients?assignee={}", load.user_id);
    let overdue = match load.overdue_follow_ups {
        0 => view! { "0" }.into_any(),
        n => view! { <Badge tone=Tone::Danger text=n.to_string()/> }.into_any(),
    };
    view! {
        <tr>
            <th scope="row"><A href {..} class="row-link">{load.user}</A></th>
            <td class="list-end">{load.clients}</td>
            <td class="list-end">{load.open_follow_ups}</td>
            <td class="list-end">{overdue}</td>
        </tr>
    }
}
