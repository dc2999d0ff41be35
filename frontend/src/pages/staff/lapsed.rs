//! The session ended while somebody was at work: they sign in over the page, and nothing typed is lost.

use leptos::prelude::*;

use crate::{components::dialog::Dialog, i18n::tr, pages::sign_in::SignInForm, session::use_session};

#[component]
pub fn Lapsed() -> impl IntoView {
    let session = use_session();
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(session.lapsed()));
    let (title, help) = (tr!(shell.lapsed_title), tr!(shell.lapsed_help));
    view! {
        <Dialog open title>
            <p>{help}</p>
            <SignInForm name="again" then=Callback::new(move |signed_in| session.resume(signed_in))/>
        </Dialog>
    }
}
