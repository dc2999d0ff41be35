//! Making a field, changing it, retiring it.

use uuid::Uuid;

use super::list;
use crate::{
    StoreError, StoreResult,
    canonical::unchanged,
    new_id,
    order::Ordered,
    schema::custom_fields,
    tx::{ReadTx, WriteTx},
};
use chrono::NaiveDate;
use diesel::prelude::*;
use domain::{
    custom_fields::{CustomField, CustomFieldDraft, CustomFieldPatch, MOST_FIELDS},
    ids::CustomFieldId,
    validate::Draft,
};

const ORDER: Ordered = Ordered("custom_fields");

/// Adds a field behind the others.
pub fn add(tx: &mut WriteTx, draft: &CustomFieldDraft) -> StoreResult<CustomField> {
    draft.check(tx.today())?;
    let fields = list(tx)?;
    if fields.iter().any(|field| field.name == draft.name) {
        return Err(StoreError::field("/name", "taken"));
    }
    if fields.len() >= MOST_FIELDS {
        return Err(StoreError::Conflict("There are as many custom fields as a form can hold."));
    }
    let position = fields.iter().map(|field| field.position).max().map_or(0, |last| last.saturating_add(1));
    let statement = diesel::insert_into(custom_fields::table)
        .values((
            custom_fields::id.eq(new_id()),
            custom_fields::name.eq(&draft.name),
            custom_fields::labels.eq(serde_json::to_value(&draft.labels)?),
            custom_fields::hints.eq(serde_json::to_value(&draft.hints)?),
            custom_fields::kind.eq(draft.takes.kind()),
            custom_fields::takes.eq(serde_json::to_value(&draft.takes)?),
            custom_fields::required.eq(draft.required),
            custom_fields::kept_on.eq(draft.on.code()),
            custom_fields::sensitive.eq(draft.sensitive),
            custom_fields::position.eq(position),
        ))
        .returning(custom_fields::id);
    let made: Result<Uuid, _> = tx.returning(statement);
    let made = made.map_err(|error| error.naming("custom_fields_name_key", "/name", "taken"))?;
    find(tx, made.into())
}

/// Words a field anew, bounds it anew, moves it, retires it or asks it again. What records have stays as it is.
pub fn amend(
    tx: &mut WriteTx,
    id: CustomFieldId,
    seen: i32,
    patch: &CustomFieldPatch,
) -> StoreResult<CustomField> {
    patch.check(tx.today())?;
    let fields = list(tx)?;
    let found = fields.iter().find(|field| field.id == id).ok_or(StoreError::NotFound)?;
    unchanged(Some(seen), found.version)?;
    let position = match patch.position {
        Some(wanted) => {
            let all = fields.iter().map(|field| field.id.uuid());
            ORDER.make_room(tx, all, id.uuid(), wanted)?
        }
        None => found.position,
    };
    put(tx, found, position, patch)?;
    // Asked again once the row is ours: whoever was writing a value of it at this moment has done so by now.
    let now = find(tx, id)?;
    patch.check_over(&CustomField { in_use: now.in_use, ..found.clone() })?;
    Ok(now)
}

fn put(tx: &mut WriteTx, found: &CustomField, position: i32, patch: &CustomFieldPatch) -> StoreResult<()> {
    let takes = patch.takes.as_ref().unwrap_or(&found.takes);
    let met = tx.run(
        diesel::update(custom_fields::table.find(found.id.uuid()))
            .filter(custom_fields::version.eq(found.version))
            .set((
                custom_fields::labels
                    .eq(serde_json::to_value(patch.labels.as_ref().unwrap_or(&found.labels))?),
                custom_fields::hints.eq(serde_json::to_value(patch.hints.as_ref().unwrap_or(&found.hints))?),
                custom_fields::takes.eq(serde_json::to_value(takes)?),
                custom_fields::required.eq(patch.required.unwrap_or(found.required)),
                custom_fields::kept_on.eq(patch.on.unwrap_or(found.on).code()),
                custom_fields::sensitive.eq(patch.sensitive.unwrap_or(found.sensitive)),
                custom_fields::position.eq(position),
                custom_fields::retired_on.eq(retirement(patch.retired, found.retired_on, tx.today())),
                custom_fields::version.eq(found.version + 1),
            )),
    )?;
    if met == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// A field that is retired already keeps its day.
fn retirement(wanted: Option<bool>, current: Option<NaiveDate>, today: NaiveDate) -> Option<NaiveDate> {
    match wanted {
        Some(true) => current.or(Some(today)),
        Some(false) => None,
        None => current,
    }
}

/// Puts the fields in the order of these names.
pub(crate) fn arrange(tx: &mut WriteTx, names: &[String]) -> StoreResult<()> {
    let fields = list(tx)?;
    let of = |name: &String| fields.iter().find(|field| field.name == *name).map(|field| field.id.uuid());
    ORDER.put_in_order(tx, names.iter().filter_map(of).collect())
}

/// Deletes a field that no record ever had a value of. Whoever is writing one at this moment holds the field, so the
/// database lets one of the two wait, and refuses where a value is there.
pub fn remove(tx: &mut WriteTx, id: CustomFieldId) -> StoreResult<()> {
    let found = find(tx, id)?;
    if found.in_use {
        return Err(IN_USE);
    }
    let row = custom_fields::table.filter(custom_fields::id.eq(id.uuid()));
    let gone = tx.run(diesel::delete(row.filter(custom_fields::version.eq(found.version))));
    match gone {
        Ok(1) => Ok(()),
        Ok(_) => Err(StoreError::Stale),
        Err(StoreError::Internal(text)) if text.contains("custom_values_field_fkey") => Err(IN_USE),
        Err(error) => Err(error),
    }
}

const IN_USE: StoreError = StoreError::Conflict("Records have values of this field; retire it instead.");

fn find(tx: &mut ReadTx, id: CustomFieldId) -> StoreResult<CustomField> {
    list(tx)?.into_iter().find(|field| field.id == id).ok_or(StoreError::NotFound)
}
