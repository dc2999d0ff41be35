//! A client goes from one program to another.

use domain::enrollments::{DISCHARGE_REASONS, Enrollment, TransferDraft};
use leptos::prelude::*;

use super::{
    fields::{Goal, GoalFields, Proposes, left_by_ending},
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

/// What the shipped list calls it; another list may have another code, and then nothing is chosen.
const USUAL: &str = "transferred";

#[component]
pub fn TransferClient(
    one: StoredValue<Enrollment>,
    open: RwSignal<bool>,
    again: Callback<()>,
) -> impl IntoView {
    let (i18n, session, outcome) = (use_i18n(), use_session(), use_outcome());
    let found = one.get_value();
    let core = Core::new("transfer");
    let goal = Goal::new(core);
    let start = core.text("/start_date", today().to_string()).needs_day();
    let (reason, comment) = (core.text("/reason", USUAL), core.text("/comment", ""));
    let wanted = Memo::new(move |_| goal.program.parsed());
    let left = Reading::new(move || left_by_ending(session, found.id, wanted.get()));
    let any = is_left(core, left);
    let handover = HandoverFields::new(core, any, false);
    let form = Form::new(core, move || TransferDraft {
        program_id: goal.id(),
        start_date: start.parsed().unwrap_or_else(today),
        reason: reason.get(),
        comment: comment.trimmed(),
        override_reason: goal.override_reason(),
        follow_ups: any.get().then(|| handover.value()).flatten(),
    });
    let (id, version) = (found.id, found.version);
    let done = move |answer| {
        open.set(false);
        outcome.tell(&answer, say!(i18n, enrollments.transferred));
        again.run(());
    };
    let choices = use_code_list(DISCHARGE_REASONS).choices(Vec::new);
    view! {
        <p><strong>{found.program_name.clone()}</strong> " · " {dates(i18n, &found)}</p>
        <Proposes/>
        <FormView core on_send=move || form.send(move |draft| session.transfer(id, version, draft), done)>
            <GoalFields goal client=found.client_id but=found.program_id/>
            <DateField field=start label=tr!(enrollments.first_day_there) help=tr!(enrollments.first_day_help)/>
            <Select field=reason label=tr!(enrollments.reason) choices/>
            <TextArea field=comment label=tr!(enrollments.comment) rows=2 optional=true/>
            <LeftBySight left fields=handover any/>
            <ReadAgain core again about=id.to_string()/>
            <div class="form-actions"><SendButton core label=tr!(enrollments.transfer)/></div>
        </FormView>
    }
}
