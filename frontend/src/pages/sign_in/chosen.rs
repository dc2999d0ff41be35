//! The password that a link is used for.

use domain::{
    account::{ChosenPassword, LinkOwner},
    problem::Code,
};
use leptos::{html, prelude::*};
use leptos_router::components::A;

use crate::{
    api::links,
    components::icon::{Icon, Name},
    forms::{Core, Form, FormView, PasswordField, SendButton},
    i18n::{Text, say, tr, use_i18n},
};

#[component]
pub fn Choose(code: String, owner: LinkOwner, help: Text) -> impl IntoView {
    let done = RwSignal::new(false);
    let (code, owner) = (StoredValue::new(code), StoredValue::new(owner));
    move || match done.get() {
        true => view! { <Done/> }.into_any(),
        false => view! { <Password code=code.get_value() owner=owner.get_value() help done/> }.into_any(),
    }
}

/// The rules stand before the field, so that nobody learns them from a refusal.
#[component]
fn Password(code: String, owner: LinkOwner, help: Text, done: RwSignal<bool>) -> impl IntoView {
    let (i18n, core) = (use_i18n(), Core::new("choose").passing());
    let (code, password) = (StoredValue::new(code), core.secret("/password"));
    let build = move || ChosenPassword { code: code.get_value(), password: password.get() };
    let form = Form::new(core, build);
    let send = move || {
        form.send(|chosen| async move { links::redeem(&chosen).await }, move |()| done.set(true));
    };
    let over = move || core.failure().read().as_ref().is_some_and(|failure| failure.is(Code::NotFound));
    let refusal = Signal::derive(move || {
        over().then(|| (say!(i18n, sign_in.link_over), say!(i18n, sign_in.link_over_help)))
    });
    view! {
        <p class="muted">{help}</p>
        <ul class="rules">
            <li>{tr!(account.rule_length, n = owner.password_length)}</li>
            <li>{tr!(account.rule_easy)}</li>
            <li>{tr!(account.rule_own)}</li>
            <li>{tr!(account.rule_any)}</li>
        </ul>
        <FormView core refusal on_send=send>
            // For password managers, which else would not know whose password this is.
            <input type="text" autocomplete="username" value=owner.email readonly hidden/>
            <PasswordField field=password label=tr!(sign_in.new) autocomplete="new-password"/>
            <SendButton core label=tr!(sign_in.choose)/>
        </FormView>
    }
}

/// The form is gone, so its result takes the focus.
#[component]
fn Done() -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    node.on_load(|result| {
        request_animation_frame(move || {
            // Focusing an element that is there cannot fail.
            drop(result.focus());
        });
    });
    view! {
        <div class="notice notice-success" role="status" tabindex="-1" node_ref=node>
            <Icon name=Name::CheckCircle/>
            <div><p class="notice-title">{tr!(sign_in.chosen)}</p> <p>{tr!(sign_in.chosen_help)}</p></div>
        </div>
        <A href="/staff/sign-in" {..} class="btn btn-primary">{tr!(sign_in.to_sign_in)}</A>
    }
}
