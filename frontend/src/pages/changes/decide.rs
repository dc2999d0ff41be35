//! Approving or declining a proposal, or taking one's own back.

use std::collections::BTreeSet;

use domain::{
    changes::{Approval, Change, ChangeDetail, Refusal},
    permission::Permission,
    problem::Code,
    unsent::Form as Unsent,
};
use leptos::prelude::*;

use super::{
    own_fields::use_own_fields,
    take::{self, Obstacle, obstacle},
};
use crate::{
    components::{
        confirm::{Call, Confirm},
        dialog::Dialog,
        toast::use_toasts,
    },
    forms::{Check, Core, Form, FormView, SendButton, TextArea},
    i18n::{say, tr, use_i18n},
    pages::{
        roles,
        stale::ReadAgain,
        unsent::{KeptNote, keep},
    },
    session::use_session,
};

/// `taken` are the fields that are taken, where there is a choice.
#[component]
pub fn Decide(
    detail: ChangeDetail,
    taken: Option<RwSignal<BTreeSet<String>>>,
    again: Callback<()>,
) -> impl IntoView {
    let (approving, refusing) = (RwSignal::new(false), RwSignal::new(false));
    let obstacle = obstacle(&detail);
    let none = move || taken.is_some_and(|taken| taken.read().is_empty());
    let approve = obstacle.is_none().then(|| {
        view! {
            <button class="btn btn-primary" type="button" disabled=none on:click=move |_| approving.set(true)>
                {tr!(changes.approve)}
            </button>
        }
    });
    let detail = StoredValue::new(detail);
    view! {
        {obstacle.map(|obstacle| view! { <WhyNot obstacle detail=detail.get_value()/> })}
        <div class="form-actions">
            {approve}
            <button class="btn btn-danger" type="button" on:click=move |_| refusing.set(true)>{tr!(changes.refuse)}</button>
        </div>
        <Dialog open=approving title=tr!(changes.approve_title) wide=true>
            <Approve detail=detail.get_value() taken open=approving again/>
        </Dialog>
        <Dialog open=refusing title=tr!(changes.refuse_title)>
            <Refuse change=detail.get_value().change open=refusing again/>
        </Dialog>
    }
}

/// Why it cannot be approved, and what to do instead.
#[component]
fn WhyNot(obstacle: Obstacle, detail: ChangeDetail) -> impl IntoView {
    let i18n = use_i18n();
    let needed = move || {
        let all = detail.needs.iter().map(|one| roles::words::permission(i18n, *one));
        all.collect::<Vec<_>>().join(", ")
    };
    let text = move || match obstacle {
        Obstacle::Gone => say!(i18n, changes.gone),
        Obstacle::Withheld => say!(i18n, changes.needs, permissions = needed()),
        Obstacle::Moved => say!(i18n, changes.moved_help),
    };
    view! { <p class="notice notice-warning" role="note">{text}</p> }
}

#[component]
fn Approve(
    detail: ChangeDetail,
    taken: Option<RwSignal<BTreeSet<String>>>,
    open: RwSignal<bool>,
    again: Callback<()>,
) -> impl IntoView {
    let (i18n, session, toasts, own) = (use_i18n(), use_session(), use_toasts(), use_own_fields());
    let (id, version, digest) = (detail.change.id, detail.change.version, detail.digest.clone());
    let help =
        if detail.change.by_client { tr!(changes.approve_asked_help) } else { tr!(changes.approve_help) };
    let separable = detail.separable.clone();
    let left_out = Memo::new(move |_| {
        let taken = taken.map(|taken| taken.get());
        let left =
            separable.iter().filter(|field| taken.as_ref().is_some_and(|taken| !taken.contains(*field)));
        left.cloned().collect::<Vec<_>>()
    });
    let core = Core::new("approve");
    let rationale = core.text("/rationale", "");
    let partly = untrack(|| !left_out.read().is_empty());
    let fields = taken.filter(|_| partly).map(|taken| taken.get_untracked().into_iter().collect::<Vec<_>>());
    let form = Form::new(core, move || Approval {
        rationale: rationale.trimmed(),
        seen: Some(digest.clone()),
        fields: fields.clone(),
    });
    let keeping = keep(core, Unsent::Approval, id);
    let done = move |_| {
        keeping.sent();
        open.set(false);
        toasts.say(say!(i18n, changes.approved_done));
        again.run(());
    };
    let left_names =
        move || left_out.get().iter().map(|field| own.title(i18n, field)).collect::<Vec<_>>().join(", ");
    let left = partly.then(|| {
        view! { <p><strong>{move || say!(i18n, changes.left_out, fields = left_names())}</strong></p> }
    });
    view! {
        <p>{help}</p>
        {left}
        <FormView core on_send=move || form.send(move |why| session.approve(id, version, why), done)>
            <TextArea field=rationale label=tr!(changes.rationale) rows=2 optional=!partly/>
            <ReadAgain core again/>
            <SeenAgain core again/>
            <div class="form-actions"><SendButton core label=tr!(changes.approve)/></div>
            <KeptNote keeping/>
        </FormView>
    }
}

