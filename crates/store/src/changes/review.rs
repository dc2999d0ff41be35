//! Deciding about a proposal: applying it or a part of it, turning it down, taking it back.

use std::collections::BTreeSet;

use diesel::prelude::*;
use domain::{
    changes::{Approval, Change, Edit, Refusal, Status},
    enrollments::EnrollmentDraft,
    ids::{ChangeId, ClientId, UserId},
    notifications::Kind,
    permission::Permission,
    problem::{Conflict, FieldError},
    validate::Draft,
    waitlist::Joining,
};
use serde_json::{Map, Value};

use super::{
    detail::{detail, digest, moved, number, separable, standing},
    find, find_row,
    row::{Row, Sides},
    unseen::Unseen,
};
use crate::{
    StoreError, StoreResult,
    canonical::{self, Applied, unchanged},
    notifications,
    schema::pending_changes,
    tx::WriteTx,
    waitlist,
};

/// Applies a proposal, or the fields of it that are taken: the record, the proposal's state and the audit in one
/// transaction, or nothing. What is applied is what the reviewer was shown.
pub fn approve(tx: &mut WriteTx, id: ChangeId, version: i32, approval: &Approval) -> StoreResult<Change> {
    approval.check(tx.today())?;
    let row = find_waiting(tx, id, version)?;
    let edit = row.edit()?;
    let (taken, left_out) = choose(&edit, &row, approval)?;
    let decision = Decision { status: Status::Approved, rationale: Some(&approval.rationale), left_out };
    // Before anything is compared: of two reviewers at the same moment, the second waits here, and finds it decided.
    decide(tx, &row, &decision)?;
    let target = standing(tx, &row)?
        .ok_or(StoreError::Conflict("What this is about is not there any more; decline the proposal."))?;
    let unseen = Unseen::by_reader(tx)?;
    let sides = row.sides(&unseen, Some(&target.current))?;
    if approval.seen.as_ref() != Some(&digest(&row, &sides)?) {
        return Err(StoreError::ChangedSinceSeen(Box::new(detail(tx, row, Some(&target))?)));
    }
    nothing_unseen(&edit, &sides, &taken)?;
    same_base(&edit, &row, &target.current, &taken, &unseen)?;
    let part = edit.only(&taken)?;
    part.check(tx.today())?;
    let number = number(tx, &row).filter(|_| taken.contains("ssn"));
    tx.on_behalf_of(UserId::from(row.requested.0));
    // In the version that was just compared: what somebody changes between the two is not overwritten.
    let applied = canonical::apply(tx, &part, target.version, number.as_ref());
    let applied = applied.map_err(|error| match error {
        StoreError::Stale => StoreError::Conflict("Somebody changed the record at this moment; look again."),
        other => other,
    })?;
    name_client(tx, &row, &applied)?;
    let kind = if decision.left_out.is_empty() { Kind::ChangeApproved } else { Kind::ChangePartlyApproved };
    tell(tx, &row, kind)?;
    find(tx, id)
}

/// A proposal to make a client is about that client from here on, and goes with the record.
fn name_client(tx: &mut WriteTx, row: &Row, applied: &Applied) -> StoreResult<()> {
    let (None, Applied::Client(client)) = (row.content.0, applied) else { return Ok(()) };
    let change = pending_changes::table.find(row.ids.0);
    tx.run(diesel::update(change).set(pending_changes::client_id.eq(client.id.uuid())))?;
    Ok(())
}

/// Turns a proposal down. The proposer is told why.
pub fn refuse(tx: &mut WriteTx, id: ChangeId, version: i32, refusal: &Refusal) -> StoreResult<Change> {
    refusal.check(tx.today())?;
    let row = find_waiting(tx, id, version)?;
    let rationale = Some(refusal.rationale.as_str());
    decide(tx, &row, &Decision { status: Status::Refused, rationale, left_out: Vec::new() })?;
    if refusal.waitlist {
        wait_instead(tx, &row.edit()?)?;
    }
    tell(tx, &row, Kind::ChangeRefused)?;
    find(tx, id)
}

/// Tells whoever proposed it. A person who asked for themselves hears that there is an answer.
fn tell(tx: &mut WriteTx, row: &Row, kind: Kind) -> StoreResult<()> {
    let kind = if row.is_by_client() { Kind::RequestAnswered } else { kind };
    notifications::tell(tx, &[UserId::from(row.requested.0)], kind, row.ids.0)
}

/// Puts somebody who cannot come into a program now on its list, if they are not on it.
fn wait_instead(tx: &mut WriteTx, edit: &Edit) -> StoreResult<()> {
    let Edit::Enroll { client, draft: EnrollmentDraft { program_id, .. } } = edit else {
        return Err(StoreError::field("/waitlist", "not_an_enrollment"));
    };
    if !tx.may(Permission::Enroll) {
        return Err(StoreError::Forbidden(Permission::Enroll));
    }
    let lists = waitlist::entries_of(tx, *client)?;
    if lists.iter().any(|entry| entry.program_id == *program_id && entry.status.is_open()) {
        return Ok(());
    }
    waitlist::join(tx, *program_id, &Joining { client_id: *client }).map(|_| ())
}

/// Takes back what one proposed oneself, as long as nobody decided.
pub fn withdraw(tx: &mut WriteTx, id: ChangeId, version: i32) -> StoreResult<Change> {
    let row = find_row(tx, id)?;
    if row.requested.0 != tx.user()?.uuid() {
        return Err(StoreError::NotYours("Whoever proposed it takes it back; you can decline it."));
    }
    waits(&row, version)?;
    decide(tx, &row, &Decision { status: Status::Withdrawn, rationale: None, left_out: Vec::new() })?;
    find(tx, id)
}

