//! The plan on paper: in the summary, and alone, for the client to take home and sign.

use domain::goals::{Goal, GoalFilter, Step};
use leptos::prelude::*;
use leptos_router::components::A;

use super::words;
use crate::{
    components::{
        button::Button,
        icon::{Icon, Name},
        loaded::{Loaded, Reading},
    },
    format,
    i18n::{say, tr, use_i18n},
    pages::client::{Letterhead, use_record},
    session::use_session,
};

/// As many goals as a paper bears.
const MOST: u16 = 100;

#[component]
pub fn PlanOnPaper() -> impl IntoView {
    let (i18n, record) = (use_i18n(), use_record());
    let print = || {
        // A browser that cannot print does nothing.
        drop(window().print());
    };
    let icon = view! { <Icon name=Name::Printer/> }.into_any();
    let of = Signal::derive(move || say!(i18n, goals.plan_of, name = record.called()));
    let href = move || format!("/staff/clients/{}/plan", record.id());
    view! {
        <section class="section summary plan-paper">
            <header class="section-head no-print">
                <div><h2>{of}</h2> <p class="muted">{tr!(goals.print_help)}</p></div>
                <div class="row-actions">
                    <A href {..} class="btn btn-ghost">{tr!(goals.back)}</A>
                    <Button label=tr!(common.print) class="btn btn-primary" icon on_click=print/>
                </div>
            </header>
            <Letterhead of/>
            <PlanPart/>
            <Signatures/>
        </section>
    }
}

/// The goals with their steps, and what came of those that are closed.
#[component]
pub fn PlanPart() -> impl IntoView {
    let (session, record) = (use_session(), use_record());
    let reading = Reading::new(move || {
        session.goals(record.id(), GoalFilter { limit: Some(MOST), ..GoalFilter::default() })
    });
    let show = |mut goals: Vec<Goal>| {
        goals.sort_by_key(|goal| !goal.is_open());
        match goals.is_empty() {
            true => view! { <p class="muted">{tr!(goals.none)}</p> }.into_any(),
            false => goals.into_iter().map(|goal| view! { <OnPaper goal/> }).collect_view().into_any(),
        }
    };
    view! {
        <div class="section">
            <h2>{tr!(goals.title)}</h2>
            <Loaded reading rows=3 let:page>{show(page.items)}</Loaded>
        </div>
    }
}

#[component]
fn OnPaper(goal: Goal) -> impl IntoView {
    let i18n = use_i18n();
    let end = match (goal.target_on, goal.closed_on) {
        (_, Some(day)) => Some(format!("{}, {}", words::status(i18n, goal.status), format::day(i18n, day))),
        (Some(day), None) => Some(say!(i18n, goals.by_day, day = format::day(i18n, day))),
        (None, None) => None,
    };
    let why = (!goal.why.is_empty())
        .then(|| view! { <blockquote class="goal-why prewrap">{goal.why.clone()}</blockquote> });
    let steps = goal.steps.into_iter().map(|step| view! { <Line step/> }).collect_view();
    view! {
        <article class="card padded goal-paper">
            <div class="goal-head"><h3>{goal.title}</h3> <span class="muted">{end}</span></div>
            {why}
            {goal.outcome.map(|outcome| view! { <p class="prewrap">{outcome}</p> })}
            <ol class="plan-steps">{steps}</ol>
        </article>
    }
}

#[component]
fn Line(step: Step) -> impl IntoView {
    let (i18n, record) = (use_i18n(), use_record());
    let done = step.done_on.is_some();
    let state = if done { tr!(goals.step_done) } else { tr!(goals.step_open) };
    let owner = step.owner.clone().unwrap_or_else(|| record.called());
    let when = match (step.done_on, step.due_on) {
        (Some(day), _) => Some(say!(i18n, goals.done_on_day, day = format::day(i18n, day))),
        (None, Some(day)) => Some(say!(i18n, goals.by_day, day = format::day(i18n, day))),
        (None, None) => None,
    };
    let more = [Some(owner), when].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    view! {
        <li class="step" data-done=done.to_string()>
            <p class="step-what">
                <span class="step-mark" data-done=done.to_string()>{done.then(|| view! { <Icon name=Name::Check/> })}</span>
                <span class="sr-only">{state} ": "</span>
                <span class="step-words">{step.what}</span>
            </p>
            <p class="step-more muted small">{more}</p>
        </li>
    }
}

/// Both sign: the plan is theirs together.
#[component]
fn Signatures() -> impl IntoView {
    let (session, record) = (use_session(), use_record());
    let line = |name: Signal<String>| {
        view! { <div class="signature"><span>{name}</span> <span>{tr!(goals.sign_date)}</span></div> }
    };
    view! {
        <div class="signatures">
            {line(Signal::derive(move || record.called()))}
            {line(Signal::derive(move || session.me().name))}
        </div>
    }
}
