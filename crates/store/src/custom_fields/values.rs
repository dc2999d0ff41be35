//! Writing values: checked against their fields, and each in the column of its kind.

use std::collections::BTreeMap;

use diesel::sql_types::{Jsonb, Nullable, Uuid as SqlUuid};
use domain::{
    custom_fields::{CustomField, FieldValue, Takes, Values},
    ids::{ApplicationId, ClientId},
    problem::FieldError,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::held;
use crate::{StoreError, StoreResult, custom_fields::list, new_id, tx::WriteTx};

/// Whose values they are.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Owner {
    Client(ClientId),
    Application(ApplicationId),
}

type Fields = BTreeMap<String, CustomField>;

/// What an application brings along: everything that is asked today, and nothing else.
pub(crate) fn check_application(tx: &mut WriteTx, given: &Values) -> StoreResult<Fields> {
    let today = tx.today();
    let asks = |field: &CustomField| field.on.applications() && !field.is_retired(today);
    let names: Vec<String> = list(tx)?.into_iter().filter(asks).map(|field| field.name).collect();
    // Most organizations ask nothing more, and then there is nothing to hold.
    let asked = if names.is_empty() { Fields::new() } else { held(tx, names)? };
    let wrong = asked.values().filter_map(|field| field.wrong(&at(&field.name), given.get(&field.name)));
    let unknown = given.keys().filter(|name| !asked.contains_key(*name));
    let unknown = unknown.map(|name| FieldError::new(at(name), "unknown"));
    let errors: Vec<FieldError> = wrong.chain(unknown).collect();
    if errors.is_empty() { Ok(asked) } else { Err(errors.into()) }
}

/// What a new client begins with: as far as the writer sees it.
pub(crate) fn check_client(tx: &mut WriteTx, given: &Values) -> StoreResult<Fields> {
    if given.is_empty() {
        return Ok(Fields::new());
    }
    let (today, known) = (tx.today(), held(tx, given.keys().cloned().collect())?);
    let mut errors = Vec::new();
    for (name, value) in given {
        let field = known.get(name).filter(|field| field.on.clients() && !field.is_retired(today));
        match field {
            Some(field) if !tx.may(field.permission()) => {
                return Err(StoreError::Forbidden(field.permission()));
            }
            Some(field) => errors.extend(field.wrong(&at(name), Some(value))),
            None => errors.push(FieldError::new(at(name), "unknown")),
        }
    }
    if errors.is_empty() { Ok(known) } else { Err(errors.into()) }
}

/// Of the values of an application those that go over to the client.
pub(crate) fn kept_on_clients(tx: &mut WriteTx, given: &Values) -> StoreResult<Fields> {
    if given.is_empty() {
        return Ok(Fields::new());
    }
    let mut fields = held(tx, given.keys().cloned().collect())?;
    fields.retain(|_, field| field.on.clients());
    Ok(fields)
}

fn at(name: &str) -> String {
    format!("/fields/{name}")
}

const WRITE: &str = "insert into custom_values \
        (id, field, client_id, application_id, words, words_key, code, number, day)
    select id, field, $2, $3, words, words_key, code, number, day
    from jsonb_to_recordset($1) as wanted \
        (id uuid, field text, words text, words_key text, code text, number numeric, day date)";

const OVER: &str = "do update set words = excluded.words, words_key = excluded.words_key, \
    code = excluded.code, number = excluded.number, day = excluded.day";

/// Writes values that were checked; nothing in the place of a value clears it. One round, and none for nothing.
pub(crate) fn write<'a>(
    tx: &mut WriteTx,
    owner: Owner,
    fields: &Fields,
    given: impl IntoIterator<Item = (&'a String, Option<&'a FieldValue>)>,
) -> StoreResult<()> {
    let rows = given.into_iter().filter_map(|(name, value)| Some(row(fields.get(name)?, value)));
    let rows: Vec<Value> = rows.collect();
    if rows.is_empty() {
        return Ok(());
    }
    let (client, application, once) = match owner {
        Owner::Client(id) => (Some(id.uuid()), None, "client_id, field"),
        Owner::Application(id) => (None, Some(id.uuid()), "application_id, field"),
    };
    let statement = diesel::sql_query(format!("{WRITE} on conflict ({once}) {OVER}"))
        .bind::<Jsonb, _>(Value::from(rows))
        .bind::<Nullable<SqlUuid>, _>(client)
        .bind::<Nullable<SqlUuid>, Option<Uuid>>(application);
    tx.run_sql(statement)?;
    Ok(())
}

fn row(field: &CustomField, value: Option<&FieldValue>) -> Value {
    let mut row = json!({ "id": new_id(), "field": field.name });
    let Some(value) = value.filter(|value| !value.is_blank()) else { return row };
    let column = match field.takes {
        Takes::Text { .. } => "words",
        Takes::Number { .. } => "number",
        Takes::Date { .. } => "day",
        Takes::Choice { .. } => "code",
    };
    row[column] = json!(value);
    if let (Takes::Text { .. }, Some(words)) = (&field.takes, value.text()) {
        row["words_key"] = json!(linkage::search_key([words]));
    }
    row
}
