//! Signing out of all browsers, this one too.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use crate::{
    components::confirm::{Call, Confirm},
    i18n::{say, tr, use_i18n},
    pages::staff::Out,
    session::use_session,
};

#[component]
pub fn Everywhere(open: RwSignal<bool>, count: usize) -> impl IntoView {
    let (i18n, session, navigate) = (use_i18n(), use_session(), use_navigate());
    let call = Call::new();
    let end = move || {
        let navigate = navigate.clone();
        call.run(session.end_all_sessions(), move |()| {
            let to = format!("/staff/sign-in?out={}", Out::Everywhere.code());
            navigate(&to, Default::default());
        });
    };
    let what = move || say!(i18n, sessions.everywhere_help, n = count);
    view! {
        <p>{what}</p>
        <p>{tr!(sessions.drafts_stay)}</p>
        <Confirm call label=tr!(sessions.everywhere) on_yes=end on_no=move || open.set(false)/>
    }
}
