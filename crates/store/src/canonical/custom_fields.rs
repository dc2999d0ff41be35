//! Values of custom fields on a client. What a field had before is in the log.

use std::collections::BTreeMap;

use diesel::prelude::*;
use domain::{
    custom_fields::{ClientFields, CustomField, FieldValue, FieldsPatch},
    ids::ClientId,
    permission::Permission,
};
use serde_json::Map;

use super::{Target, unchanged};
use crate::{
    StoreError, StoreResult,
    custom_fields::{Owner, find_whole, held, write},
    schema::clients,
    tx::{ReadTx, WriteTx},
};

/// What stands now in the fields that are written.
pub(super) fn target(tx: &mut ReadTx, client: ClientId, patch: &FieldsPatch) -> StoreResult<Target> {
    let found = find_whole(tx, client)?;
    let now = |name: &String| Ok((name.clone(), serde_json::to_value(found.values.get(name))?));
    let current = patch.values.keys().map(now).collect::<StoreResult<Map<_, _>>>()?;
    Ok(Target { entity_id: Some(client.uuid()), client: Some(client), version: Some(found.version), current })
}

pub(super) fn set(
    tx: &mut WriteTx,
    client: ClientId,
    patch: &FieldsPatch,
    seen: Option<i32>,
) -> StoreResult<ClientFields> {
    let fields = held(tx, patch.values.keys().cloned().collect())?;
    let found = find_whole(tx, client)?;
    unchanged(seen, found.version)?;
    check(tx, &fields, patch, &found)?;
    let new: BTreeMap<&String, Option<&FieldValue>> = changed(patch, &found).collect();
    let version = if new.is_empty() { found.version } else { touch(tx, client, &found)? };
    write(tx, Owner::Client(client), &fields, new)?;
    let after = crate::custom_fields::find(tx, client)?;
    Ok(ClientFields { version, ..after })
}

/// What stands there already is no change, so a value that its field would not take any more may stay.
fn changed<'a>(
    patch: &'a FieldsPatch,
    found: &'a ClientFields,
) -> impl Iterator<Item = (&'a String, Option<&'a FieldValue>)> {
    let given = patch.values.iter();
    let given = given.map(|(name, value)| (name, value.as_ref().filter(|value| !value.is_blank())));
    given.filter(|(name, value)| found.values.get(*name) != *value)
}

fn check(
    tx: &WriteTx,
    fields: &BTreeMap<String, CustomField>,
    patch: &FieldsPatch,
    found: &ClientFields,
) -> StoreResult<()> {
    let unknown = |name: &str| StoreError::field(&format!("/values/{name}"), "unknown");
    for name in patch.values.keys() {
        let field = fields.get(name).filter(|field| field.on.clients()).ok_or_else(|| unknown(name))?;
        if !tx.may(field.permission()) {
            return Err(StoreError::Forbidden(Permission::SeeDemographics));
        }
    }
    let today = tx.today();
    let wrong = changed(patch, found).filter_map(|(name, value)| {
        let (field, pointer) = (fields.get(name)?, format!("/values/{name}"));
        match value {
            // What is not asked any more may be taken away, and nothing else.
            Some(_) if field.is_retired(today) => Some(domain::problem::FieldError::new(pointer, "retired")),
            None if field.is_retired(today) => None,
            value => field.wrong(&pointer, value),
        }
    });
    let errors: Vec<_> = wrong.collect();
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}

fn touch(tx: &mut WriteTx, client: ClientId, found: &ClientFields) -> StoreResult<i32> {
    let now = tx.now();
    let version = tx.try_returning(
        diesel::update(clients::table.find(client.uuid()))
            .filter(clients::version.eq(found.version))
            .set((clients::updated_at.eq(now), clients::version.eq(found.version + 1)))
            .returning(clients::version),
    )?;
    version.ok_or(StoreError::Stale)
}
