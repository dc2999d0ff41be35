//! Signing in.

mod chosen;
mod forgot;
mod link;
mod second_step;

use domain::{
    problem::Code,
    sessions::{SignIn, SignedIn},
};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_navigate};

use crate::{
    api::token::{self, Admission},
    components::title::Title,
    components::{
        address::Address,
        icon::{Icon, Name},
        settings::{LanguageSwitch, ThemeSwitch},
    },
    forms::{Core, Form, FormView, Kind, SendButton, TextField},
    i18n::{Text, say, tr, use_i18n},
    pages::staff::{Out, speak, use_arrival},
};
use second_step::SecondStepForm;

pub use forgot::ForgotPage;
pub use link::LinkPage;

#[component]
pub fn SignInPage() -> impl IntoView {
    let (title, help, apply) = (tr!(sign_in.title), tr!(sign_in.help), tr!(sign_in.apply_instead));
    let (arrival, navigate, address) = (use_arrival(), use_navigate(), Address::here());
    let then = move |signed_in| {
        let next = untrack(|| address.one("next")).filter(|path| is_ours(path));
        arrival.bring(signed_in);
        navigate(next.as_deref().unwrap_or("/staff"), Default::default());
    };
    view! {
        <Doorstep title>
            <WhyOut/>
            <p class="muted">{help}</p>
            <SignInForm name="sign-in" then=Callback::new(then)/>
            <A href="/staff/forgot" {..} class="link">{tr!(sign_in.forgot)}</A>
            <A href="/apply" {..} class="link">{apply}</A>
        </Doorstep>
    }
}

/// What stands around a page of somebody who is not signed in.
#[component]
fn Doorstep(title: Text, children: Children) -> impl IntoView {
    // After a participant, who may have been spoken to in another one.
    speak(use_i18n(), "staff");
    view! {
        <Title text=move || title.get()/>
        <main class="sign-in">
            <div class="card sign-in-card">
                <p class="rail-brand">"Openhall"</p>
                <h1>{title}</h1>
                {children()}
            </div>
            <div class="sign-in-foot"><LanguageSwitch staff=true/> <ThemeSwitch/></div>
        </main>
    }
}

/// Why one stands here again, where one was signed in a moment ago.
#[component]
fn WhyOut() -> impl IntoView {
    let (i18n, address) = (use_i18n(), Address::here());
    let words = move || match address.one("out").as_deref().and_then(Out::from_code)? {
        Out::Elsewhere => Some((say!(i18n, sessions.out_elsewhere), say!(i18n, sessions.out_elsewhere_help))),
        Out::Everywhere => {
            Some((say!(i18n, sessions.out_everywhere), say!(i18n, sessions.out_everywhere_help)))
        }
    };
    move || {
        words().map(|(title, help)| {
            view! {
                <div class="notice notice-info" role="status">
                    <Icon name=Name::Info/> <div><p class="notice-title">{title}</p> <p>{help}</p></div>
                </div>
            }
        })
    }
}

/// Only to our own staff pages: an address from elsewhere must not lead the person away after signing in.
fn is_ours(path: &str) -> bool {
    path == "/staff" || path.strip_prefix("/staff").is_some_and(|rest| rest.starts_with(['/', '?']))
}

/// Email and password, and a code where one is wanted. It also stands in a dialog, over a page whose session has ended.
#[component]
pub fn SignInForm(name: &'static str, then: Callback<SignedIn>) -> impl IntoView {
    let asked = RwSignal::new(None);
    let admit = Callback::new(move |admission| match admission {
        Admission::In(signed_in) => then.run(signed_in),
        Admission::Asked(challenge) => asked.set(Some(challenge)),
    });
    move || match asked.get() {
        None => view! { <PasswordStep name admit/> }.into_any(),
        Some(challenge) => {
            let again = Callback::new(move |()| asked.set(None));
            view! { <SecondStepForm challenge then again/> }.into_any()
        }
    }
}

#[component]
fn PasswordStep(name: &'static str, admit: Callback<Admission>) -> impl IntoView {
    let i18n = use_i18n();
    let core = Core::new(name).passing();
    let email = core.text("/email", "");
    let password = core.text("/password", "");
    let form = Form::new(core, move || SignIn { email: email.trimmed(), password: password.get() });
    let refused =
        move || core.failure().read().as_ref().is_some_and(|failure| failure.is(Code::SignInRefused));
    let send =
        move || form.send(|who| async move { token::sign_in(&who).await }, move |came| admit.run(came));
    view! {
        <FormView core on_send=send refusal=Signal::derive(move || {
            refused().then(|| (say!(i18n, sign_in.refused), say!(i18n, sign_in.refused_help)))
        })>
            <TextField field=email label=tr!(sign_in.email) kind=Kind::Email autocomplete="username"/>
            <TextField field=password label=tr!(sign_in.password) kind=Kind::Password autocomplete="current-password"/>
            <SendButton core label=tr!(sign_in.sign_in)/>
        </FormView>
    }
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    #[test]
    fn signing_in_leads_to_our_own_pages_only() {
        assert!(is_ours("/staff") && is_ours("/staff/clients?q=a") && is_ours("/staff?x=1"));
        assert!(!is_ours("//evil.example") && !is_ours("https://evil.example") && !is_ours("/staffing"));
    }
}
