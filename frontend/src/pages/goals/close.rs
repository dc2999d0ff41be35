//! What came of a goal.

use domain::{
    goals::{Closing, Ending, Goal},
    unsent::Form as Unsent,
};
use leptos::prelude::*;

use crate::{
    format::today,
    forms::{Core, DateField, Form, FormView, Radios, SendButton, TextArea},
    i18n::{say, tr, use_i18n},
    pages::{
        stale::ReadAgain,
        undo::use_undo,
        unsent::{KeptNote, keep},
    },
    session::use_session,
};

#[component]
pub fn CloseGoal(goal: StoredValue<Goal>, open: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, undo) = (use_i18n(), use_session(), use_undo());
    let core = Core::new("closing");
    let status = core.text("/status", Ending::Reached.code());
    let outcome = core.text("/outcome", "");
    let closed_on = core.text("/closed_on", today().to_string()).needs_day();
    let form = Form::new(core, move || Closing {
        status: Ending::from_code(&status.get()).unwrap_or(Ending::Reached),
        outcome: outcome.trimmed(),
        closed_on: closed_on.parsed(),
    });
    let keeping = keep(core, Unsent::GoalOutcome, goal.with_value(|goal| goal.id));
    let send = move || {
        let (id, version) = goal.with_value(|goal| (goal.id, goal.version));
        let done = move |closed: Goal| {
            keeping.sent();
            open.set(false);
            let reopen = move || session.reopen_goal(id, closed.version);
            undo.offer(untrack(|| say!(i18n, goals.closed)), reopen, again);
            again.run(());
        };
        form.send(move |closing| session.close_goal(id, version, closing), done);
    };
    let endings = Signal::derive(move || {
        let reached = (Ending::Reached.code().to_owned(), say!(i18n, goals.reached));
        vec![reached, (Ending::GivenUp.code().to_owned(), say!(i18n, goals.given_up))]
    });
    view! {
        <p><strong>{goal.with_value(|goal| goal.title.clone())}</strong></p>
        <FormView core on_send=send>
            <Radios field=status label=tr!(goals.ending) choices=endings/>
            <TextArea field=outcome label=tr!(goals.outcome) help=tr!(goals.outcome_help)/>
            <DateField field=closed_on label=tr!(goals.closed_on)/>
            <ReadAgain core again/>
            <div class="form-actions"><SendButton core label=tr!(goals.close)/></div>
            <KeptNote keeping/>
        </FormView>
    }
}
