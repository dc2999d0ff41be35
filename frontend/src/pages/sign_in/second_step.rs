//! The code that is wanted besides the password.

use domain::{
    problem::Code,
    sessions::{Challenge, SecondStep, SignedIn},
};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::{
    api::token,
    forms::{Core, Field, Form, FormView, Kind, SendButton, TextField},
    i18n::{say, tr, use_i18n},
};

/// Where the code comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum From {
    App,
    Recovery,
}

#[component]
pub fn SecondStepForm(
    challenge: Challenge,
    then: Callback<SignedIn>,
    /// Back to the password.
    again: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let core = Core::new("second-step").passing();
    let code = core.text("/code", "");
    let challenge = StoredValue::new(challenge.challenge);
    let form = Form::new(core, move || SecondStep { challenge: challenge.get_value(), code: code.trimmed() });
    let is = move |refusal| core.failure().read().as_ref().is_some_and(|failure| failure.is(refusal));
    let refusal = Signal::derive(move || match () {
        () if is(Code::CodeRefused) => {
            Some((say!(i18n, sign_in.code_refused), say!(i18n, sign_in.code_refused_help)))
        }
        () if is(Code::SignInOver) => Some((say!(i18n, sign_in.over), say!(i18n, sign_in.over_help))),
        () => None,
    });
    let send = move || {
        form.send(|step| async move { token::pass_second_step(&step).await }, move |who| then.run(who));
    };
    view! {
        <FormView core on_send=send refusal>
            <CodeField code/>
            <div class="form-actions">
                <SendButton core label=tr!(sign_in.sign_in)/>
                <button class="btn btn-ghost" type="button" on:click=move |_| again.run(())>{tr!(common.back)}</button>
            </div>
        </FormView>
    }
}

/// The digits of the app, or letters that were written down: each wants another keyboard.
#[component]
fn CodeField(code: Field<String>) -> impl IntoView {
    let from = RwSignal::new(From::App);
    let change = move |to| {
        code.set(String::new());
        from.set(to);
    };
    move || {
        focus_when_there(code.id());
        match from.get() {
            From::App => view! {
                <TextField field=code label=tr!(sign_in.code) help=tr!(sign_in.code_help) kind=Kind::Digits autocomplete="one-time-code"/>
                <button class="btn btn-ghost btn-sm" type="button" on:click=move |_| change(From::Recovery)>
                    {tr!(sign_in.use_recovery)}
                </button>
            }
            .into_any(),
            From::Recovery => view! {
                <TextField field=code label=tr!(sign_in.recovery) help=tr!(sign_in.recovery_help)/>
                <button class="btn btn-ghost btn-sm" type="button" on:click=move |_| change(From::App)>
                    {tr!(sign_in.use_app)}
                </button>
            }
            .into_any(),
        }
    }
}

/// The field that was in focus is gone, and this one is what comes next.
fn focus_when_there(id: String) {
    request_animation_frame(move || {
        let field = document().get_element_by_id(&id).and_then(|field| field.dyn_into::<HtmlElement>().ok());
        if let Some(field) = field {
            // Focusing an element that is there cannot fail.
            drop(field.focus());
        }
    });
}
