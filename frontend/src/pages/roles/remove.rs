//! Deleting a role that nobody holds: asked once.

use domain::role::RoleId;
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
pub fn RemoveRole(id: RoleId, asking: RwSignal<bool>) -> impl IntoView {
    let (i18n, session, toasts, navigate) = (use_i18n(), use_session(), use_toasts(), use_navigate());
    let call = Call::new();
    let remove = move || {
        let navigate = navigate.clone();
        call.run(session.remove_role(id), move |()| {
            asking.set(false);
            toasts.say(untrack(|| say!(i18n, roles.removed)));
            navigate("/staff/roles", Default::default());
        });
    };
    view! {
        <p>{tr!(roles.remove_help)}</p>
        <Confirm call label=tr!(roles.remove) on_yes=remove on_no=move || asking.set(false)/>
    }
}
