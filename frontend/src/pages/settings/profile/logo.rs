//! The logo: chosen, sent at once, and taken away.

use domain::{
    organization::Organization,
    photos::{ACCEPT, promising},
    problem::Code,
};
use leptos::{html, prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use web_sys::{Event, File, HtmlInputElement};

use super::form::shown;
use crate::{
    api::{Answer, Failure},
    components::{
        button::Button,
        failure::FailureAlert,
        icon::{Icon, Name},
        toast::use_toasts,
    },
    i18n::{I18n, say, tr, use_i18n},
    pages::{
        photos::word,
        staff::{House, use_house},
    },
    session::use_session,
};

/// What is under way with the logo, and what became of it. A handle: copying it is free.
#[derive(Clone, Copy)]
struct Sending {
    was: RwSignal<Organization>,
    pending: RwSignal<bool>,
    wrong: RwSignal<Option<String>>,
    failure: RwSignal<Option<Failure>>,
    house: House,
    i18n: I18n,
}

impl Sending {
    fn begin(self) {
        self.pending.set(true);
        self.wrong.set(None);
        self.failure.set(None);
    }

    /// Takes an answer in. Says whether it was a success.
    fn end(self, answer: Answer<Organization>) -> bool {
        if self.pending.try_set(false).is_some() {
            return false; // The page was left.
        }
        match answer {
            Ok(now) => {
                shown(self.house, self.i18n, &now);
                self.was.set(now);
                true
            }
            Err(refused) => {
                self.refuse(refused);
                false
            }
        }
    }

    fn refuse(self, refused: Failure) {
        let code = match &refused {
            Failure::Refused(problem) if problem.code == Code::Invalid => {
                problem.errors.first().map(|error| error.code.clone())
            }
            _ => None,
        };
        match code {
            Some(code) => self.wrong.set(Some(untrack(|| reason(self.i18n, &code)))),
            None => self.failure.set(Some(refused)),
        }
    }
}

#[component]
pub fn LogoPart(was: RwSignal<Organization>) -> impl IntoView {
    let sending = Sending {
        was,
        pending: RwSignal::new(false),
        wrong: RwSignal::new(None),
        failure: RwSignal::new(None),
        house: use_house(),
        i18n: use_i18n(),
    };
    let picture = move || {
        was.with(|was| was.logo.clone()).map(|logo| {
            let (src, width, height) =
                (logo.address(), (logo.width / 2).to_string(), (logo.height / 2).to_string());
            view! { <img class="logo-now" src=src width=width height=height alt=tr!(settings.logo_alt)/> }
        })
    };
    let wrong = move || {
        sending.wrong.get().map(|words| {
            view! { <p class="field-error" role="alert"><Icon name=Name::Alert/> <span>{words}</span></p> }
        })
    };
    view! {
        <div class="field" role="group" aria-labelledby="logo-label">
            <span id="logo-label" class="field-label">{tr!(settings.logo)}</span>
            <p class="field-help">{tr!(settings.logo_help)}</p>
            {picture}
            {wrong}
            <FailureAlert failure=sending.failure/>
            <div class="form-actions"><Picker sending/> <Remove sending/></div>
        </div>
    }
}

#[component]
fn Picker(sending: Sending) -> impl IntoView {
    let (session, toasts, i18n) = (use_session(), use_toasts(), sending.i18n);
    let input = NodeRef::<html::Input>::new();
    let press = move || {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let chosen = move |event: Event| {
        let Some(file) = file_of(&event) else { return };
        if let Err(why) = promising(file.size() as u64) {
            sending.wrong.set(Some(reason(i18n, why.code())));
            return;
        }
        sending.begin();
        let version = sending.was.with_untracked(|was| was.version);
        spawn_local(async move {
            if sending.end(session.set_logo(version, file, |_| ()).await) {
                toasts.say(untrack(|| say!(i18n, settings.logo_saved)));
            }
        });
    };
    let label = Signal::derive(move || match sending.was.with(|was| was.logo.is_some()) {
        true => say!(i18n, settings.logo_change),
        false => say!(i18n, settings.logo_choose),
    });
    view! {
        <Button label pending=sending.pending on_click=press/>
        <input node_ref=input type="file" hidden accept=ACCEPT on:change=chosen/>
    }
}

/// Why a picture is not taken. A logo may be smaller than a face.
fn reason(i18n: I18n, code: &str) -> String {
    match code {
        "picture_small" => say!(i18n, settings.logo_small),
        other => word(i18n, other),
    }
}

fn file_of(event: &Event) -> Option<File> {
    let input = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
    let file = input.files()?.get(0);
    // So that the same file can be chosen again.
    input.set_value("");
    file
}

#[component]
fn Remove(sending: Sending) -> impl IntoView {
    let (session, toasts, i18n) = (use_session(), use_toasts(), sending.i18n);
    let remove = move || {
        sending.begin();
        let version = sending.was.with_untracked(|was| was.version);
        spawn_local(async move {
            if sending.end(session.remove_logo(version).await) {
                toasts.say(untrack(|| say!(i18n, settings.logo_removed)));
            }
        });
    };
    let there = Memo::new(move |_| sending.was.with(|was| was.logo.is_some()));
    move || {
        there.get().then(|| {
            view! { <Button label=tr!(settings.logo_remove) class="btn btn-danger" on_click=remove/> }
        })
    }
}
