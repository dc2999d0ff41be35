//! Asking for the present password.

use domain::account::PresentPassword;
use leptos::prelude::*;

use crate::{
    api::Answer,
    forms::{Core, Form, FormView, PasswordField, SendButton},
    i18n::{Text, tr},
    session::use_session,
};

/// A form with the password alone. `call` is what it opens, and `then` gets what came.
pub fn prove<T: 'static, F>(
    name: &'static str,
    label: Text,
    call: impl Fn(PresentPassword) -> F + Copy + 'static,
    then: impl Fn(T) + Copy + 'static,
) -> impl IntoView
where
    F: Future<Output = Answer<T>> + 'static,
{
    let core = Core::new(name).passing();
    let password = core.secret("/current_password");
    let form = Form::new(core, move || PresentPassword { current_password: password.get() });
    view! {
        <FormView core on_send=move || form.send(call, then)>
            <input type="text" autocomplete="username" value=use_session().me().email readonly hidden/>
            <PasswordField field=password label=tr!(account.current) autocomplete="current-password"/>
            <SendButton core label/>
        </FormView>
    }
}
