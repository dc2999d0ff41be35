//! A client leaves a program.

use domain::enrollments::{DISCHARGE_REASONS, DischargeDraft, Enrollment};
use leptos::prelude::*;

use super::{
    fields::{Over, OverField, Proposes, left_by_ending},
    words::dates,
};
use crate::{
    components::loaded::Reading,
    format::today,
    forms::{Core, DateField, Form, FormView, Select, SendButton, TextArea},
    i18n::{say, tr, use_i18n},
    pages::{
        choices::use_code_list,
        follow_ups::handover::{HandoverFields, LeftBySight, is_left},
        outcome::use_outcome,
        stale::ReadAgain,
    },
    session::use_session,
};

#[component]
pub fn DischargeClient(
    one: StoredValue<Enrollment>,
    open: RwSignal<bool>,
    again: Callback<()>,
) -> impl IntoView {
    let (i18n, session, outcome) = (use_i18n(), use_session(), use_outcome());
    let found = one.get_value();
    let core = Core::new("discharge");
    let end = core.text("/end_date", found.end_date.unwrap_or_else(today).to_string()).needs_day();
    let (reason, comment) = (core.text("/reason", ""), core.text("/comment", ""));
    let over = Over::new(core, Signal::stored(String::new()));
    let left = Reading::new(move || left_by_ending(session, found.id, None));
    let any = is_left(core, left);
    let fields = HandoverFields::new(core, any, false);
    let form = Form::new(core, move || DischargeDraft {
        end_date: end.parsed().unwrap_or_else(today),
        reason: reason.get(),
        comment: comment.trimmed(),
        override_reason: over.reason(),
        follow_ups: any.get().then(|| fields.value()).flatten(),
    });
    let (id, version) = (found.id, found.version);
    let done = move |answer| {
        open.set(false);
        outcome.tell(&answer, say!(i18n, enrollments.discharged));
        again.run(());
    };
    let choices = use_code_list(DISCHARGE_REASONS).choices(Vec::new);
    view! {
        <p><strong>{found.program_name.clone()}</strong> " · " {dates(i18n, &found)}</p>
        <Proposes/>
        <FormView core on_send=move || form.send(move |draft| session.discharge(id, version, draft), done)>
            <DateField field=end label=tr!(enrollments.last_day) help=tr!(enrollments.last_day_help)/>
            <OverField over/>
            <Select field=reason label=tr!(enrollments.reason) choices/>
            <TextArea field=comment label=tr!(enrollments.comment) rows=2 optional=true/>
            <LeftBySight left fields any/>
            <ReadAgain core again about=id.to_string()/>
            <div class="form-actions"><SendButton core label=tr!(enrollments.discharge)/></div>
        </FormView>
    }
}
