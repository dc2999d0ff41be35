//! Deciding about a proposal: applying it, or turning it down.

use diesel::prelude::*;
use domain::{
    changes::{Approval, Change, Edit, Refusal, Status},
    ids::{ChangeId, UserId},
    notifications::Kind,
    problem::Conflict,
    validate::Draft,
};
use serde_json::{Map, Value};

use super::{Row, find, find_row, unseen::Unseen};
use crate::{
    StoreError, StoreResult,
    canonical::{self, unchanged},
    notifications,
    schema::pending_changes,
    ssn::Incoming,
    tx::{ReadTx, WriteTx},
};

/// Applies a proposal: the record, the proposal's state and the audit in one transaction, or nothing.
pub fn approve(tx: &mut WriteTx, id: ChangeId, seen: i32, approval: &Approval) -> StoreResult<Change> {
    approval.check(tx.today())?;
    let row = decide(tx, id, seen, Status::Approved, &approval.rationale)?;
    let edit: Edit = serde_json::from_value(row.content.1.clone())?;
    edit.check(tx.today())?;
    // A number that was proposed before the organization decided to do without is not taken any more.
    let ssn = row.ssn().filter(|_| tx.actor().collects_ssn).map(Incoming::Sealed);
    let target = canonical::target(tx, &edit, ssn.as_ref())?;
    same_base(tx, &edit, &row, &target.current)?;
    // In the version that was just compared: what somebody changes between the two is not overwritten.
    canonical::apply(tx, &edit, target.version, ssn.as_ref()).map_err(|error| match error {
        StoreError::Stale => StoreError::Conflict("Somebody changed the record at this moment; look again."),
        other => other,
    })?;
    notifications::tell(tx, &[UserId::from(row.requested.0)], Kind::ChangeApproved, id.uuid())?;
    find(tx, id)
}

/// Turns a proposal down. The proposer is told why.
pub fn refuse(tx: &mut WriteTx, id: ChangeId, seen: i32, refusal: &Refusal) -> StoreResult<Change> {
    refusal.check(tx.today())?;
    let row = decide(tx, id, seen, Status::Refused, &refusal.rationale)?;
    notifications::tell(tx, &[UserId::from(row.requested.0)], Kind::ChangeRefused, id.uuid())?;
    find(tx, id)
}

/// Marks the proposal first: of two reviewers at the same moment, the second finds it decided.
fn decide(tx: &mut WriteTx, id: ChangeId, seen: i32, status: Status, rationale: &str) -> StoreResult<Row> {
    let row = find_row(tx, id)?;
    let reviewer = tx.user()?;
    if row.requested.0 == reviewer.uuid() {
        return Err(StoreError::NotYours("Nobody reviews what they proposed; a colleague has to."));
    }
    if row.ids.2 != Status::Pending.code() {
        return Err(StoreError::Conflict("This proposal was decided already."));
    }
    unchanged(Some(seen), row.ids.3)?;
    let decided = tx.run(
        diesel::update(pending_changes::table.find(id.uuid()))
            .filter(pending_changes::status.eq(Status::Pending.code()))
            .set((
                pending_changes::status.eq(status.code()),
                pending_changes::reviewed_by.eq(reviewer.uuid()),
                pending_changes::reviewed_at.eq(tx.now()),
                pending_changes::rationale.eq(rationale),
                pending_changes::version.eq(pending_changes::version + 1),
            )),
    )?;
    if decided == 1 { Ok(row) } else { Err(StoreError::Conflict("A colleague decided this a moment ago.")) }
}

/// Refuses where a field that the proposal touches is not what it was: both sides are shown and nothing is
/// overwritten.
fn same_base(tx: &mut ReadTx, edit: &Edit, row: &Row, current: &Map<String, Value>) -> StoreResult<()> {
    let mut proposed = edit.fields();
    proposed.extend(row.ssn.1.iter().map(|last_four| ("ssn".to_owned(), Value::from(last_four.as_str()))));
    let Value::Object(base) = &row.content.2 else { return Ok(()) };
    let moved = base.iter().filter(|(field, was)| current.get(*field) != Some(was));
    let mut conflicts: Vec<Conflict> = moved
        .map(|(field, was)| Conflict {
            field: field.clone(),
            base: was.clone(),
            proposed: proposed.get(field).cloned().unwrap_or_default(),
            current: current.get(field).cloned().unwrap_or_default(),
        })
        .collect();
    if conflicts.is_empty() {
        return Ok(());
    }
    let unseen = Unseen::by_reader(tx)?;
    conflicts.iter_mut().for_each(|conflict| unseen.hide_in(edit, conflict));
    Err(StoreError::ChangeConflict(conflicts))
}
