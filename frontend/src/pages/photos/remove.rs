//! Taking a photo away: asked once, because its file is deleted.

use domain::{permission::Permission, problem::Code};
use leptos::{prelude::*, task::spawn_local};

use super::change::{Step, Stepping};
use crate::{
    api::Failure,
    components::{button::Button, failure::FailureAlert},
    i18n::{say, tr, use_i18n},
    pages::{client::Record, outcome::use_outcome},
    session::use_session,
};

#[component]
pub fn Remove(record: Record, step: Stepping, open: RwSignal<bool>) -> impl IntoView {
    let (i18n, session, outcome) = (use_i18n(), use_session(), use_outcome());
    let pending = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
    let help = match session.may(Permission::EditClients) {
        true => tr!(photos.remove_help),
        false => tr!(photos.remove_proposed_help),
    };
    let send = move || {
        pending.set(true);
        spawn_local(async move {
            let answer = session.remove_photo(record.id(), record.version()).await;
            if pending.try_set(false).is_some() {
                return; // The page was left.
            }
            match answer {
                Ok(done) => {
                    outcome.tell(&done, untrack(|| say!(i18n, photos.removed)));
                    record.again();
                    open.set(false);
                }
                Err(refused) => {
                    if refused.is(Code::StaleVersion) {
                        record.again();
                    }
                    failure.set(Some(refused));
                }
            }
        });
    };
    view! {
        <p><strong>{move || say!(i18n, photos.remove_title, name = record.called())}</strong></p>
        <p>{help}</p>
        <FailureAlert failure/>
        <div class="form-actions">
            <Button label=tr!(photos.remove) class="btn btn-danger" pending on_click=send/>
            <Button label=tr!(photos.keep) class="btn btn-ghost" on_click=move || step.set(Step::Choosing)/>
        </div>
    }
}
