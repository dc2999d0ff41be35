//! Enrolling a client in a program.

use domain::{
    enrollments::{EnrollmentDraft, State, state_on},
    ids::ClientId,
    permission::Permission,
};
use leptos::prelude::*;

use super::fields::{Goal, GoalFields, Proposes};
use crate::{
    format::today,
    forms::{Core, DateField, Form, FormView, SendButton, TextField},
    i18n::{say, tr, use_i18n},
    pages::{outcome::use_outcome, waitlist::JoinWaitlist},
    session::use_session,
};

#[component]
pub fn EnrollClient(client: ClientId, open: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, outcome) = (use_i18n(), use_session(), use_outcome());
    let core = Core::new("enroll");
    let goal = Goal::new(core);
    let start = core.text("/start_date", today().to_string()).needs_day();
    let end = core.text("/end_date", "").takes_day();
    let source = core.text("/source_system", "");
    let gone = Signal::derive(move || {
        let day = today();
        state_on(start.parsed().unwrap_or(day), end.parsed(), day) == State::Past
    });
    let goal = goal.on_days(gone);
    let form = Form::new(core, move || EnrollmentDraft {
        program_id: goal.id(),
        start_date: start.parsed().unwrap_or_else(today),
        end_date: end.parsed(),
        source_system: source.some(),
        override_reason: goal.override_reason(),
    });
    let done = move |answer| {
        open.set(false);
        outcome.tell(&answer, say!(i18n, enrollments.enrolled));
        again.run(());
    };
    let waits = session.may(Permission::Enroll);
    let instead = move || {
        let program = goal.to_wait_for().filter(|_| waits)?;
        Some(view! { <JoinWaitlist client program open again/> })
    };
    view! {
        <Proposes/>
        <FormView core on_send=move || form.send(move |draft| session.enroll(client, draft), done)>
            <GoalFields goal client/>
            <div class="form-row">
                <DateField field=start label=tr!(enrollments.start_date)/>
                <DateField field=end label=tr!(enrollments.end_date) help=tr!(enrollments.end_date_help) optional=true/>
            </div>
            <details class="field">
                <summary>{tr!(enrollments.elsewhere)}</summary>
                <TextField field=source label=tr!(enrollments.source) help=tr!(enrollments.source_help) optional=true/>
            </details>
            <div class="form-actions"><SendButton core label=tr!(enrollments.enroll)/></div>
        </FormView>
        {instead}
    }
}
