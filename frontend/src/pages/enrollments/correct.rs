//! A date of an enrollment was written down wrong.

use domain::{
    enrollments::{Correction, Enrollment},
    patch::Patch,
};
use leptos::prelude::*;

use super::fields::Proposes;
use crate::{
    forms::{Core, DateField, Form, FormView, SendButton, TextArea},
    i18n::{say, tr, use_i18n},
    pages::{outcome::use_outcome, stale::ReadAgain},
    session::use_session,
};

#[component]
pub fn CorrectEnrollment(
    one: StoredValue<Enrollment>,
    open: RwSignal<bool>,
    again: Callback<()>,
) -> impl IntoView {
    let (i18n, session, outcome) = (use_i18n(), use_session(), use_outcome());
    let found = one.get_value();
    let core = Core::new("correct");
    let start = core.text("/start_date", found.start_date.to_string());
    let end = core.text("/end_date", found.end_date.map(|end| end.to_string()).unwrap_or_default());
    let reason = core.text("/reason", "");
    let (id, version, left) = (found.id, found.version, found.discharge.is_some());
    let form = Form::new(core, move || Correction {
        start_date: Patch::between(Some(&found.start_date), start.parsed()),
        end_date: Patch::between(found.end_date.as_ref(), end.parsed()),
        reason: reason.trimmed(),
    });
    let done = move |answer| {
        open.set(false);
        outcome.tell(&answer, say!(i18n, enrollments.corrected));
        again.run(());
    };
    let help = if left { tr!(enrollments.no_end_help) } else { tr!(enrollments.end_date_help) };
    view! {
        <Proposes/>
        <FormView core on_send=move || form.send(move |patch| session.correct_enrollment(id, version, patch), done)>
            <div class="form-row">
                <DateField field=start label=tr!(enrollments.start_date)/>
                <DateField field=end label=tr!(enrollments.last_day) help optional=true/>
            </div>
            <TextArea field=reason label=tr!(enrollments.why_corrected) help=tr!(enrollments.why_corrected_help) rows=2/>
            <ReadAgain core again/>
            <div class="form-actions"><SendButton core label=tr!(enrollments.save)/></div>
        </FormView>
    }
}
