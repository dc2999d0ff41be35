//! Deleting a program that nothing names: asked once. What uses it is said.

use domain::programs::Program;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;

use crate::{
    api::Failure,
    components::{button::Button, failure::FailureAlert, toast::use_toasts},
    i18n::{say, tr, use_i18n},
    session::use_session,
};

#[component]
pub fn RemoveProgram(program: Program, open: RwSignal<bool>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let navigate = StoredValue::new_local(use_navigate());
    let (pending, failure) = (RwSignal::new(false), RwSignal::new(None::<Failure>));
    let (id, version) = (program.id, program.version);
    let remove = move || {
        pending.set(true);
        spawn_local(async move {
            let answer = session.remove_program(id, version).await;
            if pending.try_set(false).is_some() {
                return; // The dialog was closed.
            }
            match answer {
                Ok(()) => {
                    open.set(false);
                    toasts.say(untrack(|| say!(i18n, programs.removed)));
                    navigate.with_value(|navigate| navigate("/staff/programs", Default::default()));
                }
                Err(refused) => failure.set(Some(refused)),
            }
        });
    };
    view! {
        <p><strong>{program.name}</strong></p>
        <p>{tr!(programs.remove_help)}</p>
        <FailureAlert failure/>
        <div class="form-actions">
            <Button label=tr!(programs.remove) class="btn btn-danger" pending on_click=remove/>
            <Button label=tr!(common.cancel) class="btn btn-ghost" on_click=move || open.set(false)/>
        </div>
    }
}
