//! Notes that stand first.

use chrono::{DateTime, Utc};
use diesel::{dsl::count_star, prelude::*, sql_types::Uuid as SqlUuid};
use domain::{
    ids::NoteId,
    notes::{MOST_PINNED, Note, permission_of},
};
use uuid::Uuid;

use super::{find, write::permit};
use crate::{StoreError, StoreResult, schema::notes, scope::Scoped, statement::Sql, tx::WriteTx};

/// Puts a note before the others of its client, for whoever may write one of its kind. One that stands there stays.
pub fn pin(tx: &mut WriteTx, id: NoteId) -> StoreResult<Note> {
    let found = writable(tx, id)?;
    if found.pinned_at.is_some() {
        return Ok(found);
    }
    // Two who pin at once come one after the other, so that both count what there is.
    let hold = Sql::new("select from clients where id = $1 for no key update");
    tx.run_sql(hold.bind::<SqlUuid, _>(found.client_id.uuid()))?;
    let pinned = Scoped::over(tx.actor(), notes::table, notes::client_id)
        .filter(notes::client_id.eq(found.client_id.uuid()).and(notes::pinned_at.is_not_null()))
        .select(count_star());
    let count: i64 = tx.first(pinned)?;
    if count >= MOST_PINNED {
        return Err(StoreError::Conflict("Five notes of this client are pinned already; unpin one first."));
    }
    let user = tx.user()?.uuid();
    let pin = (notes::pinned_at.eq(tx.now()), notes::pinned_by.eq(user));
    tx.run(diesel::update(notes::table.find(id.uuid())).set(pin))?;
    find(tx, id)
}

/// Puts it back among the others.
pub fn unpin(tx: &mut WriteTx, id: NoteId) -> StoreResult<Note> {
    let found = writable(tx, id)?;
    if found.pinned_at.is_none() {
        return Ok(found);
    }
    let pin = (notes::pinned_at.eq(None::<DateTime<Utc>>), notes::pinned_by.eq(None::<Uuid>));
    tx.run(diesel::update(notes::table.find(id.uuid())).set(pin))?;
    find(tx, id)
}

fn writable(tx: &mut WriteTx, id: NoteId) -> StoreResult<Note> {
    let found = find(tx, id)?;
    permit(tx, permission_of(&found.kind, found.confidential))?;
    Ok(found)
}
