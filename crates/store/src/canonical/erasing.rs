//! Erasing the record of a client.

use diesel::QueryableByName;
use diesel::sql_types::{Jsonb, Nullable, Text, Uuid as SqlUuid};
use domain::{
    erasures::{Erasure, Obstacle, Rule},
    ids::{ClientId, ErasureId},
};
use serde_json::{Map, Value};

use super::{Target, unchanged};
use crate::{
    StoreError, StoreResult,
    clients::find_whole,
    erasures::{obstacles, read_counts},
    new_id,
    statement::Sql,
    tx::{ReadTx, WriteTx},
};

/// What erasing touches: the whole record, of which the proposal keeps nothing.
pub(super) fn target(tx: &mut ReadTx, id: ClientId) -> StoreResult<Target> {
    let found = find_whole(tx, id)?;
    Ok(Target {
        entity_id: Some(id.uuid()),
        client: Some(id),
        version: Some(found.version),
        current: Map::from_iter([("reason".to_owned(), Value::Null)]),
    })
}

#[derive(QueryableByName)]
struct Erased {
    #[diesel(sql_type = Nullable<Jsonb>)]
    counts: Option<Value>,
}

/// Takes away what identifies the person, with what the log says of it. It cannot be undone.
pub(super) fn erase(
    tx: &mut WriteTx,
    client: ClientId,
    reason: &str,
    seen: Option<i32>,
) -> StoreResult<Erasure> {
    unchanged(seen, find_whole(tx, client)?.version)?;
    if let Some(obstacle) = obstacles(tx, client)?.first() {
        return Err(StoreError::Conflict(Obstacle::advice(*obstacle)));
    }
    let id = ErasureId::from(new_id());
    let statement = Sql::new("select erase_client($1, $2, $3, $4) as counts")
        .bind::<SqlUuid, _>(id.uuid())
        .bind::<SqlUuid, _>(client.uuid())
        .bind::<Text, _>(Rule::Requested.code())
        .bind::<Text, _>(reason.to_owned());
    let rows: Vec<Erased> = tx.returning_sql(statement)?;
    let counts = rows.into_iter().find_map(|row| row.counts).ok_or(StoreError::NotFound)?;
    Ok(Erasure {
        id,
        client_id: client,
        rule: Rule::Requested,
        at: tx.now(),
        erased_by: tx.actor().user().map(|_| tx.actor().name.clone()),
        reason: reason.to_owned(),
        counts: read_counts(&counts),
    })
}
