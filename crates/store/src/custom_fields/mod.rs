//! Custom fields: their definitions. Values are read in [`values`] and written by [`crate::canonical`] and with an
//! application.

mod define;
mod find;
mod narrow;
mod values;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::{prelude::*, sql_types::Bool};
use domain::custom_fields::{AskedField, CustomField, On};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    StoreError, StoreResult,
    schema::custom_fields,
    scope::{Scoped, held_custom_fields},
    statement::{Computed, computed},
    tx::{ReadTx, WriteTx},
};

pub(crate) use define::arrange;
pub use define::{add, amend, remove};
pub use find::find;
pub(crate) use find::find_whole;
pub(crate) use find::{OF_APPLICATION, OF_APPLICATION_END};
pub(crate) use narrow::{Of, Wanted, conditions, without_words};
pub(crate) use values::{Owner, check_application, check_client, kept_on_clients, write};

/// All of them in their order, retired ones too: old records still have values of them.
pub fn list(tx: &mut ReadTx) -> StoreResult<Vec<CustomField>> {
    let query = Scoped::by_permission(custom_fields::table)
        .order((custom_fields::position, custom_fields::name))
        .select(columns());
    tx.load(query)?.into_iter().map(Row::field).collect()
}

/// What applicants are asked today, in order.
pub(crate) fn asked(tx: &mut ReadTx) -> StoreResult<Vec<AskedField>> {
    let today = tx.today();
    let fields = list(tx)?.into_iter().filter(|field| field.on.applications() && !field.is_retired(today));
    Ok(fields.map(CustomField::asked).collect())
}

/// Fields by name. Nobody changes them until the transaction ends, so what is checked against them stays right.
pub(crate) fn held(tx: &mut WriteTx, names: Vec<String>) -> StoreResult<BTreeMap<String, CustomField>> {
    let rows: Vec<Row> = tx.load(held_custom_fields(names))?;
    let fields = rows.into_iter().map(Row::field).collect::<StoreResult<Vec<_>>>()?;
    Ok(fields.into_iter().map(|field| (field.name.clone(), field)).collect())
}

/// What a [`Row`] is made of.
#[diesel::dsl::auto_type(no_type_alias)]
pub(crate) fn columns() -> _ {
    // The first one by the index: asked with "exists", PostgreSQL may walk the values of all other fields.
    let in_use: Computed<Bool> = computed(
        "(select id from custom_values where custom_values.field = custom_fields.name \
         order by id limit 1) is not null",
    );
    (
        (custom_fields::id, custom_fields::version, custom_fields::name),
        (custom_fields::labels, custom_fields::hints, custom_fields::takes),
        (custom_fields::required, custom_fields::kept_on, custom_fields::sensitive),
        (custom_fields::position, custom_fields::retired_on),
        in_use,
    )
}

#[derive(Queryable)]
pub(crate) struct Row {
    record: (Uuid, i32, String),
    words: (Value, Value, Value),
    rules: (bool, String, bool),
    place: (i32, Option<NaiveDate>),
    in_use: bool,
}

impl Row {
    fn field(self) -> StoreResult<CustomField> {
        let (id, version, name) = self.record;
        let (labels, hints, takes) = self.words;
        let (required, on, sensitive) = self.rules;
        let (position, retired_on) = self.place;
        let unknown = || StoreError::Internal(format!("a field on {on}"));
        Ok(CustomField {
            id: id.into(),
            version,
            name,
            labels: serde_json::from_value(labels)?,
            hints: serde_json::from_value(hints)?,
            takes: serde_json::from_value(takes)?,
            required,
            on: On::from_code(&on).ok_or_else(unknown)?,
            sensitive,
            position,
            retired_on,
            in_use: self.in_use,
        })
    }
}
