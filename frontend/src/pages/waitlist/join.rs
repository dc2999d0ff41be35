//! Where a program is full: waiting for a place instead.

use domain::ids::{ClientId, ProgramId};
use leptos::prelude::*;

use crate::{
    components::{button::Button, confirm::Call, failure::FailureAlert, toast::use_toasts},
    i18n::{say, tr, use_i18n},
    session::use_session,
};

#[component]
pub fn JoinWaitlist(
    client: ClientId,
    program: ProgramId,
    open: RwSignal<bool>,
    again: Callback<()>,
) -> impl IntoView {
    let (i18n, session, toasts, call) = (use_i18n(), use_session(), use_toasts(), Call::new());
    let join = move || {
        call.run(session.join_waitlist(program, client), move |entry| {
            open.set(false);
            let place = entry.place.unwrap_or_default();
            toasts.say(untrack(|| say!(i18n, waitlist.joined, program = entry.program_name, n = place)));
            again.run(());
        });
    };
    view! {
        <FailureAlert failure=call.failure/>
        <p><Button label=tr!(waitlist.join) class="btn btn-sm" pending=call.pending on_click=join/></p>
    }
}
