//! A file that somebody chooses or drops.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Event, File, HtmlInputElement};

use crate::{
    components::icon::{Icon, Name},
    i18n::Text,
};

#[component]
pub fn Drop(
    label: Text,
    help: Text,
    /// What the browser offers to choose from.
    accept: &'static str,
    choose: impl Fn(File) + Clone + 'static,
) -> impl IntoView {
    let over = RwSignal::new(false);
    let sent = choose.clone();
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        if let Some(file) = event.data_transfer().and_then(|data| data.files()?.get(0)) {
            sent(file);
        }
    };
    view! {
        <label
            class="drop"
            data-over=move || over.get().to_string()
            on:dragover=move |event| { event.prevent_default(); over.set(true) }
            on:dragleave=move |_| over.set(false)
            on:drop=dropped
        >
            <Icon name=Name::Upload/>
            <span class="drop-words"><strong>{label}</strong> <span class="muted">{help}</span></span>
            <input class="sr-only" type="file" accept=accept on:change=move |event| chosen(&event).into_iter().for_each(&choose)/>
        </label>
    }
}

fn chosen(event: &Event) -> Option<File> {
    let input = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
    let file = input.files()?.get(0);
    // So that the same file can be chosen again after it was mended.
    input.set_value("");
    file
}
