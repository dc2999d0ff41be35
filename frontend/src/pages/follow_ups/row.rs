//! A follow-up in a list, with what one may do with it.

use domain::{
    follow_ups::{FollowUp, Repeats, Rhythm, Status},
    permission::Permission,
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{complete::Complete, reschedule::Reschedule};
use crate::{
    components::{
        badge::{Badge, Tone},
        icon::Name,
    },
    format,
    i18n::{I18n, say, tr, use_i18n},
    session::use_session,
};

#[component]
pub fn FollowUpRow(
    follow_up: FollowUp,
    /// Something was changed: read the list again.
    again: Callback<()>,
    /// On the client's own page the name would only repeat itself.
    #[prop(optional)]
    without_client: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let href = format!("/staff/clients/{}", follow_up.client_id);
    let client = (!without_client).then(|| {
        let name = follow_up.client_name.clone();
        view! { <A href {..} class="row-link">{name}</A> }
    });
    let overdue = follow_up.overdue.then(|| {
        view! { <Badge tone=Tone::Danger icon=Name::Clock text=say!(i18n, follow_ups.overdue_mark)/> }
    });
    let escalated = follow_up.escalated_at.map(|_| {
        view! { <Badge tone=Tone::Warning icon=Name::People text=say!(i18n, follow_ups.escalated_mark)/> }
    });
    view! {
        <li class="row row-tall">
            <div class="row-body">
                <div class="row-line">{client} {overdue} {escalated} <span class="muted small">{remarks(i18n, &follow_up)}</span></div>
                <p class="prewrap">{follow_up.purpose.clone()}</p>
                {follow_up.moved_because.clone().map(|why| {
                    view! { <p class="muted small prewrap">{say!(i18n, follow_ups.moved_why, why = why)}</p> }
                })}
                {follow_up.outcome.clone().map(|outcome| view! { <p class="muted prewrap">{outcome}</p> })}
            </div>
            <Actions follow_up again/>
        </li>
    }
}

/// When it is due, for whom, and how often the day was moved.
fn remarks(i18n: I18n, follow_up: &FollowUp) -> String {
    let session = use_session();
    let day = format::near_day(i18n, follow_up.due_on);
    let due = match follow_up.closed_at {
        Some(at) if follow_up.status == Status::Cancelled => {
            say!(i18n, follow_ups.ended_at, when = format::moment(i18n, at))
        }
        Some(at) => say!(i18n, follow_ups.closed_at, when = format::moment(i18n, at)),
        None if follow_up.overdue => say!(i18n, follow_ups.was_due, when = day),
        None => say!(i18n, follow_ups.due, when = day),
    };
    let others = (follow_up.assignee_id != session.me().id)
        .then(|| say!(i18n, follow_ups.for_person, name = follow_up.assignee.clone()));
    let moved = match follow_up.reschedules {
        0 => None,
        1 => Some(say!(i18n, follow_ups.moved_once)),
        n => Some(say!(i18n, follow_ups.moved, n = n)),
    };
    let repeats = follow_up.repeats.map(|repeats| rhythm(i18n, repeats));
    [Some(due), others, moved, repeats].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// "every 2 weeks, until May 3, 2027"
fn rhythm(i18n: I18n, repeats: Repeats) -> String {
    let often = match (repeats.rhythm, repeats.every) {
        (Rhythm::Weekly, 1) => say!(i18n, follow_ups.every_week),
        (Rhythm::Weekly, n) => say!(i18n, follow_ups.every_weeks, n = n),
        (Rhythm::Monthly, 1) => say!(i18n, follow_ups.every_month),
        (Rhythm::Monthly, n) => say!(i18n, follow_ups.every_months, n = n),
    };
    match repeats.until {
        Some(last) => say!(i18n, follow_ups.often_until, often = often, day = format::day(i18n, last)),
        None => often,
    }
}

#[component]
fn Actions(follow_up: FollowUp, again: Callback<()>) -> impl IntoView {
    let may = use_session().may(Permission::WriteFollowUps) && follow_up.status == Status::Open;
    let (completing, moving) = (RwSignal::new(false), RwSignal::new(false));
    let follow_up = StoredValue::new(follow_up);
    may.then(|| {
        view! {
            <div class="row-actions">
                <button class="btn btn-sm" type="button" on:click=move |_| completing.set(true)>
                    {tr!(follow_ups.complete)}
                </button>
                <button class="btn btn-sm btn-ghost" type="button" on:click=move |_| moving.set(true)>
                    {tr!(follow_ups.reschedule)}
                </button>
                <Complete open=completing follow_up again/>
                <Reschedule open=moving follow_up again/>
            </div>
        }
    })
}
