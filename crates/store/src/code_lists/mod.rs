//! Code lists: the choices that forms offer. A value in use is retired, never deleted.

mod usage;

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::{
    code_lists::{Choice, CodeValue, CodeValueDraft, CodeValuePatch, LISTS, Labels, Usage, check_days},
    ids::CodeValueId,
    notes,
    validate::Draft,
};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    StoreError, StoreResult,
    canonical::unchanged,
    new_id,
    order::Ordered,
    schema::code_values,
    scope::Scoped,
    tx::{ReadTx, WriteTx},
};

const ORDER: Ordered = Ordered("code_values");

/// A list in its order, retired values too: old records still name them.
pub fn list(tx: &mut ReadTx, list: &str) -> StoreResult<Vec<CodeValue>> {
    if !LISTS.contains(&list) {
        return Err(StoreError::NotFound);
    }
    let query = Scoped::by_permission(code_values::table)
        .filter(code_values::list.eq(list.to_owned()))
        .order((code_values::position, code_values::code))
        .select(Row::as_select());
    tx.load(query)?.into_iter().map(Row::value).collect()
}

/// Every value of every list, each list in its order.
pub(crate) fn all(tx: &mut ReadTx) -> StoreResult<Vec<CodeValue>> {
    let query = Scoped::by_permission(code_values::table)
        .order((code_values::list, code_values::position, code_values::code))
        .select(Row::as_select());
    tx.load(query)?.into_iter().map(Row::value).collect()
}

/// How many records name each value of a list.
pub fn usage(tx: &mut ReadTx, list: &str) -> StoreResult<Vec<Usage>> {
    let values = self::list(tx, list)?;
    usage::count(tx, list, &values)
}

/// What some lists offer today, in order: list, choice.
pub(crate) fn offered(tx: &mut ReadTx, lists: &[&str]) -> StoreResult<Vec<(String, Choice)>> {
    let lists: Vec<String> = lists.iter().map(|&list| list.to_owned()).collect();
    let today = tx.today();
    // `offered_on` in SQL; a test compares the two.
    let query = Scoped::by_permission(code_values::table)
        .filter(code_values::list.eq_any(lists))
        .filter(code_values::offered_from.is_null().or(code_values::offered_from.le(today)))
        .filter(code_values::retired_on.is_null().or(code_values::retired_on.gt(today)))
        .order((code_values::list, code_values::position, code_values::code))
        .select((code_values::list, code_values::code, code_values::labels));
    let rows: Vec<(String, String, Value)> = tx.load(query)?;
    rows.into_iter()
        .map(|(list, code, labels)| Ok((list, Choice { code, labels: serde_json::from_value(labels)? })))
        .collect()
}

/// Adds a value at the end of a list.
pub fn add(tx: &mut WriteTx, list: &str, draft: &CodeValueDraft) -> StoreResult<CodeValue> {
    draft.check(tx.today())?;
    let values = self::list(tx, list)?;
    if values.iter().any(|value| value.code == draft.code) {
        return Err(StoreError::field("/code", "taken"));
    }
    let position = values.iter().map(|value| value.position).max().map_or(0, |last| last.saturating_add(1));
    let statement = diesel::insert_into(code_values::table)
        .values((
            code_values::id.eq(new_id()),
            code_values::list.eq(list),
            code_values::code.eq(&draft.code),
            code_values::labels.eq(serde_json::to_value(&draft.labels)?),
            code_values::position.eq(position),
            code_values::offered_from.eq(draft.offered_from),
            code_values::retired_on.eq(draft.retired_on),
        ))
        .returning(Row::as_returning());
    let made: Result<Row, _> = tx.returning(statement);
    made.map_err(|error| error.naming("code_values_list_code_key", "/code", "taken"))?.value()
}

/// A list, and a value of it.
type Address<'a> = (&'a str, CodeValueId);

