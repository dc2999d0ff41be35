//! Entries as a file: which of them is decided and written into the log at once; then they are read piece by piece, each
//! with what the reader may and sees at that moment.

use std::collections::HashMap;

use chrono::SecondsFormat;
use diesel::prelude::*;
use domain::{
    audit::{AuditExportDraft, AuditFilter, Entry, FieldChange},
    exports::{MOST, PIECE, line},
    permission::Permission,
    validate::Draft,
};
use serde_json::{Value, json};

use super::{fetch, rows, search};
use crate::{
    StoreResult,
    exports::{
        check_size,
        told::{self, Kept},
    },
    new_id,
    schema::audit,
    tx::{Disclosure, ReadTx},
};

/// A file that was allowed.
#[derive(Clone, Debug)]
pub struct AuditExport {
    seqs: Vec<i64>,
    /// What it is called when it is saved.
    pub name: String,
}

/// Decides which entries stand in the file, and says so in the log: how many, by which filter, and why.
pub fn begin(tx: &mut Disclosure, draft: &AuditExportDraft) -> StoreResult<AuditExport> {
    draft.check(tx.today())?;
    tx.needs(Permission::SeeAudit)?;
    let seqs = found(tx, &draft.filter)?;
    check_size("/filter", seqs.len())?;
    let Kept { filter, searched } = told::kept(tx, Some(&draft.filter))?;
    let told = json!({ "entries": seqs.len(), "filter": filter, "searched": searched });
    tx.of_many("exports", new_id(), told)?;
    Ok(AuditExport { seqs, name: format!("audit-{}.csv", tx.today()) })
}

/// The newest first, and one more than a file may have where there are more.
fn found(tx: &mut ReadTx, filter: &AuditFilter) -> StoreResult<Vec<i64>> {
    filter.check(tx.today())?;
    match search::typed(filter)? {
        Some(typed) => search::seqs(tx, filter, typed, MOST + 1),
        None => {
            let query = rows(tx, filter).order(audit::seq.desc()).limit(MOST as i64 + 1);
            tx.load(query.select(audit::seq))
        }
    }
}

impl AuditExport {
    /// The line over the columns.
    pub fn head(&self) -> String {
        line(COLUMNS)
    }

    /// How many entries it has.
    pub fn entries(&self) -> usize {
        self.seqs.len()
    }
}

const COLUMNS: [&str; 12] = [
    "seq",
    "at",
    "by",
    "key",
    "proposed_by",
    "operation",
    "action",
    "entity",
    "entity_id",
    "client",
    "reason",
    "changes",
];

/// The next lines. What is out of sight by now is left out, and so is what the reader does not see.
pub fn piece(tx: &mut ReadTx, export: &AuditExport, from: usize) -> StoreResult<String> {
    tx.needs(Permission::SeeAudit)?;
    let wanted: Vec<i64> = export.seqs.iter().skip(from).take(PIECE).copied().collect();
    let query = rows(tx, &AuditFilter::default()).filter(audit::seq.eq_any(wanted.clone()));
    let entries = fetch(tx, query)?;
    tx.saw("audit.export", entries.iter().filter_map(|entry| entry.client_id));
    let mut seen: HashMap<i64, Entry> = entries.into_iter().map(|entry| (entry.seq, entry)).collect();
    Ok(wanted.iter().filter_map(|seq| seen.remove(seq)).map(of_entry).collect())
}

fn of_entry(entry: Entry) -> String {
    let changes: Vec<String> = entry.changes.iter().map(said).collect();
    line([
        entry.seq.to_string(),
        entry.at.to_rfc3339_opts(SecondsFormat::Millis, true),
        entry.principal,
        entry.api_key.unwrap_or_default(),
        entry.proposed_by.unwrap_or_default(),
        entry.operation,
        entry.action.code().to_owned(),
        entry.entity,
        entry.entity_id.map(|id| id.to_string()).unwrap_or_default(),
        entry.client_name.unwrap_or_default(),
        [entry.reason, entry.rationale].into_iter().flatten().collect::<Vec<_>>().join(" / "),
        changes.join("; "),
    ])
}

fn said(change: &FieldChange) -> String {
    match change {
        FieldChange { field, withheld: true, .. } => format!("{field}: withheld"),
        FieldChange { field, before, after, .. } => format!("{field}: {} → {}", text(before), text(after)),
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => "–".into(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
