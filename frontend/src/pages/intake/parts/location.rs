//! Where the person lives.

use leptos::prelude::*;

use crate::{
    forms::{Check, Radios, Select, TextField},
    i18n::{Text, tr, use_i18n},
    pages::intake::{
        fields::AddressFields,
        filling::{Filling, use_filling},
    },
};

#[component]
pub fn Location() -> impl IntoView {
    let filling = use_filling();
    let i18n = use_i18n();
    let fields = filling.fields;
    let (residencies, neighborhoods) =
        (filling.choices(i18n, "residency"), filling.choices(i18n, "neighborhood"));
    let has_neighborhoods = !neighborhoods.read_untracked().is_empty();
    view! {
        <Radios field=fields.residency label=residency_label(filling) choices=residencies/>
        {has_neighborhoods.then(|| view! {
            <Select field=fields.neighborhood label=tr!(intake.neighborhood) choices=neighborhoods optional=true/>
        })}
        <section class="ask-group" aria-labelledby="address">
            <h2 id="address">{tr!(intake.address)}</h2>
            <Check field=fields.address.no_fixed label=tr!(intake.no_fixed_address)/>
            {move || if fields.address.no_fixed.get() {
                view! { <Whereabouts address=fields.address/> }.into_any()
            } else {
                view! { <Lines address=fields.address/> }.into_any()
            }}
        </section>
    }
}

/// As the organization asks it.
pub fn residency_label(filling: Filling) -> Text {
    let usual = tr!(intake.residency);
    Text::derive(move || {
        Some(filling.residency_label()).filter(|own| !own.is_empty()).unwrap_or_else(|| usual.get())
    })
}

/// Without a fixed address: where the person can be found.
#[component]
fn Whereabouts(address: AddressFields) -> impl IntoView {
    let (label, help) = (tr!(intake.whereabouts), tr!(intake.whereabouts_help));
    view! { <TextField field=address.street label help=help optional=true/> }
}

#[component]
fn Lines(address: AddressFields) -> impl IntoView {
    view! {
        <TextField field=address.street label=tr!(intake.street) autocomplete="address-line1" optional=true/>
        <TextField field=address.unit label=tr!(intake.unit) autocomplete="address-line2" optional=true/>
        <TextField field=address.city label=tr!(intake.city) autocomplete="address-level2" optional=true/>
        <div class="form-row">
            <TextField field=address.region label=tr!(intake.region) autocomplete="address-level1" optional=true/>
            <TextField field=address.postal_code label=tr!(intake.postal_code) autocomplete="postal-code" optional=true/>
        </div>
    }
}
