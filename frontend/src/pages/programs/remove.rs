//! Deleting a program that nothing names: asked once. What uses it is said.

use domain::{permission::Permission, programs::Program};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use crate::{
    api::Outcome,
    components::confirm::{Call, Confirm},
    i18n::{say, tr, use_i18n},
    pages::{outcome::use_outcome, proposing::Proposing},
    session::use_session,
};

#[component]
pub fn RemoveProgram(program: Program, open: RwSignal<bool>) -> impl IntoView {
    let (i18n, session, outcome) = (use_i18n(), use_session(), use_outcome());
    let navigate = StoredValue::new_local(use_navigate());
    let (call, id, version) = (Call::new(), program.id, program.version);
    let remove = move || {
        call.run(session.remove_program(id, version), move |done| {
            open.set(false);
            outcome.tell(&done, untrack(|| say!(i18n, programs.removed)));
            if done == Outcome::Applied(()) {
                navigate.with_value(|navigate| navigate("/staff/programs", Default::default()));
            }
        });
    };
    view! {
        <p><strong>{program.name}</strong></p>
        <p>{tr!(programs.remove_help)}</p>
        <Proposing applied_with=&[Permission::EditPrograms]/>
        <Confirm call label=tr!(programs.remove) on_yes=remove on_no=move || open.set(false)/>
    }
}
