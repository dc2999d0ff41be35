//! Deleting a role that nobody holds: asked once.

use domain::role::RoleId;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;

use crate::{
    components::{button::Button, failure::FailureAlert, toast::use_toasts},
    i18n::{say, tr, use_i18n},
    session::use_session,
};

#[component]
pub fn RemoveRole(id: RoleId, asking: RwSignal<bool>) -> impl IntoView {
    let (i18n, session, toasts, navigate) = (use_i18n(), use_session(), use_toasts(), use_navigate());
    let (pending, failure) = (RwSignal::new(false), RwSignal::new(None));
    let remove = move || {
        pending.set(true);
        let navigate = navigate.clone();
        spawn_local(async move {
            let answer = session.remove_role(id).await;
            if pending.try_set(false).is_some() {
                return; // The dialog was closed.
            }
            match answer {
                Ok(()) => {
                    asking.set(false);
                    toasts.say(untrack(|| say!(i18n, roles.removed)));
                    navigate("/staff/roles", Default::default());
                }
                Err(refused) => failure.set(Some(refused)),
            }
        });
    };
    view! {
        <p>{tr!(roles.remove_help)}</p>
        <FailureAlert failure/>
        <div class="form-actions">
            <Button label=tr!(roles.remove) class="btn btn-danger" pending on_click=remove/>
            <Button label=tr!(common.cancel) class="btn btn-ghost" on_click=move || asking.set(false)/>
        </div>
    }
}
