//! One file of the list.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    components::{
        failure,
        icon::{Icon, Name},
        toast::use_toasts,
    },
    format,
    forms::words,
    i18n::{say, tr, use_i18n},
    pages::intake::{
        filling::use_filling,
        uploads::{State, Upload},
    },
};

#[component]
pub fn UploadRow(upload: Upload) -> impl IntoView {
    let (state, again) = (upload.state, upload.clone());
    let size = format::size(upload.size);
    view! {
        <li class="file">
            <Icon name=Name::Document/>
            <div class="file-words">
                <p class="file-name">{upload.name.clone()}</p>
                <Progress state size/>
            </div>
            <div class="file-actions">
                {move || {
                    let again = again.clone();
                    matches!(*state.read(), State::Failed(_)).then(|| view! { <Retry upload=again/> })
                }}
                <Remove upload/>
            </div>
        </li>
    }
}

#[component]
fn Progress(state: RwSignal<State>, size: String) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        match state.get() {
        State::Sending(percent) => {
            view! { <Bar percent words=say!(i18n, intake.sending_file, percent = percent)/> }.into_any()
        }
        State::Waiting(percent) => {
            view! { <Bar percent words=say!(i18n, intake.waiting_file, percent = percent)/> }.into_any()
        }
        State::Kept(_) => view! {
            <p class="file-kept"><Icon name=Name::Check/> {say!(i18n, intake.file_kept)} " · " {size.clone()}</p>
        }
        .into_any(),
        State::Refused(why) => view! { <Wrong text=words::word(i18n, &why)/> }.into_any(),
        State::Failed(failed) => view! { <Wrong text=failure::words(i18n, &failed).0/> }.into_any(),
    }
    }
}

#[component]
fn Bar(percent: u8, words: String) -> impl IntoView {
    view! {
        <progress class="progress" max="100" value=percent aria-label=words.clone()></progress>
        <p class="muted">{words}</p>
    }
}

#[component]
fn Wrong(text: String) -> impl IntoView {
    view! { <p class="field-error" role="alert"><Icon name=Name::Alert/> <span>{text}</span></p> }
}

#[component]
fn Retry(upload: Upload) -> impl IntoView {
    let label = tr!(common.try_again);
    view! { <button class="btn" type="button" on:click=move |_| upload.send()>{label}</button> }
}

#[component]
fn Remove(upload: Upload) -> impl IntoView {
    let (uploads, toasts, i18n) = (use_filling().uploads, use_toasts(), use_i18n());
    let name = upload.name.clone();
    let described = tr!(intake.remove_file, name = name.clone());
    let remove = move |_| {
        let (upload, failed) = (upload.clone(), say!(i18n, intake.not_removed));
        spawn_local(async move {
            if uploads.remove(upload).await.is_err() {
                toasts.say(failed);
            }
        });
    };
    view! {
        <button class="btn btn-ghost" type="button" aria-label=described on:click=remove>
            <Icon name=Name::Trash/> {tr!(intake.remove)}
        </button>
    }
}
