//! One link: what it is for, until when, what came by it; and ending it.

use domain::{
    ids::IntakeLinkId,
    intake_links::{IntakeLink, IntakeLinkState},
};
use leptos::prelude::*;

use super::words;
use crate::{
    components::{
        badge::Badge,
        confirm::{Call, Confirm},
        dialog::Dialog,
        icon::{Icon, Name},
        time::Moment,
        toast::use_toasts,
    },
    format,
    i18n::{I18n, say, tr, use_i18n},
    session::use_session,
};

#[component]
pub fn One(one: IntakeLink, again: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let asking = RwSignal::new(false);
    let (state, tone) = words::state(i18n, one.state);
    let label = say!(i18n, intake_links.end_named, name = one.name.clone());
    let id = one.id;
    let end = (one.state == IntakeLinkState::Works).then(|| {
        view! {
            <button class="btn btn-sm" type="button" aria-label=label on:click=move |_| asking.set(true)>
                {say!(i18n, intake_links.end)}
            </button>
            <Dialog open=asking title=tr!(intake_links.end_title)><End id asking again/></Dialog>
        }
    });
    let about =
        [Some(words::kind(i18n, one.kind)), one.partner.clone(), one.reference.clone(), one.program.clone()];
    let about = about.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    view! {
        <li class="row row-tall">
            <span class="event-icon"><Icon name=Name::Mail/></span>
            <div class="row-body">
                <div class="row-line"><strong>{one.name.clone()}</strong> <Badge tone text=state/></div>
                <p class="small">{about}</p>
                <p class="small"><Arrived one=one.clone()/></p>
                <p class="muted small">{made(i18n, &one)}</p>
            </div>
            <div class="row-end">{end}</div>
        </li>
    }
}

#[component]
fn Arrived(one: IntakeLink) -> impl IntoView {
    let i18n = use_i18n();
    let number = match one.arrived {
        0 => say!(i18n, intake_links.arrived_none),
        1 => say!(i18n, intake_links.arrived_one),
        n => say!(i18n, intake_links.arrived, n = n),
    };
    let last = one.last_arrived_at.map(|at| view! { " · " {say!(i18n, intake_links.last)} " " <Moment at/> });
    view! { {number} {last} }
}

fn made(i18n: I18n, one: &IntakeLink) -> String {
    let by = say!(i18n, intake_links.made_by, who = one.made_by.clone());
    let until = say!(i18n, intake_links.until, day = format::day(i18n, one.expires_on));
    format!("{by} · {until}")
}

#[component]
fn End(id: IntakeLinkId, asking: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let call = Call::new();
    let end = move || {
        call.run(session.end_intake_link(id), move |()| {
            asking.set(false);
            toasts.say(untrack(|| say!(i18n, intake_links.was_ended)));
            again.run(());
        });
    };
    view! {
        <p>{tr!(intake_links.end_help)}</p>
        <Confirm call label=tr!(intake_links.end) on_yes=end on_no=move || asking.set(false)/>
    }
}
