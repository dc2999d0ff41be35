//! Opening a secret: always with a reason, which stands in the audit log.

use domain::clients::Reason;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Blob, HtmlAnchorElement, Url};

use crate::{
    api::Answer,
    forms::{Core, Form, FormView, SendButton, TextField},
    i18n::{Text, tr},
};

/// Asks why, then calls.
#[component]
pub fn ReasonForm<T, C, F>(call: C, then: impl Fn(T) + Clone + 'static, label: Text) -> impl IntoView
where
    T: 'static,
    C: Fn(Reason) -> F + Clone + 'static,
    F: Future<Output = Answer<T>> + 'static,
{
    let core = Core::new("reason").passing();
    let reason = core.text("/reason", "");
    let form = Form::new(core, move || Reason { reason: reason.trimmed() });
    let send = move || form.send(call.clone(), then.clone());
    view! {
        <FormView core on_send=send>
            <TextField field=reason label=tr!(disclosure.why) help=tr!(disclosure.why_help)/>
            <div class="form-actions"><SendButton core label/></div>
        </FormView>
    }
}

/// Hands a file to the browser, which saves it: nothing of it is shown inside the page.
pub fn save(bytes: &Blob, name: &str) {
    let Ok(address) = Url::create_object_url_with_blob(bytes) else { return };
    let link = document().create_element("a").ok().and_then(|a| a.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(link) = link {
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    set_timeout(
        // Revoking an address that we made cannot fail.
        move || drop(Url::revoke_object_url(&address)),
        std::time::Duration::from_secs(60),
    );
}