/// Words a value anew, moves it, gives it other days, retires it or offers it again.
pub fn amend(
    tx: &mut WriteTx,
    (list, id): Address,
    seen: i32,
    patch: &CodeValuePatch,
) -> StoreResult<CodeValue> {
    patch.check(tx.today())?;
    let values = self::list(tx, list)?;
    let found = values.iter().find(|value| value.id == id).ok_or(StoreError::NotFound)?;
    unchanged(Some(seen), found.version)?;
    let (offered_from, retired_on) = days(patch, found, tx.today())?;
    if offered_from.is_some() || retired_on.is_some() {
        kept(found)?;
    }
    let position = match patch.position {
        Some(wanted) => {
            let all = values.iter().map(|value| value.id.uuid());
            ORDER.make_room(tx, all, id.uuid(), wanted)?
        }
        None => found.position,
    };
    let statement = diesel::update(code_values::table.find(id.uuid()))
        .filter(code_values::version.eq(found.version))
        .set((
            code_values::labels.eq(serde_json::to_value(patch.labels.as_ref().unwrap_or(&found.labels))?),
            code_values::position.eq(position),
            code_values::offered_from.eq(offered_from),
            code_values::retired_on.eq(retired_on),
            code_values::version.eq(found.version + 1),
        ))
        .returning(Row::as_returning());
    tx.try_returning(statement)?.ok_or(StoreError::Stale)?.value()
}

/// Refuses to do without the type of plain notes, which the permissions of volunteers are about.
fn kept(value: &CodeValue) -> StoreResult<()> {
    match value.list == notes::TYPES && value.code == notes::GENERAL {
        true => Err(StoreError::Conflict("This is the type of plain notes; word it anew, but keep it.")),
        false => Ok(()),
    }
}

/// A first day, and the day of being retired.
type Days = (Option<NaiveDate>, Option<NaiveDate>);

/// The days as they will stand, which have to fit each other.
fn days(patch: &CodeValuePatch, found: &CodeValue, today: NaiveDate) -> StoreResult<Days> {
    let (from, retired) = patch.days(found, today);
    let mut errors = Vec::new();
    check_days(from, retired, today, &mut errors);
    if errors.is_empty() { Ok((from, retired)) } else { Err(errors.into()) }
}

/// Puts a list in the order of these codes.
pub(crate) fn arrange(tx: &mut WriteTx, list: &str, codes: &[String]) -> StoreResult<()> {
    let values = self::list(tx, list)?;
    let of = |code: &String| values.iter().find(|value| value.code == *code).map(|value| value.id.uuid());
    ORDER.put_in_order(tx, codes.iter().filter_map(of).collect())
}

/// Deletes a value that no record ever named. Deleting comes first: it waits for those who are choosing the value at
/// this moment and hold it, so that asking afterwards finds what they wrote.
pub fn remove(tx: &mut WriteTx, (list, id): Address) -> StoreResult<()> {
    let values = self::list(tx, list)?;
    let found = values.into_iter().find(|value| value.id == id).ok_or(StoreError::NotFound)?;
    kept(&found)?;
    let row = code_values::table.filter(code_values::id.eq(id.uuid()));
    let gone = tx.run(diesel::delete(row.filter(code_values::version.eq(found.version))))?;
    match gone {
        0 => Err(StoreError::Stale),
        _ if usage::is_used(tx, &found)? => {
            Err(StoreError::Conflict("Records name this value; retire it instead."))
        }
        _ => Ok(()),
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = code_values)]
struct Row {
    id: Uuid,
    version: i32,
    list: String,
    code: String,
    labels: Value,
    position: i32,
    offered_from: Option<NaiveDate>,
    retired_on: Option<NaiveDate>,
}

impl Row {
    fn value(self) -> StoreResult<CodeValue> {
        let labels: Labels = serde_json::from_value(self.labels)?;
        let Self { id, version, list, code, position, offered_from, retired_on, .. } = self;
        Ok(CodeValue { id: id.into(), version, list, code, labels, position, offered_from, retired_on })
    }
}
