//! Deleting a program that nothing names: asked once. What uses it is said.

use domain::programs::Program;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use crate::{
    components::{
        confirm::{Call, Confirm},
        toast::use_toasts,
    },
    i18n::{say, tr, use_i18n},
    session::use_session,
};

#[component]
pub fn RemoveProgram(program: Program, open: RwSignal<bool>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let navigate = StoredValue::new_local(use_navigate());
    let (call, id, version) = (Call::new(), program.id, program.version);
    let remove = move || {
        call.run(session.remove_program(id, version), move |()| {
            open.set(false);
            toasts.say(untrack(|| say!(i18n, programs.removed)));
            navigate.with_value(|navigate| navigate("/staff/programs", Default::default()));
        });
    };
    view! {
        <p><strong>{program.name}</strong></p>
        <p>{tr!(programs.remove_help)}</p>
        <Confirm call label=tr!(programs.remove) on_yes=remove on_no=move || open.set(false)/>
    }
}
