//! Saving the file, and choosing one.

use domain::configuration::{MOST_BYTES, Preview};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DragEvent, Event, File, HtmlInputElement};

use super::{problems::Refused, take::Take};
use crate::{
    api::{Answer, Failure},
    components::{
        button::Button,
        confirm::Call,
        failure::FailureAlert,
        icon::{Icon, Name},
        loaded::Skeleton,
        toast::use_toasts,
    },
    i18n::{say, tr, use_i18n},
    pages::disclosure::save,
    session::use_session,
};

#[component]
pub fn ConfigurationPage() -> impl IntoView {
    view! { <SaveFile/> <TakeFile/> }
}

#[component]
fn SaveFile() -> impl IntoView {
    let (i18n, session, toasts, call) = (use_i18n(), use_session(), use_toasts(), Call::new());
    let save_file = move || {
        call.run(session.configuration(), move |(bytes, name)| {
            save(&bytes, &name);
            toasts.say(untrack(|| say!(i18n, configuration.saved, name = name)));
        });
    };
    view! {
        <section class="section" aria-labelledby="save-title">
            <h2 id="save-title">{tr!(configuration.save_title)}</h2>
            <p class="muted">{tr!(configuration.save_help)}</p>
            <FailureAlert failure=call.failure/>
            <div class="form-actions">
                <Button label=tr!(configuration.save) pending=call.pending on_click=save_file
                    icon=view! { <Icon name=Name::Download/> }.into_any()/>
            </div>
        </section>
    }
}

/// A file that somebody chose, and what it would change.
#[derive(Clone)]
pub(super) struct Looked {
    pub name: String,
    pub text: String,
    pub preview: Preview,
}

#[component]
fn TakeFile() -> impl IntoView {
    let (i18n, session, call) = (use_i18n(), use_session(), Call::new());
    let looked = RwSignal::new(None::<Looked>);
    let (too_large, taken) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let look_at = move |name: String, text: String| {
        let answer = async move {
            let preview = session.preview_configuration(text.clone()).await?;
            Ok(Looked { name, text, preview })
        };
        call.run(answer, move |found| looked.set(Some(found)));
    };
    let choose = move |file: File| {
        looked.set(None);
        taken.set(None);
        call.failure.set(None);
        too_large.set(file.size() > MOST_BYTES as f64);
        if too_large.get_untracked() || call.pending.get_untracked() {
            return;
        }
        call.run(read(file), move |(name, text)| look_at(name, text));
    };
    let again = Callback::new(move |()| {
        if let Some(Looked { name, text, .. }) = looked.get_untracked() {
            look_at(name, text);
        }
    });
    view! {
        <section class="section" aria-labelledby="take-title">
            <h2 id="take-title">{tr!(configuration.take_title)}</h2>
            <p class="muted">{tr!(configuration.take_help)}</p>
            <Drop choose/>
            {move || too_large.get().then(|| view! {
                <p class="field-error" role="alert"><Icon name=Name::Alert/> <span>{say!(i18n, configuration.too_large)}</span></p>
            })}
            <Refused failure=call.failure/>
            {move || call.pending.get().then(|| view! { <Skeleton rows=4/> })}
            {move || taken.get().map(|what| view! {
                <div class="notice notice-success" role="status"><Icon name=Name::CheckCircle/> <p>{what}</p></div>
            })}
            {move || looked.get().map(|found| view! { <Take found looked taken again/> })}
        </section>
    }
}

/// A file's name and its text.
async fn read(file: File) -> Answer<(String, String)> {
    let text = JsFuture::from(file.text()).await.map_err(|_| Failure::Unreachable)?;
    Ok((file.name(), text.as_string().unwrap_or_default()))
}

#[component]
fn Drop(choose: impl Fn(File) + Clone + 'static) -> impl IntoView {
    let over = RwSignal::new(false);
    let sent = choose.clone();
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        if let Some(file) = event.data_transfer().and_then(|data| data.files()?.get(0)) {
            sent(file);
        }
    };
    let chosen = move |event: Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some(input) = input else { return };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            choose(file);
        }
        // So that the same file can be chosen again after it was mended.
        input.set_value("");
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
            <span class="drop-words"><strong>{tr!(configuration.choose)}</strong> <span class="muted">{tr!(configuration.choose_help)}</span></span>
            <input class="sr-only" type="file" accept="application/json,.json" on:change=chosen/>
        </label>
    }
}
