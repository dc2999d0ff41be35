//! The place in the journey.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::{
    pg::Pg,
    prelude::*,
    query_builder::{QueryFragment, QueryId},
};
use domain::{
    board::UNDO_MINUTES,
    clients::{Client, Stage},
    ids::ClientId,
};
use uuid::Uuid;

use super::find_open;
use crate::{
    StoreError, StoreResult,
    clients::Shown,
    new_id,
    schema::{clients, stage_moves},
    scope::Scoped,
    tx::{Write, WriteTx},
};

/// Moves a client in the journey. A move to where the client is already is none, and a slip that is taken back leaves
/// no stay behind.
pub(in crate::canonical) fn move_stage(
    tx: &mut WriteTx,
    id: ClientId,
    to: Stage,
    seen: Option<i32>,
) -> StoreResult<Client> {
    let found = find_open(tx, id, seen)?;
    let shown = Shown::to(tx.actor());
    if found.stage == Some(to) {
        return Ok(shown.of(found));
    }
    let slip = slip(tx, id, to)?;
    let now = tx.now();
    let version = tx.try_returning(
        diesel::update(clients::table.find(id.uuid()))
            .filter(clients::version.eq(found.version))
            .set((
                clients::stage.eq(to.code()),
                clients::stage_since.eq(slip.as_ref().map_or(now, |slip| slip.since)),
                clients::updated_at.eq(now),
                clients::version.eq(found.version + 1),
            ))
            .returning(clients::version),
    )?;
    match slip {
        Some(slip) => tx.run(diesel::delete(stage_moves::table.find(slip.id)))?,
        None => tx.run(entering(tx, id, to))?,
    };
    let after =
        Client { version: version.ok_or(StoreError::Stale)?, stage: Some(to), updated_at: now, ..found };
    Ok(shown.of(after))
}

/// A move that is about to be taken back.
struct Slip {
    id: Uuid,
    /// When the client entered the stage of before.
    since: DateTime<Utc>,
}

/// The last move, where the same person made it minutes ago and the client goes back to where it came from.
fn slip(tx: &mut WriteTx, id: ClientId, to: Stage) -> StoreResult<Option<Slip>> {
    type Move = (Uuid, String, DateTime<Utc>, Option<Uuid>);
    let query = Scoped::over(tx.actor(), stage_moves::table, stage_moves::client_id)
        .filter(stage_moves::client_id.eq(id.uuid()))
        .order((stage_moves::entered_at.desc(), stage_moves::id.desc()))
        .limit(2)
        .select((stage_moves::id, stage_moves::stage, stage_moves::entered_at, stage_moves::user_id));
    let last_two: Vec<Move> = tx.load(query)?;
    let [last, before] = last_two.as_slice() else { return Ok(None) };
    let mine = last.3.is_some() && last.3 == tx.actor().user().map(|user| user.uuid());
    let fresh = tx.now() - last.2 < TimeDelta::minutes(UNDO_MINUTES);
    let back = before.1 == to.code();
    Ok((mine && fresh && back).then_some(Slip { id: last.0, since: before.2 }))
}

/// The line that the journey keeps.
pub(super) fn entering(
    tx: &WriteTx,
    id: ClientId,
    stage: Stage,
) -> impl Write + QueryFragment<Pg> + QueryId + use<> {
    diesel::insert_into(stage_moves::table).values((
        stage_moves::id.eq(new_id()),
        stage_moves::client_id.eq(id.uuid()),
        stage_moves::stage.eq(stage.code()),
        stage_moves::entered_at.eq(tx.now()),
        stage_moves::user_id.eq(tx.actor().user().map(|user| user.uuid())),
    ))
}
