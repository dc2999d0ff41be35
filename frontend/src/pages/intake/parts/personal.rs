//! Who the person is, and how to reach them.

use leptos::prelude::*;

use super::ssn::SsnQuestion;
use crate::{
    forms::{BirthField, Kind, TextField},
    i18n::tr,
    pages::intake::filling::use_filling,
};

#[component]
pub fn Personal() -> impl IntoView {
    let filling = use_filling();
    let fields = filling.fields;
    view! {
        <TextField field=fields.first_name label=tr!(intake.first_name) autocomplete="given-name"/>
        <TextField
            field=fields.last_name
            label=tr!(intake.last_name)
            help=tr!(intake.last_name_help)
            autocomplete="family-name"
        />
        <TextField
            field=fields.preferred_name
            label=tr!(intake.preferred_name)
            help=tr!(intake.preferred_name_help)
            autocomplete="nickname"
            optional=true
        />
        <BirthField field=fields.date_of_birth label=tr!(intake.date_of_birth) help=tr!(intake.date_of_birth_help) own=true/>
        <section class="ask-group" aria-labelledby="reach">
            <h2 id="reach">{tr!(intake.reach)}</h2>
            <p class="muted">{tr!(intake.reach_help)}</p>
            <TextField field=fields.phone label=tr!(intake.phone) kind=Kind::Phone autocomplete="tel"/>
            <TextField field=fields.email label=tr!(intake.email) kind=Kind::Email autocomplete="email"/>
        </section>
        {filling.organization().collects_ssn.then(|| view! { <SsnQuestion/> })}
    }
}
