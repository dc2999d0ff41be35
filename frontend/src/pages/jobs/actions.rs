//! Trying again, and giving up.

use domain::{
    ids::JobId,
    jobs::{Job, State},
};
use leptos::{html, prelude::*, task::spawn_local};

use crate::{
    components::{
        confirm::{Call, Confirm},
        dialog::Dialog,
        failure::FailureAlert,
        icon::{Icon, Name},
    },
    i18n::{Text, say, tr, use_i18n},
    session::use_session,
};

/// What became of the work.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Retried,
    Discarded,
}

#[component]
pub fn Actions(one: Job, name: String) -> impl IntoView {
    let (outcome, failure) = (RwSignal::new(None), RwSignal::new(None));
    let asking = RwSignal::new(false);
    let Job { id, state, .. } = one;
    let name = StoredValue::new(name);
    let may_retry = matches!(state, State::Dead | State::Waiting);
    let buttons = move || match outcome.get() {
        Some(done) => view! { <Result done/> }.into_any(),
        None => view! {
            <div class="row-actions">
                {may_retry.then(|| view! { <Retry id name outcome failure/> })}
                {(state == State::Dead).then(|| view! { <Give name asking/> })}
            </div>
        }
        .into_any(),
    };
    view! {
        <div class="row-end">{buttons} <FailureAlert failure/></div>
        <Dialog open=asking title=tr!(jobs.discard_title)><Discard id asking outcome/></Dialog>
    }
}

#[component]
fn Retry(
    id: JobId,
    name: StoredValue<String>,
    outcome: RwSignal<Option<Outcome>>,
    failure: RwSignal<Option<crate::api::Failure>>,
) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let pending = RwSignal::new(false);
    let retry = move |_| {
        if pending.get_untracked() {
            return;
        }
        pending.set(true);
        failure.set(None);
        spawn_local(async move {
            match session.retry_job(id).await {
                Ok(_) => drop(outcome.try_set(Some(Outcome::Retried))),
                Err(refused) => drop(failure.try_set(Some(refused))),
            }
            // Where it worked the button is gone, and its signal with it.
            pending.try_set(false);
        });
    };
    let label = move || say!(i18n, jobs.retry_named, name = name.get_value());
    view! {
        <button class="btn btn-sm" type="button" aria-label=label aria-disabled=move || pending.get().to_string()
            on:click=retry>{tr!(jobs.retry)}</button>
    }
}

#[component]
fn Give(name: StoredValue<String>, asking: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let label = move || say!(i18n, jobs.discard_named, name = name.get_value());
    view! {
        <button class="btn btn-sm btn-ghost" type="button" aria-label=label on:click=move |_| asking.set(true)>
            {tr!(jobs.discard)}
        </button>
    }
}

#[component]
fn Discard(id: JobId, asking: RwSignal<bool>, outcome: RwSignal<Option<Outcome>>) -> impl IntoView {
    let session = use_session();
    let call = Call::new();
    let discard = move || {
        call.run(session.discard_job(id), move |()| {
            asking.set(false);
            outcome.set(Some(Outcome::Discarded));
        });
    };
    view! {
        <p>{tr!(jobs.discard_help)}</p>
        <Confirm call label=tr!(jobs.discard) on_yes=discard on_no=move || asking.set(false)/>
    }
}

/// The buttons are gone, so what became of it takes the focus.
#[component]
fn Result(done: Outcome) -> impl IntoView {
    let node = NodeRef::<html::Span>::new();
    node.on_load(|result| {
        request_animation_frame(move || {
            // Focusing an element that is there cannot fail.
            drop(result.focus());
        });
    });
    let words: Text = match done {
        Outcome::Retried => tr!(jobs.retried),
        Outcome::Discarded => tr!(jobs.discarded),
    };
    view! { <span class="session-result" tabindex="-1" node_ref=node><Icon name=Name::CheckCircle/> {words}</span> }
}
