//! The session is over while somebody is at work. Where it ran out, they sign in over the page, and nothing typed is
//! lost. Where they signed out in another place, what is on the screen goes.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::guard::{Out, to_sign_in};
use crate::{
    components::dialog::Dialog,
    i18n::tr,
    pages::sign_in::SignInForm,
    session::{Standing, use_session},
};

#[component]
pub fn Lapsed() -> impl IntoView {
    let session = use_session();
    let open = RwSignal::new(false);
    let (navigate, to_sign_in) = (use_navigate(), to_sign_in());
    Effect::new(move |_| match session.standing() {
        Standing::Open => open.set(false),
        Standing::Lapsed => open.set(true),
        Standing::Ended => {
            let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
            navigate(&format!("{}&out={}", to_sign_in(), Out::Elsewhere.code()), options);
        }
    });
    let (title, help) = (tr!(shell.lapsed_title), tr!(shell.lapsed_help));
    view! {
        <Dialog open title>
            <p>{help}</p>
            <SignInForm name="again" then=Callback::new(move |signed_in| session.resume(signed_in))/>
        </Dialog>
    }
}
