//! New values. Only the fields whose value changed are sent.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{
    custom_fields::{AskedField, ClientFields, CustomField, FieldValue, FieldsPatch, Takes},
    permission::Permission,
    problem::FieldError,
    unsent::Form as Unsent,
    validate::Draft,
};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_navigate};
use serde_json::{Map, Value};

use super::control::{Control, typed, value};
use crate::{
    api::Outcome,
    components::loaded::{Loaded, Reading},
    format,
    forms::{Core, Field, Form, FormView, SendButton},
    i18n::{say, tr, use_i18n},
    pages::{
        client::use_record,
        outcome::use_outcome,
        proposing::Proposing,
        stale::{BothSides, Sides},
        unsent::{BroughtBack, KeptMark, keep_edit},
    },
    session::use_session,
};

#[component]
pub fn EditFields() -> impl IntoView {
    let (session, record) = (use_session(), use_record());
    let reading = Reading::new(move || async move {
        Ok((session.custom_fields().await?, session.fields_of(record.id()).await?))
    });
    view! {
        <section class="section">
            <h2>{tr!(custom_fields.edit_title)}</h2>
            <Loaded reading rows=6 lasting=true let:found>
                <EditForm fields=found.0 known=found.1/>
            </Loaded>
        </section>
    }
}

/// A field of the organization and what stands in it.
type Asked = (CustomField, Field<String>);

#[component]
fn EditForm(fields: Vec<CustomField>, known: ClientFields) -> impl IntoView {
    let (i18n, session, record, outcome) = (use_i18n(), use_session(), use_record(), use_outcome());
    let core = Core::new("fields");
    let asked = StoredValue::new(open_fields(core, fields, &known));
    let was = StoredValue::new(known.clone());
    let base = Signal::stored(known);
    let build = move || FieldsPatch { values: changed(&asked.get_value(), &was.get_value()) };
    let find = move |patch: &FieldsPatch, today| wrong(&asked.get_value(), patch, today);
    let form = Form::part(core, build, find, |_, error| error);
    let back = format!("/staff/clients/{}/details", record.id());
    let (leave, navigate) = (back.clone(), use_navigate());
    let keeping = keep_edit(core, Unsent::CustomFields, record.id(), record.version());
    let done = Callback::new(move |answer: Outcome<ClientFields>| {
        keeping.sent();
        outcome.tell(&answer, untrack(|| say!(i18n, custom_fields.saved)));
        record.again();
        navigate(&leave, Default::default());
    });
    let save = move |(patch, now): (FieldsPatch, ClientFields)| {
        let call = move |patch| session.set_fields(record.id(), now.version, patch);
        form.send_this(patch, call, move |answer| done.run(answer));
    };
    let send = move || {
        let then = move |answer| done.run(answer);
        form.send(move |patch| session.set_fields(record.id(), record.version(), patch), then);
    };
    let read = move || session.fields_of(record.id());
    let controls = asked.with_value(|all| all.iter().map(control).collect_view());
    view! {
        <FormView core on_send=send>
            <BothSides form was=base sides=SIDES read save/>
            <BroughtBack keeping/>
            {controls}
            <KeptMark keeping/>
            <Proposing applied_with=&[Permission::EditClients]/>
            <div class="form-actions">
                <SendButton core label=tr!(custom_fields.save)/>
                <A href={back} {..} class="btn btn-ghost">{tr!(unsent.later)}</A>
            </div>
        </FormView>
    }
}

/// What is asked today, and what one may see.
fn open_fields(core: Core, fields: Vec<CustomField>, known: &ClientFields) -> Vec<Asked> {
    let today = format::today();
    let open = fields.into_iter().filter(|field| {
        field.on.clients() && !field.is_retired(today) && !known.withheld.contains(&field.name)
    });
    let field = |field: CustomField| {
        let now = known.values.get(&field.name).map(ToString::to_string).unwrap_or_default();
        let typed = typed(core, format!("/values/{}", field.name), &field.takes, now);
        (field, typed)
    };
    open.map(field).collect()
}

fn control((field, typed): &Asked) -> impl IntoView + use<> {
    // The choice that stands there may have been retired since.
    let now = typed.signal().get_untracked();
    let AskedField { name, labels, hints, required, .. } = field.clone().asked();
    let takes = match &field.takes {
        Takes::Choice { choices } => Takes::Choice {
            choices: choices.iter().filter(|one| !one.retired || one.code == now).cloned().collect(),
        },
        other => other.clone(),
    };
    view! { <Control field=*typed asked=AskedField { name, labels, hints, takes, required }/> }
}

fn changed(asked: &[Asked], was: &ClientFields) -> BTreeMap<String, Option<FieldValue>> {
    let now = asked.iter().map(|(field, typed)| (field.name.clone(), value(&field.takes, &typed.get())));
    now.filter(|(name, now)| was.values.get(name) != now.as_ref()).collect()
}

/// What is wrong with the values that changed.
fn wrong(asked: &[Asked], patch: &FieldsPatch, today: NaiveDate) -> Vec<FieldError> {
    if patch.values.is_empty() {
        return vec![FieldError::new("", "nothing_to_change")];
    }
    let typed = patch.check(today).err().unwrap_or_default();
    let of_field = asked.iter().filter_map(|(field, _)| {
        let value = patch.values.get(&field.name)?;
        field.wrong(&format!("/values/{}", field.name), value.as_ref())
    });
    let of_field: Vec<_> = of_field.collect();
    let typed = typed.into_iter().filter(|error| of_field.iter().all(|other| other.pointer != error.pointer));
    typed.chain(of_field.clone()).collect()
}

/// A value is a field of its own when both sides are compared.
const SIDES: Sides<FieldsPatch, ClientFields> = Sides {
    patch: |patch| by_name(patch.values.iter().map(|(name, value)| (name, value.as_ref()))),
    record: |known| by_name(known.values.iter().map(|(name, value)| (name, Some(value)))),
    without: |patch, dropped| FieldsPatch {
        values: patch.values.into_iter().filter(|(name, _)| !dropped.contains(name)).collect(),
    },
};

fn by_name<'a>(values: impl Iterator<Item = (&'a String, Option<&'a FieldValue>)>) -> Map<String, Value> {
    values.map(|(name, value)| (name.clone(), serde_json::to_value(value).unwrap_or_default())).collect()
}
