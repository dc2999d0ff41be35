//! Where a mailed link leads: an invitation or a new password. The code stands after the address's `#`, which no server
//! and no log sees, and is taken out of the address at once.

use domain::{
    account::{LinkCode, LinkKind, LinkOwner},
    problem::Code,
};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_location};
use wasm_bindgen::JsValue;

use super::{Doorstep, chosen::Choose};
use crate::{
    api::{Failure, links},
    components::{
        failure::FailureNotice,
        icon::{Icon, Name},
        loaded::{Reading, Skeleton},
    },
    i18n::{Text, say, tr, use_i18n},
};

#[component]
pub fn LinkPage() -> impl IntoView {
    let (hash, here) = (use_location().hash, use_location().pathname);
    let code = RwSignal::new(untrack(|| code_in(&hash.get())));
    Effect::new(move |_| {
        if let Some(given) = code_in(&hash.get()) {
            hide(&here.get_untracked());
            code.set(Some(given));
        }
    });
    move || match code.get() {
        Some(code) => view! { <Opened code/> }.into_any(),
        None => {
            let (title, words) = (tr!(sign_in.link_missing), tr!(sign_in.link_missing_help));
            view! { <Over title words/> }.into_any()
        }
    }
}

#[component]
fn Opened(code: String) -> impl IntoView {
    let kept = code.clone();
    let reading = Reading::new(move || {
        let code = LinkCode { code: kept.clone() };
        async move { links::open(&code).await }
    });
    let code = StoredValue::new(code);
    move || match (reading.value(), reading.failure()) {
        (Some(owner), _) => view! { <Welcome code=code.get_value() owner/> }.into_any(),
        (None, Some(failure)) => view! { <Failed failure/> }.into_any(),
        (None, None) => {
            view! { <Doorstep title=tr!(sign_in.link_title)><Skeleton rows=3/></Doorstep> }.into_any()
        }
    }
}

#[component]
fn Welcome(code: String, owner: LinkOwner) -> impl IntoView {
    let i18n = use_i18n();
    let (kind, name, address) = (owner.kind, owner.name.clone(), owner.email.clone());
    let title = Signal::derive(move || match kind {
        LinkKind::Invitation => say!(i18n, sign_in.welcome, name = name.clone()),
        LinkKind::Reset => say!(i18n, sign_in.forgot_title),
    });
    let help = Signal::derive(move || match kind {
        LinkKind::Invitation => say!(i18n, sign_in.welcome_help, email = address.clone()),
        LinkKind::Reset => say!(i18n, sign_in.reset_help, email = address.clone()),
    });
    view! { <Doorstep title><Choose code owner help/></Doorstep> }
}

#[component]
fn Failed(failure: Failure) -> impl IntoView {
    if failure.is(Code::NotFound) {
        let (title, words) = (tr!(sign_in.link_over), tr!(sign_in.link_over_help));
        return view! { <Over title words/> }.into_any();
    }
    view! { <Doorstep title=tr!(sign_in.link_title)><FailureNotice failure/></Doorstep> }.into_any()
}

/// The link opens nothing, and what to do instead.
#[component]
fn Over(title: Text, words: Text) -> impl IntoView {
    view! {
        <Doorstep title>
            <div class="notice notice-info" role="status"><Icon name=Name::Info/> <p>{words}</p></div>
            <A href="/staff/forgot" {..} class="link">{tr!(sign_in.forgot)}</A>
            <A href="/staff/sign-in" {..} class="link">{tr!(sign_in.back)}</A>
        </Doorstep>
    }
}

fn code_in(hash: &str) -> Option<String> {
    let code = hash.trim_start_matches('#');
    (!code.is_empty()).then(|| code.to_owned())
}

/// Takes the code out of the address, so that it stands neither in the history nor on the screen.
fn hide(here: &str) {
    let replaced =
        window().history().and_then(|history| history.replace_state_with_url(&JsValue::NULL, "", Some(here)));
    // Its own address is always allowed.
    drop(replaced);
}
