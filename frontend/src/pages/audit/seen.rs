//! Who saw a client's record: what was opened, one by one and with the reasons, and who looked how often. On paper it
//! can be handed to the client.

use domain::disclosures::{Looks, Opened};
use leptos::prelude::*;

use super::words::operation;
use crate::{
    components::{
        button::Button,
        empty::Empty,
        icon::{Icon, Name},
        loaded::{Loaded, Reading},
        time::Moment,
    },
    format,
    i18n::{say, tr, use_i18n},
    pages::client::{Letterhead, use_record},
    session::use_session,
};

#[component]
pub fn WhoSaw() -> impl IntoView {
    let (i18n, session, record) = (use_i18n(), use_session(), use_record());
    let opened = Reading::new(move || session.disclosures(record.id()));
    let looks = Reading::new(move || session.looks(record.id()));
    let of = Signal::derive(move || say!(i18n, audit.who_saw_of, name = record.called()));
    let print = || {
        // A browser that cannot print does nothing.
        drop(window().print());
    };
    let icon = view! { <Icon name=Name::Printer/> }.into_any();
    view! {
        <section class="section summary plan-paper">
            <header class="section-head no-print">
                <div><h2>{tr!(audit.who_saw)}</h2> <p class="muted">{tr!(audit.who_saw_help)}</p></div>
                <Button label=tr!(common.print) class="btn btn-primary" icon on_click=print/>
            </header>
            <Letterhead of/>
            <div class="card padded">
                <h3>{tr!(audit.opened)}</h3>
                <Loaded reading=opened rows=4 let:all><AllOpened all/></Loaded>
            </div>
            <div class="card padded">
                <h3>{tr!(audit.looked)}</h3>
                <Loaded reading=looks rows=4 let:looks><Looked looks/></Loaded>
            </div>
        </section>
    }
}

#[component]
fn AllOpened(all: Vec<Opened>) -> impl IntoView {
    if all.is_empty() {
        return view! { <Empty icon=Name::Eye title=tr!(audit.none_opened)/> }.into_any();
    }
    let i18n = use_i18n();
    let row = move |one: Opened| {
        let by = match one.by.as_str() {
            "job" => say!(i18n, audit.by_job),
            _ => one.by.clone(),
        };
        view! {
            <tr>
                <th scope="row"><Moment at=one.at/></th>
                <td>{by}</td>
                <td>{operation(i18n, &one.operation)}</td>
                <td>{one.reason}</td>
            </tr>
        }
    };
    view! {
        <table class="list list-plain" aria-label=tr!(audit.opened)>
            <thead><tr>
                <th scope="col">{tr!(audit.when)}</th> <th scope="col">{tr!(audit.person)}</th>
                <th scope="col">{tr!(audit.action)}</th> <th scope="col">{tr!(audit.why)}</th>
            </tr></thead>
            <tbody>{all.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

#[component]
fn Looked(looks: Vec<Looks>) -> impl IntoView {
    if looks.is_empty() {
        return view! { <Empty icon=Name::Eye title=tr!(audit.nobody_looked)/> }.into_any();
    }
    let i18n = use_i18n();
    let row = move |one: Looks| {
        let times = format::number(i18n, u64::try_from(one.times).unwrap_or_default());
        view! {
            <tr><th scope="row">{one.by}</th> <td class="list-end">{times}</td> <td><Moment at=one.last/></td></tr>
        }
    };
    view! {
        <table class="list list-plain" aria-label=tr!(audit.looked)>
            <thead><tr>
                <th scope="col">{tr!(audit.person)}</th> <th scope="col" class="list-end">{tr!(audit.times)}</th>
                <th scope="col">{tr!(audit.last_look)}</th>
            </tr></thead>
            <tbody>{looks.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}
