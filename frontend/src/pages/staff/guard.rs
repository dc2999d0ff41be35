//! Lets in who is signed in; sends others to the sign-in page and back again afterwards.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, components::Redirect, hooks::use_location};

use super::{
    shell::Shell,
    speak::{speak, written_in},
    use_arrival,
};
use crate::{
    api::{Failure, query::escape, token},
    components::{button::Button, failure::FailureNotice, loaded::Skeleton},
    i18n::{tr, use_i18n},
    pages::account::SetUpFirst,
    session::Session,
};

#[component]
pub fn Guarded() -> impl IntoView {
    let arrival = use_arrival();
    let coming = LocalResource::new(move || {
        let arrived = arrival.take();
        async move {
            match arrived {
                Some(signed_in) => Ok(signed_in),
                None => token::renew().await,
            }
        }
    });
    move || match coming.get() {
        None => view! { <div class="guard"><Skeleton rows=6/></div> }.into_any(),
        Some(Ok(signed_in)) => {
            let session = Session::new(signed_in);
            provide_context(session);
            view! { <Opened session/> }.into_any()
        }
        Some(Err(failure)) if token::is_signed_out(&failure) => view! { <ToSignIn/> }.into_any(),
        Some(Err(failure)) => {
            let retry = Callback::new(move |()| coming.refetch());
            view! { <Unreachable failure retry/> }.into_any()
        }
    }
}

/// The pages, or what has to be done before them.
#[component]
fn Opened(session: Session) -> impl IntoView {
    speak(use_i18n(), written_in(session));
    let lacking = Memo::new(move |_| session.lacks_second_factor());
    move || match lacking.get() {
        true => view! { <SetUpFirst/> }.into_any(),
        false => view! { <Shell/> }.into_any(),
    }
}

/// Why somebody who was signed in stands before the sign-in page, which says so.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Out {
    /// Signed out in another tab or from another device.
    Elsewhere,
    Everywhere,
}

impl Out {
    pub fn code(self) -> &'static str {
        match self {
            Self::Elsewhere => "elsewhere",
            Self::Everywhere => "everywhere",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Elsewhere, Self::Everywhere].into_iter().find(|out| out.code() == code)
    }
}

/// The address of the sign-in page, which comes back to where one is. Only in a component's body.
pub fn to_sign_in() -> impl Fn() -> String + Clone {
    let location = use_location();
    move || {
        let (path, query) = (location.pathname.get_untracked(), location.search.get_untracked());
        let here = if query.is_empty() { path } else { format!("{path}?{query}") };
        format!("/staff/sign-in?next={}", escape(&here))
    }
}

#[component]
fn ToSignIn() -> impl IntoView {
    let path = to_sign_in()();
    let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
    view! { <Redirect path options/> }
}

#[component]
fn Unreachable(failure: Failure, retry: Callback<()>) -> impl IntoView {
    let label = tr!(common.try_again);
    view! {
        <main class="guard">
            <FailureNotice failure><Button label class="btn btn-sm mt-2" on_click=move || retry.run(())/></FailureNotice>
        </main>
    }
}
