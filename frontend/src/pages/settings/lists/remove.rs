//! Deleting a value that no record names: asked once.

use domain::code_lists::{CodeValue, label};
use leptos::{prelude::*, task::spawn_local};

use super::page::Shown;
use crate::{
    api::Failure,
    components::{button::Button, failure::FailureAlert, toast::use_toasts},
    i18n::{say, tr, use_i18n},
    session::use_session,
};

#[component]
pub fn RemoveValue(shown: Shown) -> impl IntoView {
    untrack(|| shown.removing.get()).map(|value| view! { <Ask value shown/> })
}

#[component]
fn Ask(value: CodeValue, shown: Shown) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let (pending, failure) = (RwSignal::new(false), RwSignal::new(None::<Failure>));
    let name = label(&value.labels, i18n.language().code()).to_owned();
    let value = StoredValue::new(value);
    let remove = move || {
        let (list, id) = value.with_value(|value| (value.list.clone(), value.id));
        pending.set(true);
        spawn_local(async move {
            let answer = session.remove_code_value(&list, id).await;
            if pending.try_set(false).is_some() {
                return; // The dialog was closed.
            }
            match answer {
                Ok(()) => {
                    shown.removing.set(None);
                    toasts.say(untrack(|| say!(i18n, settings.removed)));
                    shown.again();
                }
                Err(refused) => failure.set(Some(refused)),
            }
        });
    };
    view! {
        <p><strong>{name}</strong></p>
        <p>{tr!(settings.remove_help)}</p>
        <FailureAlert failure/>
        <div class="form-actions">
            <Button label=tr!(settings.remove) class="btn btn-danger" pending on_click=remove/>
            <Button label=tr!(common.cancel) class="btn btn-ghost" on_click=move || shown.removing.set(None)/>
        </div>
    }
}
