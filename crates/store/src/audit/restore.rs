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
use serde_json::Value;
use uuid::Uuid;

use super::{fetch, rows};
use crate::{
    StoreError, StoreResult, canonical,
    changes::{self, Outcome},
    schema::{audit, demographics},
    scope::Scoped,
    tx::WriteTx,
};

/// What would be put back, and what stands there now. It is tried and taken back, so that nobody is shown what would be
/// refused; nothing stays written.
pub fn preview(tx: &mut WriteTx, seq: i64) -> StoreResult<Restoration> {
    let entry = find(tx, seq)?;
    let now = now(tx, &entry)?;
    let edit = restoration::edit(&entry, now.clone())?;
    let verdict = edit.verdict(tx.actor());
    if verdict == Verdict::Refuse {
        return Err(StoreError::Forbidden(Permission::ProposeEdits));
    }
    if let Some(needed) = edit.blind(tx.actor()) {
        return Err(StoreError::Forbidden(needed));
    }
    edit.check(tx.today())?;
    tx.rehearse(|tx| canonical::apply(tx, &edit, None, None).map(|_| ()))?;
    let target = canonical::target(tx, &edit, None)?;
    Ok(Restoration {
        changes: match now {
            Some(Now::Rows(rows)) => rows.differences(&entry),
            _ => differences(&edit, &target.current)?,
        },
        version: target.version.ok_or(StoreError::NotFound)?,
        proposed: verdict == Verdict::Propose,
    })
}

/// Puts it back, or proposes to. `seen` is the version of the record that the preview showed.
pub fn put_back(tx: &mut WriteTx, seq: i64, seen: i32) -> StoreResult<Outcome> {
    let entry = find(tx, seq)?;
    let edit = restoration::edit(&entry, now(tx, &entry)?)?;
    tx.because(&format!("Entry {seq} of the log put back"))?;
    changes::submit(tx, edit, Some(seen))
}

/// What the record says now, where an entry does not say enough.
fn now(tx: &mut WriteTx, entry: &Entry) -> StoreResult<Option<Now>> {
    let (Some(client), Some(id)) = (entry.client_id, entry.entity_id) else { return Ok(None) };
    Ok(match entry.entity.as_str() {
        "demographics" => Some(Now::Answer(answer(tx, id)?)),
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

/// Field by field; an answer is one field under the name of its question.
fn differences(edit: &Edit, current: &serde_json::Map<String, Value>) -> StoreResult<Vec<FieldChange>> {
    let change = |field: &str, before: Value, after: Value| FieldChange {
        field: field.to_owned(),
        before,
        after,
        withheld: false,
    };
    let now = |field: &String| current.get(field).cloned().unwrap_or_default();
    let patch = match edit {
        Edit::UpdateClient { patch, .. } => serde_json::to_value(patch)?,
        Edit::AmendRestriction { patch, .. } => serde_json::to_value(patch)?,
        Edit::AnswerDemographics { answers, .. } => {
            let of = |one: &Answer| {
                let code = one.question.code();
                Ok(change(code, said(&now(&code.to_owned())), said(&serde_json::to_value(one)?)))
            };
            return answers.answers.iter().map(of).collect();
        }
        _ => Value::Null,
    };
    let fields = patch.as_object().into_iter().flatten();
    Ok(fields.map(|(field, value)| change(field, now(field), value.clone())).collect())
}

/// The codes that were given, or which other answer it is.
fn said(answer: &Value) -> Value {
    match answer.get("codes").filter(|codes| codes.as_array().is_some_and(|codes| !codes.is_empty())) {
        Some(codes) => codes.clone(),
        None => answer.get("status").cloned().unwrap_or_default(),
    }
}
