//! Deleting a department that no program belongs to: asked once.

use domain::departments::Department;
use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::Failure,
    components::{button::Button, failure::FailureAlert, toast::use_toasts},
    i18n::{say, tr, use_i18n},
    session::use_session,
};

#[component]
pub fn RemoveDepartment(department: Department, open: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let (pending, failure) = (RwSignal::new(false), RwSignal::new(None::<Failure>));
    let (id, version) = (department.id, department.version);
    let remove = move || {
        pending.set(true);
        spawn_local(async move {
            let answer = session.remove_department(id, version).await;
            if pending.try_set(false).is_some() {
                return; // The dialog was closed.
            }
            match answer {
                Ok(()) => {
                    open.set(false);
                    toasts.say(untrack(|| say!(i18n, departments.removed)));
                    again.run(());
                }
                Err(refused) => failure.set(Some(refused)),
            }
        });
    };
    view! {
        <p><strong>{department.name}</strong></p>
        <p>{tr!(departments.remove_help)}</p>
        <FailureAlert failure/>
        <div class="form-actions">
            <Button label=tr!(departments.remove) class="btn btn-danger" pending on_click=remove/>
            <Button label=tr!(common.cancel) class="btn btn-ghost" on_click=move || open.set(false)/>
        </div>
    }
}
