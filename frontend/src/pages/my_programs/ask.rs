//! Asking to be in a program, from a day on.

use domain::{
    drafts::ProgramChoice,
    enrollments::{EnrollmentRequest, EnrollmentRequestDraft},
    problem::Code,
};
use leptos::prelude::*;

use super::Page;
use crate::{
    components::{dialog::Dialog, toast::use_toasts},
    format::today,
    forms::{Core, DateField, Form, FormView, SendButton},
    i18n::{say, tr, use_i18n},
    session::use_session,
};

#[component]
pub fn Ask(program: StoredValue<ProgramChoice>, page: Page) -> impl IntoView {
    let (i18n, open) = (use_i18n(), RwSignal::new(false));
    let name = move || program.with_value(|program| program.name.clone());
    let title = Signal::derive(move || say!(i18n, my_programs.ask_title, program = name()));
    view! {
        <button class="btn btn-primary" type="button" aria-label=title on:click=move |_| open.set(true)>
            {tr!(my_programs.ask)}
        </button>
        <Dialog open title><Asking program open page/></Dialog>
    }
}

#[component]
fn Asking(program: StoredValue<ProgramChoice>, open: RwSignal<bool>, page: Page) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let core = Core::new("ask");
    // The program is chosen already, so that what is wrong with it stands beside the day.
    let start = core.text("/start_date", today().to_string()).needs_day().also("/program_id");
    let program_id = program.with_value(|program| program.id);
    let form = Form::new(core, move || EnrollmentRequestDraft {
        program_id,
        start_date: start.parsed().unwrap_or_else(today),
    });
    let done = move |request: EnrollmentRequest| {
        open.set(false);
        toasts.say(untrack(|| say!(i18n, my_programs.sent)));
        page.shows(&request);
    };
    // What the server says of it is in English, and for whoever works here.
    let refusal = Signal::derive(move || {
        let refused = core.failure().read().as_ref().is_some_and(|failure| failure.is(Code::Conflict));
        refused.then(|| (say!(i18n, my_programs.not_here), say!(i18n, my_programs.not_here_help)))
    });
    view! {
        <p class="muted">{tr!(my_programs.ask_help)}</p>
        <FormView core refusal on_send=move || form.send(move |draft| session.ask_to_enroll(draft), done)>
            <DateField field=start label=tr!(my_programs.start_date) help=tr!(my_programs.start_date_help)/>
            <div class="form-actions"><SendButton core label=tr!(my_programs.ask)/></div>
        </FormView>
    }
}
