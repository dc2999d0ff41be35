//! A button that copies a text.

use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen_futures::JsFuture;

use crate::{
    components::{
        icon::{Icon, Name},
        toast::use_toasts,
    },
    i18n::Text,
};

#[component]
pub fn Copy(
    text: String,
    label: Text,
    /// Said once it is copied.
    done: Text,
) -> impl IntoView {
    let toasts = use_toasts();
    let copy = move |_| {
        let (writing, done) = (window().navigator().clipboard().write_text(&text), done.get_untracked());
        spawn_local(async move {
            if JsFuture::from(writing).await.is_ok() {
                toasts.say(done);
            }
        });
    };
    view! { <button class="btn btn-tall" type="button" on:click=copy><Icon name=Name::Paper/> {label}</button> }
}
