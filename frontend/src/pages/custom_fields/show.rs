//! What stands in a client's custom fields. Where the organization has none, nothing is shown.

use domain::{
    custom_fields::{ClientFields, CustomField, FieldValue},
    permission::Permission,
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::words::{called, shown};
use crate::{
    components::loaded::{Loaded, Reading},
    format,
    i18n::{say, tr, use_i18n},
    pages::client::{Fact, use_record},
    session::use_session,
};

/// The fields with their values, and the way to change them.
#[component]
pub fn FieldsOfClient(
    /// On paper nothing is changed.
    #[prop(optional)]
    on_paper: bool,
) -> impl IntoView {
    let (session, record) = (use_session(), use_record());
    let reading = Reading::new(move || {
        record.track_changes();
        async move {
            let fields = session.custom_fields().await?;
            // Most organizations have none, and then there is nothing to read.
            let is_asked = fields.iter().any(|field| field.on.clients());
            let known = if is_asked { Some(session.fields_of(record.id()).await?) } else { None };
            Ok(known.map(|known| (fields, known)))
        }
    });
    let may = !on_paper && session.may_any(&[Permission::EditClients, Permission::ProposeEdits]);
    view! {
        <Loaded reading rows=2 let:found>
            {found.map(|(fields, known)| view! { <Section fields known may/> })}
        </Loaded>
    }
}

#[component]
fn Section(fields: Vec<CustomField>, known: ClientFields, may: bool) -> impl IntoView {
    let record = use_record();
    let href = format!("/staff/clients/{}/fields/edit", record.id());
    let today = format::today();
    // One that is retired is shown where it has a value.
    let there = |field: &CustomField| {
        field.on.clients() && (!field.is_retired(today) || known.values.contains_key(&field.name))
    };
    let fields = fields.into_iter().filter(there).collect::<Vec<_>>();
    if fields.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="section">
            <header class="section-head">
                <h2>{tr!(custom_fields.of_client)}</h2>
                {may.then(|| view! { <A href {..} class="btn btn-sm">{tr!(custom_fields.edit)}</A> })}
            </header>
            <div class="card padded"><dl class="facts">{fields.into_iter().map(|field| row(field, &known)).collect_view()}</dl></div>
        </section>
    }
    .into_any()
}

/// A field and its value.
fn row(field: CustomField, known: &ClientFields) -> impl IntoView + use<> {
    let i18n = use_i18n();
    let value = known.values.get(&field.name).cloned();
    let withheld = known.withheld.contains(&field.name);
    let name = called(i18n, field.labels);
    let takes = StoredValue::new(field.takes);
    let value = Signal::derive(move || match &value {
        _ if withheld => say!(i18n, demographics.withheld),
        Some(value) => shown(i18n, &takes.get_value(), value),
        None => String::new(),
    });
    let words = Callback::new(move |value: serde_json::Value| {
        let value = serde_json::from_value::<FieldValue>(value);
        value.map(|value| shown(i18n, &takes.get_value(), &value)).unwrap_or_default()
    });
    view! { <Fact name value field=field.name edit="custom_fields.set" words/> }
}