/// Takes back what somebody asked in the name of a client whose record is not theirs any more: nobody is enrolled because
/// somebody else asked.
pub(crate) fn take_back(tx: &mut WriteTx, asker: UserId, client: ClientId) -> StoreResult<()> {
    let asked = pending_changes::table
        .filter(pending_changes::status.eq(Status::Pending.code()))
        .filter(pending_changes::by_client)
        .filter(pending_changes::requested_by.eq(asker.uuid()))
        .filter(pending_changes::client_id.eq(client.uuid()));
    let taken_back = (
        pending_changes::status.eq(Status::Withdrawn.code()),
        pending_changes::reviewed_at.eq(tx.now()),
        pending_changes::version.eq(pending_changes::version + 1),
    );
    tx.run(diesel::update(asked).set(taken_back))?;
    Ok(())
}

/// A proposal that the reviewer may decide, in the version that they read.
fn find_waiting(tx: &mut WriteTx, id: ChangeId, version: i32) -> StoreResult<Row> {
    let row = find_row(tx, id)?;
    if row.requested.0 == tx.user()?.uuid() {
        return Err(StoreError::NotYours("Nobody reviews what they proposed; a colleague has to."));
    }
    waits(&row, version)?;
    Ok(row)
}

fn waits(row: &Row, version: i32) -> StoreResult<()> {
    match row.status() {
        Status::Pending => unchanged(Some(version), row.ids.3),
        Status::Withdrawn => Err(StoreError::Conflict("This proposal was withdrawn.")),
        _ => Err(StoreError::Conflict("This proposal was decided already.")),
    }
}

struct Decision<'a> {
    status: Status,
    rationale: Option<&'a str>,
    left_out: Vec<String>,
}

fn decide(tx: &mut WriteTx, row: &Row, decision: &Decision) -> StoreResult<()> {
    let reviewer = (decision.status != Status::Withdrawn).then(|| tx.user()).transpose()?;
    if let Some(rationale) = decision.rationale.filter(|rationale| !rationale.trim().is_empty()) {
        tx.decided_because(rationale.trim())?;
    }
    let decided = tx.run(
        diesel::update(pending_changes::table.find(row.ids.0))
            .filter(pending_changes::status.eq(Status::Pending.code()))
            .filter(pending_changes::version.eq(row.ids.3))
            .set((
                pending_changes::status.eq(decision.status.code()),
                pending_changes::reviewed_by.eq(reviewer.map(UserId::uuid)),
                pending_changes::reviewed_at.eq(tx.now()),
                pending_changes::rationale.eq(decision.rationale),
                pending_changes::left_out.eq(&decision.left_out),
                pending_changes::version.eq(pending_changes::version + 1),
            )),
    )?;
    if decided == 1 { Ok(()) } else { Err(StoreError::Conflict("A colleague decided this a moment ago.")) }
}

/// The fields that are taken and those that are left out.
fn choose(edit: &Edit, row: &Row, approval: &Approval) -> StoreResult<(BTreeSet<String>, Vec<String>)> {
    let Some(fields) = &approval.fields else {
        return Ok((row.proposed(edit).into_iter().map(|(field, _)| field).collect(), Vec::new()));
    };
    let separable = separable(edit, row);
    if separable.is_empty() {
        return Err(StoreError::field("/fields", "not_separable"));
    }
    let unknown = fields.iter().enumerate().filter(|(_, field)| !separable.contains(field));
    let unknown: Vec<_> =
        unknown.map(|(at, _)| FieldError::new(format!("/fields/{at}"), "unknown")).collect();
    if !unknown.is_empty() {
        return Err(unknown.into());
    }
    let taken: BTreeSet<String> = fields.iter().cloned().collect();
    let left_out: Vec<String> = separable.into_iter().filter(|field| !taken.contains(field)).collect();
    if !left_out.is_empty() && approval.rationale.trim().is_empty() {
        return Err(StoreError::field("/rationale", "required"));
    }
    Ok((taken, left_out))
}

/// Nobody approves what they do not see: neither a field nor what goes along with it.
fn nothing_unseen(edit: &Edit, sides: &Sides, taken: &BTreeSet<String>) -> StoreResult<()> {
    let unseen = sides.withheld.iter().find(|(field, _)| edit.takes(field, taken));
    match unseen {
        Some((_, needed)) => Err(StoreError::Forbidden(*needed)),
        None => Ok(()),
    }
}

/// Refuses where a field that is taken is not what it was: both sides are shown and nothing is overwritten.
fn same_base(
    edit: &Edit,
    row: &Row,
    current: &Map<String, Value>,
    taken: &BTreeSet<String>,
    unseen: &Unseen,
) -> StoreResult<()> {
    let (base, proposed) = (row.base(), row.proposed(edit));
    let of = |side: &Map<String, Value>, field: &str| side.get(field).cloned().unwrap_or_default();
    let moved = moved(&base, current).into_iter();
    let moved = moved.filter(|field| edit.takes(field, taken));
    let mut conflicts: Vec<Conflict> = moved
        .map(|field| Conflict {
            base: of(&base, &field),
            proposed: of(&proposed, &field),
            current: of(current, &field),
            field,
        })
        .collect();
    if conflicts.is_empty() {
        return Ok(());
    }
    conflicts.iter_mut().for_each(|conflict| unseen.hide_in(edit, conflict));
    Err(StoreError::ChangeConflict(conflicts))
}
