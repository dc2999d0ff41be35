//! Signing out of all browsers, this one too.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;

use crate::{
    components::{button::Button, failure::FailureAlert},
    i18n::{say, tr, use_i18n},
    pages::staff::Out,
    session::use_session,
};

#[component]
pub fn Everywhere(open: RwSignal<bool>, count: usize) -> impl IntoView {
    let (i18n, session, navigate) = (use_i18n(), use_session(), use_navigate());
    let (pending, failure) = (RwSignal::new(false), RwSignal::new(None));
    let end = move || {
        let navigate = navigate.clone();
        pending.set(true);
        spawn_local(async move {
            let answer = session.end_all_sessions().await;
            if pending.try_set(false).is_some() {
                return; // The dialog was closed.
            }
            match answer {
                Ok(()) => {
                    let to = format!("/staff/sign-in?out={}", Out::Everywhere.code());
                    navigate(&to, Default::default());
                }
                Err(refused) => failure.set(Some(refused)),
            }
        });
    };
    let what = move || say!(i18n, sessions.everywhere_help, n = count);
    view! {
        <p>{what}</p>
        <p>{tr!(sessions.drafts_stay)}</p>
        <FailureAlert failure/>
        <div class="form-actions">
            <Button label=tr!(sessions.everywhere) class="btn btn-danger" pending on_click=end/>
            <Button label=tr!(common.cancel) class="btn btn-ghost" on_click=move || open.set(false)/>
        </div>
    }
}
