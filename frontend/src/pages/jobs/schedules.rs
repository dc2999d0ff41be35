//! What comes every hour and every day, and how its last turn went.

use domain::schedules::LastRun;
use leptos::prelude::*;

use super::words;
use crate::{
    components::{badge::Badge, time::Moment},
    i18n::{say, tr, use_i18n},
};

#[component]
pub fn Schedules(all: Vec<LastRun>) -> impl IntoView {
    let rows = all.into_iter().map(|run| view! { <Run run/> }).collect_view();
    view! {
        <section class="section" aria-labelledby="schedules">
            <h2 id="schedules">{tr!(jobs.schedules)}</h2>
            <ul class="rows card">{rows}</ul>
        </section>
    }
}

#[component]
fn Run(run: LastRun) -> impl IntoView {
    let i18n = use_i18n();
    let (name, often) = words::schedule(i18n, run.schedule);
    let last = match run.started_at {
        Some(at) => view! { {say!(i18n, jobs.last_run)} " " <Moment at/> }.into_any(),
        None => say!(i18n, jobs.never).into_any(),
    };
    let state = run.state.map(|state| {
        let (text, tone) = words::state(i18n, state);
        view! { <Badge tone text/> }
    });
    view! {
        <li class="row row-tall">
            <div class="row-body">
                <div class="row-line"><strong>{name}</strong> {state}</div>
                <p class="muted small">{often} " · " {last}</p>
            </div>
        </li>
    }
}
