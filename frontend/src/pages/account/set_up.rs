//! Setting a second factor up: the password, the app, its first code, the recovery codes.

use domain::account::{AuthenticatorKey, Drawing, OneTimeCode};
use leptos::prelude::*;

use super::{prove::prove, recovery::Recovery};
use crate::{
    components::copy::Copy,
    forms::{Core, Form, FormView, Kind, SendButton, TextField},
    i18n::tr,
    session::use_session,
};

#[derive(Clone)]
enum Stage {
    Password,
    App(AuthenticatorKey),
    Codes(Vec<String>),
}

#[component]
pub fn SetUp(done: Callback<()>) -> impl IntoView {
    let session = use_session();
    let stage = RwSignal::new(Stage::Password);
    move || match stage.get() {
        Stage::Password => prove(
            "second-factor",
            tr!(account.next),
            move |proof| session.begin_second_factor(proof),
            move |key| stage.set(Stage::App(key)),
        )
        .into_any(),
        Stage::App(key) => {
            let then = Callback::new(move |codes| stage.set(Stage::Codes(codes)));
            view! { <App key then/> }.into_any()
        }
        Stage::Codes(codes) => view! { <Recovery codes done/> }.into_any(),
    }
}

#[component]
fn App(key: AuthenticatorKey, then: Callback<Vec<String>>) -> impl IntoView {
    let session = use_session();
    let core = Core::new("first-code").passing();
    let code = core.text("/code", "");
    let form = Form::new(core, move || OneTimeCode { code: code.trimmed() });
    let send = move || {
        form.send(move |code| session.confirm_second_factor(code), move |made| then.run(made.codes));
    };
    let AuthenticatorKey { key, address, drawing } = key;
    view! {
        <ol class="rules rules-numbered">
            <li>{tr!(account.step_app)}</li>
            <li>
                {tr!(account.step_scan)} <Qr drawing/>
                <a class="link" href=address>{tr!(account.open_app)}</a>
                <p>{tr!(account.step_type)}</p>
                <p class="key"><code>{grouped(&key)}</code></p>
                <Copy text=key label=tr!(account.copy_key) done=tr!(account.copied)/>
            </li>
            <li>{tr!(account.step_code)}</li>
        </ol>
        <FormView core on_send=send>
            <TextField field=code label=tr!(sign_in.code) kind=Kind::Digits autocomplete="one-time-code"/>
            <SendButton core label=tr!(account.turn_on)/>
        </FormView>
    }
}

/// Dark on white in the dark theme too: cameras want it so.
#[component]
fn Qr(drawing: Drawing) -> impl IntoView {
    let Drawing { side, path } = drawing;
    view! {
        <svg class="qr" viewBox=format!("0 0 {side} {side}") role="img" aria-label=tr!(account.qr)>
            <path d=path></path>
        </svg>
    }
}

/// In fours, as one reads them out.
fn grouped(key: &str) -> String {
    let letters: Vec<char> = key.chars().collect();
    letters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_key_is_read_in_fours() {
        assert_eq!(super::grouped("GEZDGNBVGY"), "GEZD GNBV GY");
    }
}
