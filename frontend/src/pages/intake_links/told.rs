//! A new link, shown once.

use domain::intake_links::NewIntakeLink;
use leptos::prelude::*;

use crate::{
    components::{
        button::Button,
        copy::Copy,
        icon::{Icon, Name},
    },
    i18n::{Text, say, tr, use_i18n},
};

/// Where a link opens the form, and where a partner sees what became of a referral.
const FORM: &str = "/apply";
const REFERRAL: &str = "/apply/arrived";

#[component]
pub fn Told(made: NewIntakeLink, done: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let status = made.status_code.map(|code| {
        let reference = made.link.reference.unwrap_or_default();
        view! {
            <h3>{tr!(intake_links.status)}</h3>
            <p class="muted small">{move || say!(i18n, intake_links.status_help, reference = reference.clone())}</p>
            <Address path=REFERRAL code label=tr!(intake_links.copy_status)/>
        }
    });
    view! {
        <div class="notice notice-success" role="status">
            <Icon name=Name::CheckCircle/>
            <div><p class="notice-title">{tr!(intake_links.keep)}</p> <p>{tr!(intake_links.keep_help)}</p></div>
        </div>
        <h3>{tr!(intake_links.form)}</h3>
        <Address path=FORM code=made.code label=tr!(intake_links.copy)/>
        {status}
        <div class="form-actions">
            <Button label=tr!(intake_links.kept) class="btn btn-primary" on_click=move || done.run(())/>
        </div>
    }
}

/// The code stands behind the `#`, where neither a server nor a log sees it.
#[component]
fn Address(path: &'static str, code: String, label: Text) -> impl IntoView {
    let origin = window().location().origin().unwrap_or_default();
    let address = format!("{origin}{path}#{code}");
    view! {
        <p class="key-told"><code>{address.clone()}</code></p>
        <div class="form-actions"><Copy text=address label done=tr!(intake_links.copied)/></div>
    }
}
