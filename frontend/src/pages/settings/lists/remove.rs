//! Deleting a value that no record names: asked once.

use domain::code_lists::{CodeValue, label};
use leptos::prelude::*;

use super::page::Shown;
use crate::{
    components::{
        confirm::{Call, Confirm},
        toast::use_toasts,
    },
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
    let call = Call::new();
    let name = label(&value.labels, i18n.language().code()).to_owned();
    let value = StoredValue::new(value);
    let remove = move || {
        let (list, id) = value.with_value(|value| (value.list.clone(), value.id));
        let remove = async move { session.remove_code_value(&list, id).await };
        call.run(remove, move |()| {
            shown.removing.set(None);
            toasts.say(untrack(|| say!(i18n, settings.removed)));
            shown.again();
        });
    };
    view! {
        <p><strong>{name}</strong></p>
        <p>{tr!(settings.remove_help)}</p>
        <Confirm call label=tr!(settings.remove) on_yes=remove on_no=move || shown.removing.set(None)/>
    }
}
