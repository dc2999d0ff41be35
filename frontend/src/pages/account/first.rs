//! Somebody whose role requires a second factor sets it up before anything else.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;

use super::set_up::SetUp;
use crate::{
    api::token,
    components::{button::Button, failure::FailureAlert, title::Title},
    i18n::tr,
    session::use_session,
};

#[component]
pub fn SetUpFirst() -> impl IntoView {
    let (session, navigate) = (use_session(), use_navigate());
    let failure = RwSignal::new(None);
    let title = tr!(account.first_title);
    let done = Callback::new(move |()| {
        spawn_local(async move {
            if let Err(refused) = session.ask_again().await {
                failure.try_set(Some(refused));
            }
        });
    });
    let leave = move || {
        let navigate = navigate.clone();
        spawn_local(async move {
            // Signed out or not reachable: either way this page forgets the token.
            drop(token::sign_out().await);
            navigate("/staff/sign-in", Default::default());
        });
    };
    view! {
        <Title text=move || title.get()/>
        <main class="sign-in">
            <div class="card sign-in-card account">
                <h1>{title}</h1>
                <p>{tr!(account.first_help)}</p>
                <FailureAlert failure/>
                <SetUp done/>
                <Button label=tr!(shell.sign_out) class="btn btn-ghost" on_click=leave/>
            </div>
        </main>
    }
}
