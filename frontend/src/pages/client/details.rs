//! The record's details, as they are.

use domain::{clients::Client, code_lists::TAGS, permission::Permission};
use leptos::prelude::*;
use leptos_router::components::A;
use serde_json::Value;

use super::{pending::Waits, status::ChangeStatus, use_record};
use crate::{
    i18n::{Text, say, tr, use_i18n},
    pages::{
        board::Journey, choices::use_code_list, custom_fields::FieldsOfClient, retention::RetentionOfClient,
        settings::language, users::AccountOfClient,
    },
    session::use_session,
};

#[component]
pub fn Details() -> impl IntoView {
    let (session, record) = (use_session(), use_record());
    let whole = session.may_any(&[Permission::EditClients, Permission::ProposeEdits]);
    let contact = session.may(Permission::EditContactDetails);
    let label = if whole { tr!(clients.edit_details) } else { tr!(clients.edit_contact) };
    let edit = (whole || contact).then(|| {
        let href = format!("/staff/clients/{}/details/edit", record.id());
        view! { <A href {..} class="btn btn-sm">{label}</A> }
    });
    let status = whole.then(|| view! { <ChangeStatus record/> });
    view! {
        <section class="section">
            <header class="section-head"><h2>{tr!(clients.tab_details)}</h2> <span class="row-actions">{status}{edit}</span></header>
            <div class="card padded">{move || record.client().map(|client| view! { <Facts client/> })}</div>
        </section>
        {session.may(Permission::SeeClientDetails).then(|| view! { <FieldsOfClient/> <Journey record/> })}
        <AccountOfClient/>
        <RetentionOfClient/>
    }
}

#[component]
pub fn Facts(client: Client) -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let addresses = client.addresses.iter().map(|address| match (address.no_fixed_address, address.line()) {
        (true, line) if line.is_empty() => say!(i18n, clients.no_fixed_address),
        (true, line) => format!("{}: {line}", say!(i18n, clients.no_fixed_address)),
        (false, line) => line,
    });
    let addresses = addresses.collect::<Vec<_>>().join("\n");
    let emergency = client.emergency_contact.as_ref().map(|contact| {
        let parts = [&contact.name, &contact.relationship, &contact.phone].map(String::as_str);
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    });
    let numbers = client.external_ids.iter().map(|id| format!("{} {}", id.source, id.value));
    let numbers = numbers.collect::<Vec<_>>().join("\n");
    let aliases = client.aliases.join(", ");
    let coded = session.may(Permission::SeeClientDetails).then(|| view! { <Coded client=client.clone()/> });
    // "Not known" would be untrue of what is only not open to the reader.
    let open = |field: &str| !client.withheld.iter().any(|withheld| withheld == field);
    let aliases =
        open("aliases").then(|| view! { <Fact name=tr!(clients.aliases) value=aliases field="aliases"/> });
    let spoken = client.language.as_deref().map(language).unwrap_or_default();
    let spoken =
        open("language").then(|| view! { <Fact name=tr!(clients.language) value=spoken field="language"/> });
    let emergency = open("emergency_contact")
        .then(|| view! { <Fact name=tr!(clients.emergency) value=emergency.unwrap_or_default() field="emergency_contact"/> });
    let tags = open("tags").then(|| view! { <TagsFact codes=client.tags.clone()/> });
    let numbers = open("external_ids")
        .then(|| view! { <Fact name=tr!(clients.external_ids) value=numbers field="external_ids"/> });
    view! {
        <dl class="facts">
            <Fact name=tr!(clients.first_name) value=client.first_name.clone() field="first_name"/>
            <Fact name=tr!(clients.last_name) value=client.last_name.clone() field="last_name"/>
            <Fact name=tr!(clients.preferred_name) value=client.preferred_name.clone().unwrap_or_default() field="preferred_name"/>
            {aliases}
            {spoken}
            <Fact name=tr!(clients.address) value=addresses field="addresses"/>
            {coded}
            {emergency}
            {numbers}
            {tags}
        </dl>
    }
}

#[component]
fn Coded(client: Client) -> impl IntoView {
    let part = |name: Text, list: &'static str, field: &'static str, code: Option<String>| {
        let list = use_code_list(list);
        let value = Signal::derive(move || code.as_ref().map(|code| list.word(code)).unwrap_or_default());
        view! { <Fact name value field/> }
    };
    view! {
        {part(tr!(clients.residency), "residency", "residency", client.residency)}
        {part(tr!(clients.residency_verified_by), "residency_proof", "residency_verified_by", client.residency_verified_by)}
        {part(tr!(clients.neighborhood), "neighborhood", "neighborhood", client.neighborhood)}
        {part(tr!(clients.referral_source), "referral_source", "referral_source", client.referral_source)}
    }
}

#[component]
fn TagsFact(codes: Vec<String>) -> impl IntoView {
    let list = use_code_list(TAGS);
    let value =
        Signal::derive(move || codes.iter().map(|code| list.word(code)).collect::<Vec<_>>().join(", "));
    view! { <Fact name=tr!(clients.tags) value field="tags"/> }
}

#[component]
pub fn Fact(
    name: Text,
    #[prop(into)] value: Signal<String>,
    /// The field of the record, where a value that is proposed for it stands beside this one.
    #[prop(optional, into)]
    field: Option<String>,
    /// The edit that proposes it.
    #[prop(default = "clients.update")]
    edit: &'static str,
    /// How a proposed value reads, where no code list says so.
    #[prop(optional)]
    words: Option<Callback<Value, String>>,
) -> impl IntoView {
    let unknown = tr!(common.not_known);
    let shown = move || match value.get() {
        text if text.is_empty() => view! { <dd class="muted">{unknown}</dd> }.into_any(),
        text => view! { <dd class="prewrap">{text}</dd> }.into_any(),
    };
    let waits = field.map(|field| view! { <Waits edit field words below=true/> });
    view! { <div><dt>{name}</dt> {shown} {waits}</div> }
}
