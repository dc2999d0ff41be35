//! How it went.

use domain::follow_ups::{Completion, FollowUp};
use leptos::prelude::*;

use crate::{
    components::{dialog::Dialog, toast::use_toasts},
    forms::{Core, Form, FormView, SendButton, TextArea},
    i18n::{say, tr, use_i18n},
    session::use_session,
};

#[component]
pub fn Complete(
    open: RwSignal<bool>,
    follow_up: StoredValue<FollowUp>,
    again: Callback<()>,
) -> impl IntoView {
    let title = tr!(follow_ups.complete_title);
    view! { <Dialog open title><CompleteForm open follow_up again/></Dialog> }
}

#[component]
fn CompleteForm(
    open: RwSignal<bool>,
    follow_up: StoredValue<FollowUp>,
    again: Callback<()>,
) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let core = Core::new("complete");
    let outcome = core.text("/outcome", "");
    let form = Form::new(core, move || Completion { outcome: outcome.trimmed() });
    let send = move || {
        let FollowUp { id, version, .. } = follow_up.get_value();
        let done = move |_| {
            open.set(false);
            toasts.say(say!(i18n, follow_ups.completed));
            again.run(());
        };
        form.send(move |how| session.complete_follow_up(id, version, how), done);
    };
    view! {
        <p class="prewrap">{follow_up.get_value().purpose}</p>
        <FormView core on_send=send>
            <TextArea field=outcome label=tr!(follow_ups.outcome) help=tr!(follow_ups.outcome_help) optional=true/>
            <div class="form-actions"><SendButton core label=tr!(follow_ups.complete)/></div>
        </FormView>
    }
}
