//! Putting back what an entry changed: by the door of every edit, with what the reader sees of the entry.

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::{
    audit::{AuditFilter, Entry, FieldChange},
    changes::{Edit, Verdict},
    demographics::{Answer, AnswerStatus, Question},
    permission::Permission,
    restoration::{self, Now, Restoration},
};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{fetch, rows};
use crate::{
    StoreError, StoreResult, canonical,
    changes::{self, Outcome},
    schema::{audit, custom_values, demographics},
    scope::Scoped,
    tx::WriteTx,
};

/// What would be put back, and what stands there now. It is tried and taken back, so that nobody is shown what would be
/// refused; nothing stays written.
pub fn preview(tx: &mut WriteTx, seq: i64) -> StoreResult<Restoration> {
    let entry = find(tx, seq)?;
    let now = now(tx, &entry)?;
    let edit = restoration::edit(&entry, now.clone())?;
    let verdict = changes::verdict(tx, &edit)?;
    edit.check(tx.today())?;
    let target = canonical::target(tx, &edit, None)?;
    tx.rehearse(|tx| canonical::apply(tx, &edit, target.version, None).map(|_| ()))?;
    Ok(Restoration {
        changes: match now {
            Some(Now::Rows(rows)) => rows.differences(&entry),
            _ => differences(&edit, target.current),
        },
        version: target.version.ok_or(StoreError::NotFound)?,
        proposed: verdict == Verdict::Propose,
    })
}

/// Puts it back, or proposes to. `seen` is the version of the record that the preview showed.
pub fn put_back(tx: &mut WriteTx, seq: i64, seen: i32) -> StoreResult<Outcome> {
    let entry = find(tx, seq)?;
    let edit = restoration::edit(&entry, now(tx, &entry)?)?;
    tx.because(&restoration::why(seq))?;
    changes::submit(tx, edit, Some(seen))
}

/// What the record says now, where an entry does not say enough.
fn now(tx: &mut WriteTx, entry: &Entry) -> StoreResult<Option<Now>> {
    let (Some(client), Some(id)) = (entry.client_id, entry.entity_id) else { return Ok(None) };
    Ok(match entry.entity.as_str() {
        "demographics" => Some(Now::Answer(answer(tx, id)?)),
        "custom_values" => field(tx, id)?.map(Now::Field),
        entity => canonical::list_rows(tx, client, entity)?.map(Now::Rows),
    })
}

/// An entry as the reader sees it: of the whole log, or of the history of a client in sight.
fn find(tx: &mut WriteTx, seq: i64) -> StoreResult<Entry> {
    let query = rows(tx, &AuditFilter::default()).filter(audit::seq.eq(seq));
    let found = fetch(tx, query)?.into_iter().next().ok_or(StoreError::NotFound)?;
    let is_history = found.client_id.is_some() && tx.may(Permission::SeeClientDetails);
    if is_history || tx.may(Permission::SeeAudit) { Ok(found) } else { Err(StoreError::NotFound) }
}

/// An answer that was corrected, for whoever may see answers to its question.
fn answer(tx: &mut WriteTx, id: Uuid) -> StoreResult<Answer> {
    let query = Scoped::over(tx.actor(), demographics::table, demographics::client_id);
    let columns =
        (demographics::question, demographics::status, demographics::codes, demographics::valid_from);
    let (question, status, codes, valid_from): (String, String, Vec<String>, NaiveDate) =
        tx.first(query.filter(demographics::id.eq(id)).select(columns))?;
    let known = Question::from_code(&question).zip(AnswerStatus::from_code(&status));
    let (question, status) = known.ok_or(StoreError::NotFound)?;
    if !tx.may(question.permission()) {
        return Err(StoreError::field("", "withheld"));
    }
    Ok(Answer { question, status, codes, valid_from: Some(valid_from) })
}

/// The name of the field that a value belongs to; nothing where the value's row is gone.
fn field(tx: &mut WriteTx, value: Uuid) -> StoreResult<Option<String>> {
    let query = Scoped::over(tx.actor(), custom_values::table, custom_values::client_id);
    tx.find(query.filter(custom_values::id.eq(value)).select(custom_values::field))
}

/// Field by field, of what the record has: why a date is corrected is none of its fields.
fn differences(edit: &Edit, mut current: Map<String, Value>) -> Vec<FieldChange> {
    let is_answer = matches!(edit, Edit::AnswerDemographics { .. });
    let said = |value: Value| if is_answer { said(&value) } else { value };
    let change = |(field, after): (String, Value)| {
        let before = said(current.remove(&field)?);
        Some(FieldChange { field, before, after: said(after), withheld: false })
    };
    edit.fields().into_iter().filter_map(change).collect()
}

/// The codes that were given, or which other answer it is.
fn said(answer: &Value) -> Value {
    match answer.get("codes").filter(|codes| codes.as_array().is_some_and(|codes| !codes.is_empty())) {
        Some(codes) => codes.clone(),
        None => answer.get("status").cloned().unwrap_or_default(),
    }
}
