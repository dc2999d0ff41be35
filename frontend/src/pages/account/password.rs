//! A new password instead of the present one.

use domain::account::PasswordChange;
use leptos::{html, prelude::*};

use crate::{
    components::icon::{Icon, Name},
    forms::{Core, Form, FormView, PasswordField, SendButton},
    i18n::tr,
    session::use_session,
};

#[component]
pub fn Password() -> impl IntoView {
    let changed = RwSignal::new(false);
    view! {
        <section class="card padded" aria-labelledby="account-password">
            <h2 id="account-password">{tr!(account.password)}</h2>
            {move || match changed.get() {
                true => view! { <Changed changed/> }.into_any(),
                false => view! { <Change changed/> }.into_any(),
            }}
        </section>
    }
}

/// The rules stand before the field, so that nobody learns them from a refusal.
#[component]
fn Change(changed: RwSignal<bool>) -> impl IntoView {
    let session = use_session();
    let core = Core::new("password").passing();
    let (current, new) = (core.secret("/current_password"), core.secret("/password"));
    let build = move || PasswordChange { current_password: current.get(), password: new.get() };
    let form = Form::new(core, build);
    let send = move || form.send(move |change| session.change_password(change), move |()| changed.set(true));
    view! {
        <ul class="rules">
            <li>{tr!(account.rule_length, n = session.me().password_length)}</li>
            <li>{tr!(account.rule_easy)}</li>
            <li>{tr!(account.rule_own)}</li>
            <li>{tr!(account.rule_any)}</li>
        </ul>
        <p class="muted">{tr!(account.others_end)}</p>
        <FormView core on_send=send>
            // For password managers, which else would not know whose password this is.
            <input type="text" autocomplete="username" value=session.me().email readonly hidden/>
            <PasswordField field=current label=tr!(account.current) autocomplete="current-password"/>
            <PasswordField field=new label=tr!(account.new) autocomplete="new-password"/>
            <SendButton core label=tr!(account.change)/>
        </FormView>
    }
}

/// The form is gone, so its result takes the focus.
#[component]
fn Changed(changed: RwSignal<bool>) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    node.on_load(|result| {
        request_animation_frame(move || {
            // Focusing an element that is there cannot fail.
            drop(result.focus());
        });
    });
    view! {
        <div class="notice notice-success" tabindex="-1" node_ref=node>
            <Icon name=Name::CheckCircle/>
            <div><p class="notice-title">{tr!(account.changed)}</p> <p>{tr!(account.changed_help)}</p></div>
        </div>
        <button class="btn" type="button" on:click=move |_| changed.set(false)>{tr!(account.change_again)}</button>
    }
}
