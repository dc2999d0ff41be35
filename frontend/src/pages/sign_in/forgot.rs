//! Asking for a link to choose a new password. The page says the same whether there is such an account or not.

use domain::account::ForgottenPassword;
use leptos::{html, prelude::*};
use leptos_router::components::A;

use super::Doorstep;
use crate::{
    api::links,
    components::icon::{Icon, Name},
    forms::{Core, Form, FormView, Kind, SendButton, TextField},
    i18n::tr,
};

#[component]
pub fn ForgotPage() -> impl IntoView {
    let sent = RwSignal::new(None);
    view! {
        <Doorstep title=tr!(sign_in.forgot_title)>
            {move || match sent.get() {
                None => view! { <Ask sent/> }.into_any(),
                Some(email) => view! { <Sent email/> }.into_any(),
            }}
            <A href="/staff/sign-in" {..} class="link">{tr!(sign_in.back)}</A>
        </Doorstep>
    }
}

#[component]
fn Ask(sent: RwSignal<Option<String>>) -> impl IntoView {
    let core = Core::new("forgot").passing();
    let email = core.text("/email", "");
    let form = Form::new(core, move || ForgottenPassword { email: email.trimmed() });
    let send = move || {
        let typed = untrack(|| email.trimmed());
        form.send(|asked| async move { links::ask_reset(&asked).await }, move |()| sent.set(Some(typed)));
    };
    view! {
        <p class="muted">{tr!(sign_in.forgot_help)}</p>
        <FormView core on_send=send>
            <TextField field=email label=tr!(sign_in.email) kind=Kind::Email autocomplete="username"/>
            <SendButton core label=tr!(sign_in.forgot_send)/>
        </FormView>
    }
}

/// The form is gone, so what stands in its place takes the focus.
#[component]
fn Sent(email: String) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    node.on_load(|result| {
        request_animation_frame(move || {
            // Focusing an element that is there cannot fail.
            drop(result.focus());
        });
    });
    view! {
        <div class="notice notice-info" role="status" tabindex="-1" node_ref=node>
            <Icon name=Name::Mail/>
            <div>
                <p class="notice-title">{tr!(sign_in.forgot_sent)}</p>
                <p>{tr!(sign_in.forgot_sent_help, email = email.clone())}</p>
            </div>
        </div>
        <p class="muted">{tr!(sign_in.forgot_nothing)}</p>
    }
}