/// What was shown is not what stands there now: it is shown anew, and what was typed is kept.
#[component]
fn SeenAgain(core: Core, again: Callback<()>) -> impl IntoView {
    let (i18n, toasts) = (use_i18n(), use_toasts());
    Effect::new(move |_| {
        let changed = |code| core.failure().read().as_ref().is_some_and(|failure| failure.is(code));
        if changed(Code::ChangedSinceSeen) || changed(Code::ChangeConflict) {
            toasts.say(untrack(|| say!(i18n, changes.changed_since_seen)));
            again.run(());
        }
    });
}

#[component]
fn Refuse(change: Change, open: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let (id, version, by_client) = (change.id, change.version, change.by_client);
    let core = Core::new("refuse");
    let rationale = core.text("/rationale", "");
    let waitlist = core.mark("/waitlist", false);
    let form = Form::new(core, move || Refusal { rationale: rationale.trimmed(), waitlist: waitlist.get() });
    let keeping = keep(core, Unsent::Refusal, id);
    let done = move |_| {
        keeping.sent();
        open.set(false);
        toasts.say(match waitlist.signal().get_untracked() {
            true => say!(i18n, changes.waitlist_done),
            false => say!(i18n, changes.refused_done),
        });
        again.run(());
    };
    let help = if by_client { tr!(changes.refuse_asked_help) } else { tr!(changes.refuse_help) };
    let enrolls = change.edit == "enrollments.create" && session.may(Permission::Enroll);
    let instead = enrolls.then(|| {
        view! { <Check field=waitlist label=tr!(changes.waitlist) help=tr!(changes.waitlist_help)/> }
    });
    view! {
        <p>{help}</p>
        <FormView core on_send=move || form.send(move |why| session.refuse(id, version, why), done)>
            <TextArea field=rationale label=tr!(changes.rationale)/>
            {instead}
            <ReadAgain core again/>
            <div class="form-actions"><SendButton core label=tr!(changes.refuse) class="btn btn-danger"/></div>
            <KeptNote keeping/>
        </FormView>
    }
}

/// Taking one's own back, asked once.
#[component]
pub fn Withdraw(change: Change, again: Callback<()>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let open = RwSignal::new(false);
    let (id, version) = (change.id, change.version);
    let withdraw = move |call: Call| {
        let done = move |_| {
            open.set(false);
            toasts.say(untrack(|| say!(i18n, changes.withdrawn_done)));
            again.run(());
        };
        call.run_or(session.withdraw(id, version), done, move |_| again.run(()));
    };
    view! {
        <p class="muted">{tr!(changes.own)}</p>
        <div class="form-actions">
            <button class="btn" type="button" on:click=move |_| open.set(true)>{tr!(changes.withdraw)}</button>
        </div>
        <Dialog open title=tr!(changes.withdraw_title)>
            {
                let call = Call::new();
                view! {
                    <p>{tr!(changes.withdraw_help)}</p>
                    <Confirm call label=tr!(changes.withdraw) on_yes=move || withdraw(call) on_no=move || open.set(false)/>
                }
            }
        </Dialog>
    }
}

/// The fields that are taken at first, where there is a choice for whoever decides.
pub fn choice(detail: &ChangeDetail) -> Option<RwSignal<BTreeSet<String>>> {
    (take::is_choice(detail) && obstacle(detail).is_none()).then(|| RwSignal::new(take::at_first(detail)))
}
