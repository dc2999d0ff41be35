//! The fields of a record, in the groups that forms show together.

use domain::clients::{Client, EmergencyContact};
use leptos::prelude::*;

use crate::{
    forms::{Core, Field, Kind, Select, TextArea, TextField},
    i18n::{Text, tr},
    pages::choices::use_code_list,
};

#[derive(Clone, Copy)]
pub struct Names {
    pub first: Field<String>,
    pub last: Field<String>,
    pub preferred: Field<String>,
    aliases: Field<String>,
}

impl Names {
    pub fn new(core: Core, client: &Client) -> Self {
        Self {
            first: core.text("/first_name", client.first_name.clone()),
            last: core.text("/last_name", client.last_name.clone()),
            preferred: core.text("/preferred_name", client.preferred_name.clone().unwrap_or_default()),
            aliases: core.text("/aliases", client.aliases.join("\n")),
        }
    }

    /// For somebody who is not on file yet.
    pub fn blank(core: Core) -> Self {
        Self {
            first: core.text("/first_name", ""),
            last: core.text("/last_name", ""),
            preferred: core.text("/preferred_name", ""),
            aliases: core.text("/aliases", ""),
        }
    }

    pub fn aliases(self) -> Vec<String> {
        let text = self.aliases.get();
        text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }
}

#[component]
pub fn NameFields(names: Names) -> impl IntoView {
    view! {
        <div class="form-row">
            <TextField field=names.first label=tr!(clients.first_name)/>
            <TextField field=names.last label=tr!(clients.last_name) optional=true/>
        </div>
        <TextField field=names.preferred label=tr!(clients.preferred_name) help=tr!(clients.preferred_name_help) optional=true/>
        <TextArea field=names.aliases label=tr!(clients.aliases) help=tr!(clients.aliases_help) rows=2 optional=true/>
    }
}

#[derive(Clone, Copy)]
pub struct Coded {
    pub residency: Field<String>,
    pub verified_by: Field<String>,
    pub neighborhood: Field<String>,
    pub referral: Field<String>,
}

impl Coded {
    pub fn new(core: Core, client: &Client) -> Self {
        let text =
            |pointer: &str, code: &Option<String>| core.text(pointer, code.clone().unwrap_or_default());
        Self {
            residency: text("/residency", &client.residency),
            verified_by: text("/residency_verified_by", &client.residency_verified_by),
            neighborhood: text("/neighborhood", &client.neighborhood),
            referral: text("/referral_source", &client.referral_source),
        }
    }
}

#[component]
pub fn CodedFields(coded: Coded) -> impl IntoView {
    let select = |field: Field<String>, label: Text, list: &'static str| {
        let choices = use_code_list(list).choices(move || vec![field.get()]);
        view! { <Select field label choices blank=tr!(common.not_known)/> }
    };
    view! {
        <div class="form-row">
            {select(coded.residency, tr!(clients.residency), "residency")}
            {select(coded.verified_by, tr!(clients.residency_verified_by), "residency_proof")}
        </div>
        <div class="form-row">
            {select(coded.neighborhood, tr!(clients.neighborhood), "neighborhood")}
            {select(coded.referral, tr!(clients.referral_source), "referral_source")}
        </div>
    }
}

#[derive(Clone, Copy)]
pub struct Emergency {
    name: Field<String>,
    relationship: Field<String>,
    phone: Field<String>,
}

impl Emergency {
    pub fn new(core: Core, contact: Option<EmergencyContact>) -> Self {
        let (name, relationship, phone) =
            contact.map(|contact| (contact.name, contact.relationship, contact.phone)).unwrap_or_default();
        Self {
            name: core.text("/emergency_contact/name", name),
            relationship: core.text("/emergency_contact/relationship", relationship),
            phone: core.text("/emergency_contact/phone", phone),
        }
    }

    /// Nothing where nothing was typed.
    pub fn contact(self) -> Option<EmergencyContact> {
        let (name, relationship, phone) =
            (self.name.trimmed(), self.relationship.trimmed(), self.phone.trimmed());
        let typed = [&name, &relationship, &phone].iter().any(|part| !part.is_empty());
        typed.then_some(EmergencyContact { name, relationship, phone })
    }
}

#[component]
pub fn EmergencyFields(part: Emergency) -> impl IntoView {
    view! {
        <div class="form-row">
            <TextField field=part.name label=tr!(clients.emergency_name)/>
            <TextField field=part.relationship label=tr!(clients.emergency_relationship) optional=true/>
            <TextField field=part.phone label=tr!(clients.emergency_phone) kind=Kind::Phone/>
        </div>
    }
}
