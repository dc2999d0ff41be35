//! One piece of work: what it is, how it stands, and why it failed.

use domain::jobs::{Job, Kind, State};
use leptos::prelude::*;

use super::{actions::Actions, words};
use crate::{
    components::{
        badge::Badge,
        icon::{Icon, Name},
        time::Moment,
    },
    i18n::{say, use_i18n},
};

#[component]
pub fn One(one: Job) -> impl IntoView {
    let i18n = use_i18n();
    let icon = match one.kind {
        Kind::Mail => Name::Mail,
        Kind::PasswordReset => Name::Lock,
        Kind::KnownApplicant => Name::Search,
        Kind::BulkChange => Name::People,
        Kind::EscalateFollowUps
        | Kind::RemindOfFollowUps
        | Kind::RemindOfRestrictionReviews
        | Kind::LapseOffers => Name::Clock,
        Kind::SendDigests => Name::Mail,
        Kind::SweepFiles | Kind::SweepJobs => Name::Trash,
    };
    let (name, error) = (words::what(i18n, one.kind, &one.subject), one.last_error.clone());
    let (words, tone) = words::state(i18n, one.state);
    let error = error.map(|why| view! { <p class="small">{say!(i18n, jobs.why, why = why)}</p> });
    view! {
        <li class="row row-tall job">
            <span class="event-icon"><Icon name=icon/></span>
            <div class="row-body">
                <div class="row-line"><strong>{name.clone()}</strong> <Badge tone text=words/></div>
                <p class="muted small"><When one=one.clone()/></p>
                {error}
            </div>
            <Actions one name/>
        </li>
    }
}

#[component]
fn When(one: Job) -> impl IntoView {
    let i18n = use_i18n();
    let tries = (one.attempts > 0).then(|| say!(i18n, jobs.tries, n = one.attempts) + " · ");
    let (words, at) = match one.state {
        State::Waiting if one.attempts > 0 => (say!(i18n, jobs.next_try), one.due_at),
        State::Waiting | State::Running => (say!(i18n, jobs.since), one.created_at),
        State::Done => (say!(i18n, jobs.done_at), one.finished_at.unwrap_or(one.due_at)),
        State::Dead => (say!(i18n, jobs.dead_at), one.finished_at.unwrap_or(one.due_at)),
    };
    view! { {tries} {words} " " <Moment at/> }
}
