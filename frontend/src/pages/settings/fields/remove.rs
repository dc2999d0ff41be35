//! Deleting a field that no record ever had a value of: asked once.

use domain::{code_lists::label, custom_fields::CustomField};
use leptos::prelude::*;

use super::list::Shown;
use crate::{
    components::{
        confirm::{Call, Confirm},
        toast::use_toasts,
    },
    i18n::{say, tr, use_i18n},
    session::use_session,
};

#[component]
pub fn RemoveField(shown: Shown) -> impl IntoView {
    untrack(|| shown.removing.get()).map(|field| view! { <Ask field shown/> })
}

#[component]
fn Ask(field: CustomField, shown: Shown) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let call = Call::new();
    let (name, id) = (label(&field.labels, i18n.language().code()).to_owned(), field.id);
    let remove = move || {
        call.run(async move { session.remove_custom_field(id).await }, move |()| {
            shown.removing.set(None);
            toasts.say(untrack(|| say!(i18n, custom_fields.removed)));
            shown.again();
        });
    };
    view! {
        <p><strong>{name}</strong></p>
        <p>{tr!(custom_fields.remove_help)}</p>
        <Confirm call label=tr!(custom_fields.remove) on_yes=remove on_no=move || shown.removing.set(None)/>
    }
}
