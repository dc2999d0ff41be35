//! Adding a restriction.

use domain::{
    ids::{ClientId, ProgramId},
    permission::Permission,
    problem::FieldError,
    restrictions::{Reach, RestrictionDraft},
    unsent::Form as Unsent,
};
use leptos::prelude::*;

use super::fields::{TermFields, Terms};
use crate::{
    components::loaded::Reading,
    format::today,
    forms::{Core, Field, Form, FormView, Radios, Select, SendButton},
    i18n::{say, tr, use_i18n},
    pages::{
        outcome::use_outcome,
        proposing::Proposing,
        unsent::{KeptNote, keep},
    },
    session::use_session,
};

const PROGRAM: &str = "program";

#[component]
pub fn AddRestriction(client: ClientId, open: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, outcome) = (use_i18n(), use_session(), use_outcome());
    let core = Core::new("restriction");
    let scope = core.text("/reach/scope", "organization");
    let program = core.text("/reach", "");
    program.reads_by(move || {
        let missing = scope.get() == PROGRAM && program.parsed::<ProgramId>().is_none();
        missing.then(|| FieldError::new("/reach", "required_choice"))
    });
    let terms = Terms::new(core, None);
    let form = Form::new(core, move || RestrictionDraft {
        reach: Reach::from(program.parsed::<ProgramId>().filter(|_| scope.get() == PROGRAM)),
        start_date: terms.start.parsed().unwrap_or_else(today),
        end_date: terms.end.parsed(),
        review_date: terms.review.parsed(),
        reason: terms.reason.trimmed(),
    });
    let keeping = keep(core, Unsent::Restriction, client);
    let done = move |answer| {
        keeping.sent();
        open.set(false);
        outcome.tell(&answer, say!(i18n, restrictions.added));
        again.run(());
    };
    view! {
        <FormView core on_send=move || form.send(move |draft| session.add_restriction(client, draft), done)>
            <ReachFields scope program/>
            <TermFields terms/>
            <Proposing applied_with=&[Permission::Restrict]/>
            <div class="form-actions"><SendButton core label=tr!(restrictions.add)/></div>
            <KeptNote keeping/>
        </FormView>
    }
}

#[component]
fn ReachFields(scope: Field<String>, program: Field<String>) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let programs = Reading::new(move || session.programs());
    let scopes = Signal::derive(move || {
        let choice = |code: &str, words| (code.to_owned(), words);
        vec![
            choice("organization", say!(i18n, restrictions.reach_organization)),
            choice(PROGRAM, say!(i18n, restrictions.reach_program)),
        ]
    });
    let choices = Signal::derive(move || {
        let all = programs.value().unwrap_or_default().into_iter();
        all.map(|program| (program.id.to_string(), program.name)).collect::<Vec<_>>()
    });
    let which = move || {
        (scope.get() == PROGRAM)
            .then(|| view! { <Select field=program label=tr!(restrictions.which_program) choices/> })
    };
    view! { <Radios field=scope label=tr!(restrictions.reach_question) choices=scopes/> {which} }
}
