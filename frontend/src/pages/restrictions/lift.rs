//! Lifting a restriction: ends it for good, with a reason.

use domain::{
    permission::Permission,
    restrictions::{Lifting, Restriction},
    unsent::Form as Unsent,
};
use leptos::prelude::*;

use super::words::{dates, reach};
use crate::{
    forms::{Core, Form, FormView, SendButton, TextArea},
    i18n::{say, tr, use_i18n},
    pages::{
        outcome::use_outcome,
        proposing::Proposing,
        stale::ReadAgain,
        unsent::{KeptNote, keep},
    },
    session::use_session,
};

#[component]
pub fn LiftRestriction(
    restriction: StoredValue<Restriction>,
    open: RwSignal<bool>,
    again: Callback<()>,
) -> impl IntoView {
    let (i18n, session, outcome) = (use_i18n(), use_session(), use_outcome());
    let found = restriction.get_value();
    let core = Core::new("lift");
    let reason = core.text("/reason", "");
    let form = Form::new(core, move || Lifting { reason: reason.trimmed() });
    let keeping = keep(core, Unsent::Lifting, found.id);
    let send = move || {
        let (id, version) = restriction.with_value(|found| (found.id, found.version));
        let done = move |answer| {
            keeping.sent();
            open.set(false);
            outcome.tell(&answer, say!(i18n, restrictions.lifted_done));
            again.run(());
        };
        form.send(move |lifting| session.lift_restriction(id, version, lifting), done);
    };
    let help = say!(i18n, restrictions.lift_help, name = found.client_name.clone());
    view! {
        <p><strong>{reach(i18n, &found)}</strong> " · " {dates(i18n, &found)}</p>
        <p>{help}</p>
        <FormView core on_send=send>
            <TextArea field=reason label=tr!(restrictions.lifting_reason)/>
            <ReadAgain core again/>
            <Proposing applied_with=&[Permission::LiftRestrictions]/>
            <div class="form-actions"><SendButton core label=tr!(restrictions.lift_action)/></div>
            <KeptNote keeping/>
        </FormView>
    }
}
