//! Notes that stand first.

use chrono::{DateTime, Utc};
use diesel::{dsl::count_star, prelude::*, sql_types::Uuid as SqlUuid};
use domain::{
    ids::{ClientId, NoteId},
    notes::{GENERAL, MOST_PINNED, Note, permission_of},
    permission::Permission,
};
use uuid::Uuid;

use super::{find, write::permit};
use crate::{
    StoreError, StoreResult,
    schema::notes,
    scope::Scoped,
    statement::Sql,
    tx::{ReadTx, WriteTx},
};

/// Puts a note before the others of its client, for whoever may write one of its kind. One that stands there stays.
pub fn pin(tx: &mut WriteTx, id: NoteId) -> StoreResult<Note> {
    let found = writable(tx, id)?;
    if found.pinned_at.is_some() {
        return Ok(found);
    }
    // Two who pin at once come one after the other, so that both count what there is.
    let hold = Sql::new("select from clients where id = $1 for no key update");
    tx.run_sql(hold.bind::<SqlUuid, _>(found.client_id.uuid()))?;
    if pinned(tx, found.client_id)? >= MOST_PINNED {
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

/// How many stand first for whoever asks. To be told of others would tell them of notes that do not exist for them, and
/// that they could not unpin.
fn pinned(tx: &mut ReadTx, client: ClientId) -> StoreResult<i64> {
    let mut query = Scoped::over(tx.actor(), notes::table.into_boxed(), notes::client_id)
        .filter(notes::client_id.eq(client.uuid()).and(notes::pinned_at.is_not_null()));
    if !tx.may(Permission::DiscloseConfidentialNotes) {
        query = query.filter(notes::confidential.eq(false));
    }
    if !tx.may(Permission::SeeClientDetails) {
        query = query.filter(notes::kind.eq(GENERAL));
    }
    tx.first(query.select(count_star()))
}

fn writable(tx: &mut WriteTx, id: NoteId) -> StoreResult<Note> {
    let found = find(tx, id)?;
    permit(tx, permission_of(&found.kind, found.confidential))?;
    Ok(found)
}
