//! Files: dropped or picked, each with its progress.

use domain::{documents::ACCEPT, settings::FileLimits};
use leptos::{html, prelude::*};
use web_sys::DragEvent;

use super::upload::UploadRow;
use crate::{
    components::icon::{Icon, Name},
    i18n::tr,
    pages::intake::filling::use_filling,
};

#[component]
pub fn Documents() -> impl IntoView {
    let uploads = use_filling().uploads;
    view! {
        <p class="public-text">{tr!(intake.documents_why)}</p>
        <DropZone/>
        <ul class="files" aria-label=tr!(intake.files)>
            <For each=move || uploads.all() key=|upload| upload.key let:upload><UploadRow upload/></For>
        </ul>
    }
}

/// The picker is a native one, and the whole field around it takes what is dropped.
#[component]
fn DropZone() -> impl IntoView {
    let uploads = use_filling().uploads;
    let FileLimits { megabytes, files } = uploads.limits;
    let input = NodeRef::<html::Input>::new();
    let over = RwSignal::new(false);
    let picked = move |_| {
        let Some(input) = input.get_untracked() else { return };
        if let Some(files) = input.files() {
            uploads.take(&files);
        }
        // So that the same file can be picked again after it was removed.
        input.set_value("");
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        if let Some(files) = event.data_transfer().and_then(|transfer| transfer.files()) {
            uploads.take(&files);
        }
    };
    view! {
        <div
            class="dropzone"
            class:dropzone-over=over
            on:dragover=move |event| { event.prevent_default(); over.set(true) }
            on:dragleave=move |_| over.set(false)
            on:drop=dropped
        >
            <Icon name=Name::Upload class="icon icon-large"/>
            <p id="dropzone-words" class="dropzone-words">{tr!(intake.drop)}</p>
            <input
                id="files"
                class="dropzone-input"
                type="file"
                multiple
                accept=ACCEPT
                aria-describedby="dropzone-words dropzone-limits"
                node_ref=input
                on:change=picked
            />
            <label class="btn btn-tall" for="files">{tr!(intake.pick)}</label>
            <p id="dropzone-limits" class="muted">{tr!(intake.limits, files = files, megabytes = megabytes)}</p>
        </div>
    }
}
