//! Moving a client to another place in the journey.

use domain::{
    clients::{Stage, StageMove},
    permission::Permission,
};
use leptos::prelude::*;

use super::frame::Record;
use crate::{
    components::dialog::Dialog,
    forms::{Core, Form, FormView, Radios, SendButton},
    i18n::{say, tr, use_i18n},
    pages::{outcome::use_outcome, proposing::Proposing, stale::ReadAgain, words},
    session::use_session,
};

#[component]
pub fn MoveStage(record: Record, stage: Stage) -> impl IntoView {
    let i18n = use_i18n();
    let open = RwSignal::new(false);
    let title = Signal::derive(move || say!(i18n, clients.move_stage_title, name = record.called()));
    view! {
        <button class="btn btn-sm btn-ghost" type="button" on:click=move |_| open.set(true)>
            {tr!(clients.move_stage)}
        </button>
        <Dialog open title><StageForm record stage open/></Dialog>
    }
}

#[component]
fn StageForm(record: Record, stage: Stage, open: RwSignal<bool>) -> impl IntoView {
    let (i18n, session, outcome) = (use_i18n(), use_session(), use_outcome());
    let core = Core::new("stage");
    let to = core.text("/stage", stage.code());
    let form = Form::new(core, move || StageMove { stage: Stage::from_code(&to.get()).unwrap_or(stage) });
    let choices = Signal::derive(move || {
        let all = Stage::ALL.iter();
        all.map(|stage| (stage.code().to_owned(), words::stage(i18n, *stage))).collect::<Vec<_>>()
    });
    let send = move || {
        let done = move |answer| {
            open.set(false);
            let words = words::stage(i18n, untrack(|| form.value()).stage);
            outcome.tell(&answer, say!(i18n, clients.moved, stage = words));
            record.again();
        };
        form.send(move |to| session.move_stage(record.id(), record.version(), to), done);
    };
    view! {
        <FormView core on_send=send>
            <Radios field=to label=tr!(clients.stage) choices/>
            <ReadAgain core about=record.id().to_string() again=Callback::new(move |()| record.again())/>
            <Proposing applied_with=&[Permission::SetStage]/>
            <div class="form-actions"><SendButton core label=tr!(clients.move_stage)/></div>
        </FormView>
    }
}
