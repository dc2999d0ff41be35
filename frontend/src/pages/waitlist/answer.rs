//! What is said of somebody who waits: they take the place, decline it, are skipped, put back, or leave the list.

use domain::{
    permission::Permission,
    waitlist::{Status, WaitlistAnswer, WaitlistEntry},
};
use leptos::prelude::*;

use super::of_program::verb;
use crate::{
    components::{
        confirm::{Call, Confirm},
        dialog::Dialog,
        toast::use_toasts,
    },
    format,
    forms::{Core, Form, FormView, SendButton, TextArea},
    i18n::{say, tr, use_i18n},
    pages::{outcome::use_outcome, proposing::Proposing, stale::ReadAgain},
    session::use_session,
};

/// Enrolls whoever takes the place that was offered.
#[component]
pub fn Accept(entry: StoredValue<WaitlistEntry>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, outcome, call) = (use_i18n(), use_session(), use_outcome(), Call::new());
    let open = RwSignal::new(false);
    let found = entry.get_value();
    let (id, version, name) = (found.id, found.version, found.client_name.clone());
    let title = Signal::derive(move || say!(i18n, waitlist.accept_title, name = name.clone()));
    let start = found.enters_on(format::today()).map(|day| format::day(i18n, day)).unwrap_or_default();
    let help = say!(i18n, waitlist.accept_help, program = found.program_name, start = start);
    let help = StoredValue::new(help);
    let accept = move || {
        call.run(session.accept_place(id, version), move |answer| {
            open.set(false);
            outcome.tell(&answer, untrack(|| say!(i18n, enrollments.enrolled)));
            again.run(());
        });
    };
    view! {
        <button class="btn btn-sm" type="button" aria-label=title on:click=move |_| open.set(true)>
            {tr!(waitlist.accept)}
        </button>
        <Dialog open title>
            <p>{help.get_value()}</p>
            <Proposing applied_with=&[Permission::Enroll]/>
            <Confirm call label=tr!(waitlist.accept) class="btn btn-primary" on_yes=accept on_no=move || open.set(false)/>
        </Dialog>
    }
}

#[component]
pub fn AnswerWaitlist(
    entry: StoredValue<WaitlistEntry>,
    to: Status,
    open: RwSignal<bool>,
    again: Callback<()>,
) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let core = Core::new("waiting");
    let reason = core.text("/reason", "");
    let form = Form::new(core, move || WaitlistAnswer { status: to, reason: reason.some() });
    let (id, version) = entry.with_value(|entry| (entry.id, entry.version));
    let done = move |_: WaitlistEntry| {
        core.is_saved();
        open.set(false);
        toasts.say(say!(i18n, waitlist.noted));
        again.run(());
    };
    let optional = to != Status::Skipped;
    let label = Signal::derive(move || verb(i18n, to));
    view! {
        <FormView core on_send=move || form.send(move |answer| session.answer_waitlist(id, version, answer), done)>
            <TextArea field=reason label=tr!(waitlist.reason) rows=2 optional/>
            <ReadAgain core again about=id.to_string()/>
            <div class="form-actions"><SendButton core label/></div>
        </FormView>
    }
}
