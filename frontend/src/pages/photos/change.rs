//! The button under a face, and its dialog: choose or take a picture, cut the face out, send it; or take the photo away.

use domain::permission::Permission;
use leptos::prelude::*;
use web_sys::File;

use super::{
    choose::Choose,
    crop::Cut,
    face::{Face, Portrait},
    remove::Remove,
};
use crate::{
    components::dialog::Dialog,
    i18n::{say, tr, use_i18n},
    pages::client::Record,
    session::use_session,
};

/// Where one is in the dialog.
#[derive(Clone)]
pub enum Step {
    Choosing,
    /// Something that the browser can show, and its width and height.
    Cutting(Chosen),
    Removing,
}

/// A picture that was chosen.
#[derive(Clone)]
pub struct Chosen {
    pub file: File,
    /// Where the browser shows it.
    pub address: String,
    pub size: (u32, u32),
}

#[component]
pub fn ChangePhoto(record: Record, portrait: Portrait) -> impl IntoView {
    let i18n = use_i18n();
    let open = RwSignal::new(false);
    let may = use_session().may_any(&[Permission::EditClients, Permission::ProposeEdits]);
    let label = Signal::derive(move || match has_photo(record) {
        true => say!(i18n, photos.change),
        false => say!(i18n, photos.add),
    });
    let title = Signal::derive(move || say!(i18n, photos.title, name = record.called()));
    may.then(|| {
        view! {
            <button class="link small face-change" type="button" on:click=move |_| open.set(true)>{label}</button>
            <Dialog open title><Steps record portrait open/></Dialog>
        }
    })
}

pub fn has_photo(record: Record) -> bool {
    record.client().is_some_and(|client| client.photo.is_some())
}

#[component]
fn Steps(record: Record, portrait: Portrait, open: RwSignal<bool>) -> impl IntoView {
    let step = RwSignal::new_local(Step::Choosing);
    move || match step.get() {
        Step::Choosing => view! { <Begin record portrait step/> }.into_any(),
        Step::Cutting(chosen) => view! { <Cut record chosen step open/> }.into_any(),
        Step::Removing => view! { <Remove record step open/> }.into_any(),
    }
}

/// Steps hold what only a browser has, so they stay on its one thread.
pub type Stepping = RwSignal<Step, LocalStorage>;

#[component]
fn Begin(record: Record, portrait: Portrait, step: Stepping) -> impl IntoView {
    let there = untrack(|| has_photo(record));
    let remove = there.then(|| {
        let ask = move |_| step.set(Step::Removing);
        view! { <button class="btn btn-danger" type="button" on:click=ask>{tr!(photos.remove)}</button> }
    });
    view! {
        <div class="face-begin">
            <Face portrait name=Signal::derive(move || record.called())/>
            <div><p>{tr!(photos.help)}</p> <p class="muted small">{tr!(photos.kinds)}</p></div>
        </div>
        <Choose step>{remove}</Choose>
    }
}
