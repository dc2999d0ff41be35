//! Coming back by the private link: the link's code and the date of birth open the form.

use domain::{
    drafts::{Resumed, Resumption},
    problem::Code,
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use wasm_bindgen::JsValue;

use super::sending::receipt;
use crate::{
    api::{anyone, intake},
    components::{loaded::Reading, title::Title},
    forms::{BirthField, Core, Field, Form, FormView, SendButton, TextField},
    i18n::{say, tr, use_i18n},
    pages::public::frame::Frame,
};

#[component]
pub fn Resume() -> impl IntoView {
    let organization = Reading::new(anyone::organization);
    let shown = Signal::derive(move || organization.value());
    let title = tr!(applying.resume);
    view! {
        <Title text=move || title.get()/>
        <Frame organization=shown narrow=true>
            <div class="ask">
                <header class="public-text">
                    <h1>{title}</h1>
                    <p>{tr!(applying.resume_help)}</p>
                </header>
                <Known/>
            </div>
        </Frame>
    }
}

/// What the person knows.
#[component]
fn Known() -> impl IntoView {
    let (i18n, core) = (use_i18n(), Core::new("resume"));
    let (code, born) = (core.text("/code", ""), core.birth("/date_of_birth", None));
    let linked = take_code(code);
    let form = Form::new(core, move || Resumption { code: code.trimmed(), date_of_birth: born.date() });
    let navigate = use_navigate();
    let open = move || {
        let navigate = navigate.clone();
        let go = move |resumed| {
            let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
            match resumed {
                Resumed::Open(_) => navigate("/apply", options),
                Resumed::Sent(sent) => navigate(&receipt(&sent), options),
            }
        };
        form.send(|known| async move { intake::resume(&known).await }, go);
    };
    let unknown = move || core.failure().get().is_some_and(|failure| failure.is(Code::NotFound));
    let refusal = Signal::derive(move || {
        unknown().then(|| (say!(i18n, applying.resume_unknown), say!(i18n, applying.resume_unknown_help)))
    });
    // A link brings its code along, and nobody needs to look at it, unless something is wrong.
    let asked = move || !linked.get() || unknown();
    view! {
        <FormView core refusal on_send=open>
            {move || asked().then(|| view! {
                <TextField field=code label=tr!(applying.resume_code) help=tr!(applying.resume_code_help)/>
            })}
            <BirthField field=born label=tr!(intake.date_of_birth) help=tr!(intake.date_of_birth_help) own=true/>
            <div class="form-actions">
                <SendButton core label=tr!(applying.resume_open) class="btn btn-primary btn-tall"/>
            </div>
        </FormView>
    }
}

/// Takes the code out of the address, so that it stands neither in the history nor on the screen. Says whether there
/// was one.
fn take_code(code: Field<String>) -> RwSignal<bool> {
    let linked = RwSignal::new(false);
    let (hash, here) = (use_location().hash, use_location().pathname);
    Effect::new(move |_| {
        let given = hash.get();
        let given = given.trim_start_matches('#');
        if !given.is_empty() {
            code.set(given.to_owned());
            linked.set(true);
            let replaced = window().history().and_then(|history| {
                history.replace_state_with_url(&JsValue::NULL, "", Some(&here.get_untracked()))
            });
            // Its own address is always allowed.
            drop(replaced);
        }
    });
    linked
}
