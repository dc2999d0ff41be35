//! A goal as a card: why it matters, how far it has come, and its steps.

use domain::{goals::Goal, permission::Permission};
use leptos::{prelude::*, task::spawn_local};

use super::{
    amend::AmendGoal, close::CloseGoal, of_client::Plan, remove::RemoveGoal, step::StepRow,
    step_forms::AddStep, words,
};
use crate::{
    components::{
        badge::Badge,
        dialog::Dialog,
        failure,
        icon::{Icon, Name},
        toast::use_toasts,
    },
    i18n::{say, tr, use_i18n},
    session::use_session,
};

#[component]
pub fn GoalCard(goal: Goal, plan: Plan) -> impl IntoView {
    let i18n = use_i18n();
    let may = use_session().may(Permission::WriteGoals);
    let title = format!("goal-{}", goal.id);
    let labelled_by = title.clone();
    let stored = StoredValue::new(goal.clone());
    let steps = goal.steps.iter().cloned().enumerate();
    let steps = steps.map(|(place, step)| view! { <StepRow goal=stored step place plan/> }).collect_view();
    let why = (!goal.why.is_empty())
        .then(|| view! { <blockquote class="goal-why prewrap">{goal.why.clone()}</blockquote> });
    let outcome = goal.outcome.clone().map(|outcome| view! { <p class="prewrap">{outcome}</p> });
    view! {
        <li class="card goal" aria-labelledby=labelled_by>
            <div class="goal-head">
                <h3 id=title>{goal.title.clone()}</h3>
                <Badge tone=words::tone(goal.status) text=words::status(i18n, goal.status)/>
                <Badge text=words::area(i18n, goal.area)/>
            </div>
            {why}
            {outcome}
            <p class="muted small">{words::remarks(i18n, &goal)}</p>
            <Progress goal=goal.clone()/>
            {(!goal.steps.is_empty()).then(|| view! { <ol class="plan-steps">{steps}</ol> })}
            {may.then(|| match goal.is_open() {
                true => view! { <Actions goal=stored plan/> }.into_any(),
                false => view! { <Reopen goal=stored plan/> }.into_any(),
            })}
        </li>
    }
}

#[component]
fn Progress(goal: Goal) -> impl IntoView {
    let words = words::progress(use_i18n(), &goal);
    let (done, all) = (goal.done().to_string(), goal.steps.len());
    let bar = (all > 0).then(|| {
        view! { <progress class="progress goal-bar" max=all.to_string() value=done aria-hidden="true"></progress> }
    });
    view! { <div class="goal-progress">{bar} <span class="small">{words}</span></div> }
}

#[component]
fn Actions(goal: StoredValue<Goal>, plan: Plan) -> impl IntoView {
    let (adding, amending) = (RwSignal::new(false), RwSignal::new(false));
    let (closing, removing) = (RwSignal::new(false), RwSignal::new(false));
    let again = plan.again;
    let add = goal.with_value(|goal| format!("add-{}", goal.id));
    let added = plan.again_at(add.clone());
    let button = move |open: RwSignal<bool>, class: &'static str, label| {
        view! { <button class=class type="button" on:click=move |_| open.set(true)>{label}</button> }
    };
    let untouched = goal.with_value(Goal::is_untouched);
    view! {
        <div class="row-actions">
            <button class="btn btn-sm" type="button" id=add on:click=move |_| adding.set(true)>
                <Icon name=Name::Plus/> {tr!(goals.add_step)}
            </button>
            {button(amending, "btn btn-sm btn-ghost", tr!(goals.edit_goal))}
            {button(closing, "btn btn-sm btn-ghost", tr!(goals.close))}
            {untouched.then(|| button(removing, "btn btn-sm btn-ghost", tr!(goals.remove)))}
        </div>
        <Dialog open=adding title=tr!(goals.add_step)><AddStep goal open=adding again=added/></Dialog>
        <Dialog open=amending title=tr!(goals.edit_title)><AmendGoal goal open=amending again/></Dialog>
        <Dialog open=closing title=tr!(goals.close_title)><CloseGoal goal open=closing again/></Dialog>
        <Dialog open=removing title=tr!(goals.remove_title)><RemoveGoal goal open=removing again/></Dialog>
    }
}

#[component]
fn Reopen(goal: StoredValue<Goal>, plan: Plan) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let reopen = move |_| {
        let (id, version) = goal.with_value(|goal| (goal.id, goal.version));
        spawn_local(async move {
            let words = match session.reopen_goal(id, version).await {
                Ok(_) => untrack(|| say!(i18n, goals.reopened)),
                Err(refused) => untrack(|| failure::words(i18n, &refused).0),
            };
            toasts.say(words);
            plan.again.try_run(());
        });
    };
    view! {
        <div class="row-actions">
            <button class="btn btn-sm btn-ghost" type="button" on:click=reopen>{tr!(goals.reopen)}</button>
        </div>
    }
}
