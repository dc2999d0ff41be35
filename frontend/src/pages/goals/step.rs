//! A step in its goal: checked off with one click, which can be taken back.

use domain::{
    goals::{Goal, Step, StepPatch},
    ids::GoalId,
    patch::Patch,
    permission::Permission,
};
use leptos::{prelude::*, task::spawn_local};

use super::{of_client::Plan, step_forms::AmendStep, words::who_and_when};
use crate::{
    api::Answer,
    components::{
        badge::{Badge, Tone},
        dialog::Dialog,
        failure,
        icon::{Icon, Name},
        toast::use_toasts,
    },
    i18n::{say, tr, use_i18n},
    pages::{client::use_record, undo::use_undo},
    session::use_session,
};

#[component]
pub fn StepRow(
    goal: StoredValue<Goal>,
    step: Step,
    /// Its place among the steps.
    place: usize,
    plan: Plan,
) -> impl IntoView {
    let (i18n, session, record) = (use_i18n(), use_session(), use_record());
    let may = session.may(Permission::WriteGoals) && goal.with_value(Goal::is_open);
    let overdue = step.overdue.then(|| {
        view! { <Badge tone=Tone::Danger icon=Name::Clock text=say!(i18n, goals.overdue)/> }
    });
    let remarks = who_and_when(i18n, &step, &record.called());
    let done = step.done_on.is_some().to_string();
    let mark = match may {
        true => view! { <Mark goal=goal.with_value(|goal| goal.id) step=step.clone() plan/> }.into_any(),
        false => view! { <Shown step=step.clone()/> }.into_any(),
    };
    view! {
        <li class="step" data-done=done>
            {mark}
            <p class="step-more muted small">{overdue} <span>{remarks}</span></p>
            {may.then(|| view! { <Actions goal=goal.with_value(|goal| goal.id) step place plan/> })}
        </li>
    }
}

/// For those who read the plan and do not write it.
#[component]
fn Shown(step: Step) -> impl IntoView {
    let done = step.done_on.is_some();
    let state = if done { tr!(goals.step_done) } else { tr!(goals.step_open) };
    view! {
        <p class="step-what">
            <span class="step-mark" data-done=done.to_string()>{done.then(|| view! { <Icon name=Name::Check/> })}</span>
            <span class="sr-only">{state} ": "</span>
            <span class="step-words">{step.what}</span>
        </p>
    }
}

#[component]
fn Mark(goal: GoalId, step: Step, plan: Plan) -> impl IntoView {
    let (i18n, session, undo, toasts) = (use_i18n(), use_session(), use_undo(), use_toasts());
    let (id, version, done) = (step.id, step.version, step.done_on.is_some());
    let name = format!("step-{id}");
    let (place, labelled) = (name.clone(), name.clone());
    let pending = RwSignal::new(false);
    let turn = move |_| {
        if pending.get_untracked() {
            return;
        }
        pending.set(true);
        plan.come_back_to(&place);
        spawn_local(async move {
            let answer = match done {
                false => session.complete_step(goal, id, version).await,
                true => session.reopen_step(goal, id, version).await,
            };
            match answer {
                Ok(_) if done => toasts.say(untrack(|| say!(i18n, goals.step_reopened))),
                Ok(after) => {
                    let back = move || session.reopen_step(goal, id, after.version);
                    undo.offer(untrack(|| say!(i18n, goals.step_completed)), back, plan.again);
                }
                Err(refused) => toasts.say(untrack(|| failure::words(i18n, &refused).0)),
            }
            // It is drawn as it is now, whatever was answered.
            plan.again.try_run(());
        });
    };
    view! {
        <label class="step-what" for=labelled>
            <input class="checkbox" type="checkbox" id=name prop:checked=done on:change=turn/>
            <span class="step-words">{step.what}</span>
        </label>
    }
}

#[component]
fn Actions(goal: GoalId, step: Step, place: usize, plan: Plan) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let amending = RwSignal::new(false);
    let (id, version, open, what) = (step.id, step.version, step.done_on.is_none(), step.what.clone());
    // What is done is told, or why it was not; the plan is drawn anew.
    let tell = move |answer: Answer<()>, done: String| {
        toasts.say(answer.map_or_else(|refused| untrack(|| failure::words(i18n, &refused).0), |()| done));
        plan.again.try_run(());
    };
    let earlier = move |_| {
        plan.come_back_to(&format!("step-{id}"));
        let patch = StepPatch { position: Patch::Set(place.saturating_sub(1) as u8), ..StepPatch::default() };
        spawn_local(async move {
            let answer = session.amend_step(goal, id, version, patch).await.map(drop);
            tell(answer, untrack(|| say!(i18n, goals.step_moved)));
        });
    };
    let remove = move |_| {
        spawn_local(async move {
            let answer = session.remove_step(goal, id, version).await;
            tell(answer, untrack(|| say!(i18n, goals.step_removed)));
        });
    };
    let named = |words: String| format!("{words}: {what}");
    let (edit, up) = (named(say!(i18n, goals.edit)), named(say!(i18n, goals.earlier)));
    let (step, amended) = (StoredValue::new(step), plan.again_at(format!("step-{id}")));
    view! {
        <div class="row-actions step-actions">
            {(place > 0).then(|| view! {
                <button class="btn btn-sm btn-ghost" type="button" aria-label=up on:click=earlier>{tr!(goals.earlier)}</button>
            })}
            <button class="btn btn-sm btn-ghost" type="button" aria-label=edit on:click=move |_| amending.set(true)>
                {tr!(goals.edit)}
            </button>
            <Dialog open=amending title=tr!(goals.step_title)>
                <AmendStep goal step open=amending again=amended/>
                {open.then(|| view! {
                    <button class="btn btn-sm btn-ghost step-remove" type="button" on:click=remove>
                        <Icon name=Name::Trash/> {tr!(goals.remove_step)}
                    </button>
                })}
            </Dialog>
        </div>
    }
}
