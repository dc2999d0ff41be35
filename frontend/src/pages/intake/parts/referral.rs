//! How the person heard of the organization.

use leptos::prelude::*;

use crate::{
    forms::{Select, TextField},
    i18n::{tr, use_i18n},
    pages::intake::filling::use_filling,
};

#[component]
pub fn Referral() -> impl IntoView {
    let filling = use_filling();
    let sources = filling.choices(use_i18n(), "referral_source");
    let (source, detail) = (filling.fields.referral_source, filling.fields.referral_detail);
    view! {
        <Select field=source label=tr!(intake.referral_source) choices=sources optional=true/>
        <TextField field=detail label=tr!(intake.referral_detail) help=tr!(intake.referral_detail_help) optional=true/>
    }
}
