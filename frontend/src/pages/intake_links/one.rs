//! One link: what it is for, until when, what came by it; and ending it.

use domain::{
    intake_links::{IntakeLink, IntakeLinkState},
    page::Total,
};
use leptos::prelude::*;

use super::words;
use crate::{
    components::{
        badge::Badge,
        icon::Name,
        made::{EndWords, MadeRow, ending},
        time::Moment,
    },
    format,
    i18n::{I18n, say, tr, use_i18n},
    session::use_session,
};

#[component]
pub fn One(one: IntakeLink, again: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let (state, tone) = words::state(i18n, one.state);
    let end = (one.state == IntakeLinkState::Works).then(|| end(i18n, &one, again));
    let about =
        [Some(words::kind(i18n, one.kind)), one.partner.clone(), one.reference.clone(), one.program.clone()];
    let about = about.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    view! {
        <MadeRow icon=Name::Mail end>
            <div class="row-line"><strong>{one.name.clone()}</strong> <Badge tone text=state/></div>
            <p class="small">{about}</p>
            <p class="small"><Arrived one=one.clone()/></p>
            <p class="muted small">{made(i18n, &one)}</p>
        </MadeRow>
    }
}

fn end(i18n: I18n, one: &IntakeLink, again: Callback<()>) -> AnyView {
    let (session, id) = (use_session(), one.id);
    let words = EndWords {
        end: tr!(intake_links.end),
        title: tr!(intake_links.end_title),
        help: tr!(intake_links.end_help),
        done: tr!(intake_links.was_ended),
    };
    let named = say!(i18n, intake_links.end_named, name = one.name.clone());
    ending(words, named, move || session.end_intake_link(id), again)
}

#[component]
fn Arrived(one: IntakeLink) -> impl IntoView {
    let i18n = use_i18n();
    let n = format::number(i18n, one.arrived.count);
    let number = match one.arrived {
        Total { exact: false, .. } => say!(i18n, intake_links.arrived_over, n = n),
        Total { count: 0, .. } => say!(i18n, intake_links.arrived_none),
        Total { count: 1, .. } => say!(i18n, intake_links.arrived_one),
        _ => say!(i18n, intake_links.arrived, n = n),
    };
    let last = one.last_arrived_at.map(|at| view! { " · " {say!(i18n, intake_links.last)} " " <Moment at/> });
    view! { {number} {last} }
}

fn made(i18n: I18n, one: &IntakeLink) -> String {
    let by = say!(i18n, intake_links.made_by, who = one.made_by.clone());
    let until = say!(i18n, intake_links.until, day = format::day(i18n, one.expires_on));
    format!("{by} · {until}")
}
