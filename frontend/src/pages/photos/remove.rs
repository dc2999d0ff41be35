//! Taking a photo away: asked once, because its file is deleted.

use domain::{permission::Permission, problem::Code};
use leptos::prelude::*;

use super::change::{Step, Stepping};
use crate::{
    api::Failure,
    components::{button::Button, confirm::Call, failure::FailureAlert},
    i18n::{say, tr, use_i18n},
    pages::{client::Record, outcome::use_outcome},
    session::use_session,
};

#[component]
pub fn Remove(record: Record, step: Stepping, open: RwSignal<bool>) -> impl IntoView {
    let (i18n, session, outcome) = (use_i18n(), use_session(), use_outcome());
    let call = Call::new();
    let help = match session.may(Permission::EditClients) {
        true => tr!(photos.remove_help),
        false => tr!(photos.remove_proposed_help),
    };
    let send = move || {
        let done = move |done| {
            outcome.tell(&done, untrack(|| say!(i18n, photos.removed)));
            record.again();
            open.set(false);
        };
        let refused = move |failure: &Failure| {
            if failure.is(Code::StaleVersion) {
                record.again();
            }
        };
        call.run_or(session.remove_photo(record.id(), record.version()), done, refused);
    };
    view! {
        <p><strong>{move || say!(i18n, photos.remove_title, name = record.called())}</strong></p>
        <p>{help}</p>
        <FailureAlert failure=call.failure/>
        <div class="form-actions">
            <Button label=tr!(photos.remove) class="btn btn-danger" pending=call.pending on_click=send/>
            <Button label=tr!(photos.keep) class="btn btn-ghost" on_click=move || step.set(Step::Choosing)/>
        </div>
    }
}
