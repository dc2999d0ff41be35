//! Taking a completion back.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use domain::{
    board::UNDO_MINUTES,
    clients::Status as Standing,
    follow_ups::{FollowUp, Status},
    ids::{ClientId, FollowUpId},
};
use uuid::Uuid;

use super::{find, who_has_it};
use crate::{
    StoreError, StoreResult,
    canonical::unchanged,
    schema::{clients, follow_ups},
    scope,
    tx::{ReadTx, WriteTx},
};

/// Takes a completion back within minutes: it was a slip. What was written about how it went is gone from the follow-up
/// and stays in the audit; the next one of a series goes too, unless somebody has touched it. Whoever had it has it again
/// if they still find it on their list, otherwise whoever takes it back; with a record that was closed nothing is to be
/// done again.
pub fn reopen(tx: &mut WriteTx, id: FollowUpId, seen: i32) -> StoreResult<FollowUp> {
    let found = find(tx, id)?;
    unchanged(Some(seen), found.version)?;
    is_fresh(tx, &found)?;
    let assignee = who_has_it(tx, &found)?;
    if is_closed(tx, found.client_id)? {
        return Err(StoreError::Conflict("The record is closed; what was done stays done."));
    }
    let row = follow_ups::table.find(id.uuid());
    let met = tx.run(diesel::update(row).filter(follow_ups::version.eq(found.version)).set((
        follow_ups::status.eq(Status::Open.code()),
        follow_ups::assignee_id.eq(assignee.uuid()),
        follow_ups::outcome.eq(None::<String>),
        follow_ups::closed_at.eq(None::<DateTime<Utc>>),
        follow_ups::closed_by.eq(None::<Uuid>),
        follow_ups::version.eq(found.version + 1),
    )))?;
    if met == 0 {
        return Err(StoreError::Stale);
    }
    let next = follow_ups::table
        .filter(follow_ups::follows.eq(id.uuid()))
        .filter(follow_ups::status.eq(Status::Open.code()).and(follow_ups::version.eq(1)));
    tx.run(diesel::delete(next))?;
    find(tx, id)
}

/// What was written long ago about how it went is not taken away by anybody.
fn is_fresh(tx: &ReadTx, found: &FollowUp) -> StoreResult<()> {
    match found.closed_at.filter(|_| found.status == Status::Done) {
        None => Err(StoreError::Conflict("This follow-up is not done.")),
        Some(at) if tx.now() - at > TimeDelta::minutes(UNDO_MINUTES) => {
            Err(StoreError::Conflict("This follow-up was done some time ago; set a new one."))
        }
        Some(_) => Ok(()),
    }
}

/// Asked after waiting for whoever closes the record at this moment.
fn is_closed(tx: &mut ReadTx, client: ClientId) -> StoreResult<bool> {
    let of_client = scope::clients(tx.actor()).filter(clients::id.eq(client.uuid()));
    let status: String = tx.first(of_client.select(clients::status))?;
    Ok(Standing::from_code(&status).is_some_and(Standing::is_closing))
}
