//! How it went.

use domain::{
    follow_ups::{Completion, FollowUp},
    unsent::Form as Unsent,
};
use leptos::prelude::*;

use crate::{
    components::dialog::Dialog,
    format,
    forms::{Core, Form, FormView, SendButton, TextArea},
    i18n::{say, tr, use_i18n},
    pages::{
        stale::ReadAgain,
        undo::use_undo,
        unsent::{KeptNote, keep},
    },
    session::use_session,
};

#[component]
pub fn Complete(
    open: RwSignal<bool>,
    follow_up: StoredValue<FollowUp>,
    again: Callback<()>,
) -> impl IntoView {
    let title = tr!(follow_ups.complete_title);
    view! { <Dialog open title><CompleteForm open follow_up again/></Dialog> }
}

#[component]
fn CompleteForm(
    open: RwSignal<bool>,
    follow_up: StoredValue<FollowUp>,
    again: Callback<()>,
) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let core = Core::new("complete");
    let outcome = core.text("/outcome", "");
    let form = Form::new(core, move || Completion { outcome: outcome.trimmed() });
    let keeping = keep(core, Unsent::Outcome, follow_up.get_value().id);
    let undo = use_undo();
    let send = move || {
        let FollowUp { id, version, .. } = follow_up.get_value();
        let done = move |done: FollowUp| {
            keeping.sent();
            open.set(false);
            let reopen = move || session.reopen_follow_up(done.id, done.version);
            let words = untrack(|| match done.next_on {
                Some(next) => say!(i18n, follow_ups.completed_next, day = format::day(i18n, next)),
                None => say!(i18n, follow_ups.completed),
            });
            undo.offer(words, reopen, again);
            again.run(());
        };
        form.send(move |how| session.complete_follow_up(id, version, how), done);
    };
    view! {
        <p class="prewrap">{follow_up.get_value().purpose}</p>
        <FormView core on_send=send>
            <TextArea field=outcome label=tr!(follow_ups.outcome) help=tr!(follow_ups.outcome_help) optional=true/>
            <ReadAgain core again/>
            <div class="form-actions"><SendButton core label=tr!(follow_ups.complete)/></div>
            <KeptNote keeping/>
        </FormView>
    }
}
