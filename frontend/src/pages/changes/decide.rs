//! Approving or declining a proposal.

use domain::{
    changes::{Approval, Change, Refusal},
    problem::Code,
    unsent::Form as Unsent,
};
use leptos::prelude::*;

use super::differences::Conflicts;
use crate::{
    api::Failure,
    components::{dialog::Dialog, toast::use_toasts},
    forms::{Core, Form, FormView, SendButton, TextArea},
    i18n::{say, tr, use_i18n},
    pages::{
        stale::ReadAgain,
        unsent::{KeptNote, keep},
    },
    session::use_session,
};

#[component]
pub fn Decide(change: Change, again: Callback<()>) -> impl IntoView {
    let (approving, refusing) = (RwSignal::new(false), RwSignal::new(false));
    let (id, version) = (change.id, change.version);
    view! {
        <div class="form-actions">
            <button class="btn btn-primary" type="button" on:click=move |_| approving.set(true)>{tr!(changes.approve)}</button>
            <button class="btn btn-danger" type="button" on:click=move |_| refusing.set(true)>{tr!(changes.refuse)}</button>
        </div>
        <Dialog open=approving title=tr!(changes.approve_title) wide=true>
            <Approve id version open=approving again/>
        </Dialog>
        <Dialog open=refusing title=tr!(changes.refuse_title)><Refuse id version open=refusing again/></Dialog>
    }
}

#[component]
fn Approve(
    id: domain::ids::ChangeId,
    version: i32,
    open: RwSignal<bool>,
    again: Callback<()>,
) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let core = Core::new("approve");
    let rationale = core.text("/rationale", "");
    let form = Form::new(core, move || Approval { rationale: rationale.trimmed() });
    let conflicts = move || match core.failure().get() {
        Some(Failure::Refused(problem)) if problem.code == Code::ChangeConflict => Some(problem.conflicts),
        _ => None,
    };
    let refusal = Signal::derive(move || {
        conflicts().map(|_| (say!(i18n, changes.conflict), say!(i18n, changes.conflict_help)))
    });
    let keeping = keep(core, Unsent::Approval, id);
    let done = move |_| {
        keeping.sent();
        open.set(false);
        toasts.say(say!(i18n, changes.approved_done));
        again.run(());
    };
    view! {
        <p>{tr!(changes.approve_help)}</p>
        <FormView core refusal on_send=move || form.send(move |why| session.approve(id, version, why), done)>
            {move || conflicts().map(|conflicts| view! { <Conflicts conflicts/> })}
            <TextArea field=rationale label=tr!(changes.rationale) rows=2 optional=true/>
            <ReadAgain core again/>
            <div class="form-actions"><SendButton core label=tr!(changes.approve)/></div>
            <KeptNote keeping/>
        </FormView>
    }
}

#[component]
fn Refuse(
    id: domain::ids::ChangeId,
    version: i32,
    open: RwSignal<bool>,
    again: Callback<()>,
) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let core = Core::new("refuse");
    let rationale = core.text("/rationale", "");
    let form = Form::new(core, move || Refusal { rationale: rationale.trimmed() });
    let keeping = keep(core, Unsent::Refusal, id);
    let done = move |_| {
        keeping.sent();
        open.set(false);
        toasts.say(say!(i18n, changes.refused_done));
        again.run(());
    };
    view! {
        <p>{tr!(changes.refuse_help)}</p>
        <FormView core on_send=move || form.send(move |why| session.refuse(id, version, why), done)>
            <TextArea field=rationale label=tr!(changes.rationale)/>
            <ReadAgain core again/>
            <div class="form-actions"><SendButton core label=tr!(changes.refuse) class="btn btn-danger"/></div>
            <KeptNote keeping/>
        </FormView>
    }
}
