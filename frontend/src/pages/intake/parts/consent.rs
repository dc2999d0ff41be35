//! What the person agrees to, in plain words.

use leptos::prelude::*;

use crate::{forms::Check, i18n::tr, pages::intake::filling::use_filling};

#[component]
pub fn Consent() -> impl IntoView {
    let filling = use_filling();
    let name = StoredValue::new(filling.organization().name);
    let name = move || name.get_value();
    view! {
        <div class="public-text">
            <p>{tr!(intake.consent_keep, name = name())}</p>
            <ul class="ask-list">
                <li>{tr!(intake.consent_use)}</li>
                <li>{tr!(intake.consent_who)}</li>
                <li>{tr!(intake.consent_see)}</li>
                <li>{tr!(intake.consent_free)}</li>
            </ul>
        </div>
        <Check field=filling.fields.consent label=tr!(intake.consent_agree, name = name())/>
    }
}
