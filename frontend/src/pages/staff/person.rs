//! The person who is signed in: name, theme, language, sessions, sign out.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{components::A, hooks::use_navigate};

use super::places::is_participant;
use crate::{
    api::token,
    components::{
        icon::{Icon, Name},
        menu::Panel,
        settings::{LanguageSwitch, ThemeSwitch},
    },
    forms::use_leaving,
    i18n::{tr, use_i18n},
    pages::roles::words::names,
    session::use_session,
};

/// Signs out of this browser, once the person has agreed to lose what stands unsaved. Only in a component's body.
pub fn use_sign_out() -> Callback<()> {
    let (navigate, leaving) = (use_navigate(), use_leaving());
    let leave = Callback::new(move |()| {
        let navigate = navigate.clone();
        spawn_local(async move {
            // Signed out or not reachable: either way this page forgets the token.
            drop(token::sign_out().await);
            navigate("/staff/sign-in", Default::default());
        });
    });
    Callback::new(move |()| leaving.first(leave))
}

#[component]
pub fn Person() -> impl IntoView {
    let session = use_session();
    let (me, is_participant) = (session.me(), is_participant(session));
    let label = tr!(shell.you);
    let (theme, language) = (tr!(common.theme), tr!(common.language));
    let (sign_out, public) = (tr!(shell.sign_out), tr!(shell.public_page));
    let leave = use_sign_out();
    let (i18n, roles) = (use_i18n(), me.roles.clone());
    let roles = move || names(i18n, &roles);
    view! {
        <Panel label button=view! { <Icon name=Name::Person/> }.into_any()>
            <div class="panel-person">
                <p class="panel-name">{me.name.clone()}</p>
                <p class="muted small">{me.email.clone()}</p>
                <p class="muted small">{roles}</p>
            </div>
            <div class="panel-row"><span>{theme}</span> <ThemeSwitch/></div>
            <div class="panel-row"><span>{language}</span> <LanguageSwitch staff={!is_participant}/></div>
            <hr class="panel-line"/>
            <A href="/staff/sessions" {..} class="panel-item"><Icon name=Name::Monitor/> {tr!(sessions.title)}</A>
            <A href="/staff/account" {..} class="panel-item"><Icon name=Name::Lock/> {tr!(account.title)}</A>
            <A href="/" {..} class="panel-item"><Icon name=Name::Home/> {public}</A>
            <button class="panel-item" type="button" on:click=move |_| leave.run(())><Icon name=Name::SignOut/> {sign_out}</button>
        </Panel>
    }
}
