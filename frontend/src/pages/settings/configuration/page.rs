//! Saving the file, and choosing one.

use domain::configuration::{MOST_BYTES, Preview};
use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use super::{problems::Refused, take::Take};
use crate::{
    api::{Answer, Failure},
    components::{
        button::Button,
        confirm::Call,
        drop::Drop,
        failure::FailureAlert,
        icon::{Icon, Name},
        loaded::Skeleton,
        toast::use_toasts,
    },
    i18n::{say, tr, use_i18n},
    pages::disclosure::save,
    session::{Session, use_session},
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

/// Where somebody is who takes a file.
#[derive(Clone, Copy)]
struct Taking {
    session: Session,
    call: Call,
    looked: RwSignal<Option<Looked>>,
    too_large: RwSignal<bool>,
    /// What was done, in words.
    taken: RwSignal<Option<String>>,
}

impl Taking {
    fn look_at(self, name: String, text: String) {
        let answer = async move {
            let preview = self.session.preview_configuration(text.clone()).await?;
            Ok(Looked { name, text, preview })
        };
        self.call.run(answer, move |found| self.looked.set(Some(found)));
    }

    fn choose(self, file: File) {
        self.looked.set(None);
        self.taken.set(None);
        self.call.failure.set(None);
        self.too_large.set(file.size() > MOST_BYTES as f64);
        if !self.too_large.get_untracked() && !self.call.pending.get_untracked() {
            self.call.run(read(file), move |(name, text)| self.look_at(name, text));
        }
    }

    fn again(self) {
        if let Some(Looked { name, text, .. }) = self.looked.get_untracked() {
            self.look_at(name, text);
        }
    }
}

#[component]
fn TakeFile() -> impl IntoView {
    let (i18n, call) = (use_i18n(), Call::new());
    let (looked, taken) = (RwSignal::new(None), RwSignal::new(None::<String>));
    let taking = Taking { session: use_session(), call, looked, too_large: RwSignal::new(false), taken };
    let again = Callback::new(move |()| taking.again());
    let choose = move |file| taking.choose(file);
    view! {
        <section class="section" aria-labelledby="take-title">
            <h2 id="take-title">{tr!(configuration.take_title)}</h2>
            <p class="muted">{tr!(configuration.take_help)}</p>
            <Drop label=tr!(configuration.choose) help=tr!(configuration.choose_help) accept="application/json,.json" choose/>
            {move || taking.too_large.get().then(|| view! {
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
