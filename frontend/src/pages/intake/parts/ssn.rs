//! The social security number: may be left out, and is never shown again.

use leptos::prelude::*;

use crate::{
    components::{
        button::Button,
        icon::{Icon, Name},
    },
    forms::{Kind, TextField},
    i18n::tr,
    pages::intake::filling::{Filling, use_filling},
};

#[component]
pub fn SsnQuestion() -> impl IntoView {
    let filling = use_filling();
    put_away(filling);
    let typing = RwSignal::new(!filling.ssn.kept.get_untracked());
    let field = filling.fields.ssn;
    view! {
        <section class="ask-group" aria-labelledby="ssn">
            <h2 id="ssn">{tr!(intake.ssn_title)}</h2>
            <p class="muted">{tr!(intake.ssn_why)}</p>
            {move || if typing.get() {
                view! {
                    <TextField field label=tr!(intake.ssn) help=tr!(intake.ssn_help) kind=Kind::Digits optional=true/>
                }.into_any()
            } else {
                view! { <Given typing/> }.into_any()
            }}
        </section>
    }
}

/// A number that the server has does not stay on the screen.
fn put_away(filling: Filling) {
    let field = filling.fields.ssn;
    let whole = untrack(|| filling.draft()).ssn.is_some_and(|typed| typed.parse().is_ok());
    if whole && !filling.saver.is_behind() {
        filling.ssn.kept.set(true);
        filling.ssn.removed.set(false);
        field.set(String::new());
    }
}

#[component]
fn Given(typing: RwSignal<bool>) -> impl IntoView {
    let filling = use_filling();
    let remove = move || {
        filling.ssn.kept.set(false);
        filling.ssn.removed.set(true);
        typing.set(true);
    };
    view! {
        <p class="ask-given"><Icon name=Name::Lock/> {tr!(intake.ssn_given)}</p>
        <div class="form-actions">
            <Button label=tr!(intake.ssn_change) class="btn" on_click=move || typing.set(true)/>
            <Button label=tr!(intake.ssn_remove) class="btn btn-ghost" on_click=remove/>
        </div>
    }
}
