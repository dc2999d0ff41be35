//! Clients: creating and changing them.

mod create;
mod lists;
mod photo;
mod reconcile;
mod update;

use diesel::{
    pg::Pg,
    prelude::*,
    query_builder::{QueryFragment, QueryId},
};
use domain::{
    clients::{Client, ClientPatch, Stage, Status},
    ids::ClientId,
    patch::Patch,
};
use serde_json::{Map, Value};

use super::{Target, touched, unchanged};
use crate::{
    StoreError, StoreResult,
    clients::{self as people, Shown, find_whole},
    new_id,
    schema::{clients, stage_moves},
    ssn::Incoming,
    tx::{Write, WriteTx},
};

pub(crate) use create::{NewClient, create};
pub(super) use {
    photo::{set_photo, target_photo},
    update::update,
};

/// What a change of a record touches. Of a number it is the last four digits: enough to see that it moved.
pub(super) fn target(
    tx: &mut WriteTx,
    id: ClientId,
    patch: &ClientPatch,
    ssn: Option<&Incoming>,
) -> StoreResult<Target> {
    let found = find_whole(tx, id)?;
    let mut current = touched(&found, patch)?;
    if ssn.is_some() || patch.ssn == Patch::Clear {
        current.insert("ssn".to_owned(), Value::from(found.ssn_last_four.clone()));
    }
    Ok(target_of(&found, current))
}

/// What a move to another stage touches.
pub(super) fn target_stage(tx: &mut WriteTx, id: ClientId) -> StoreResult<Target> {
    let found = find_whole(tx, id)?;
    let stage = Value::from(found.stage.map(Stage::code));
    Ok(target_of(&found, Map::from_iter([("stage".to_owned(), stage)])))
}

fn target_of(found: &Client, current: Map<String, Value>) -> Target {
    Target { entity_id: Some(found.id.uuid()), client: Some(found.id), version: Some(found.version), current }
}

/// What an edit touches that adds to a client's record without changing a field of it.
pub(super) fn target_whole(tx: &mut WriteTx, id: ClientId) -> StoreResult<Target> {
    let card = people::find_card(tx, id)?;
    Ok(Target { entity_id: None, client: Some(card.id), version: None, current: Map::new() })
}

/// Moves a client in the journey. A move to where the client is already is none.
pub(super) fn move_stage(
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
    let now = tx.now();
    let version = tx.try_returning(
        diesel::update(clients::table.find(id.uuid()))
            .filter(clients::version.eq(found.version))
            .set((
                clients::stage.eq(to.code()),
                clients::updated_at.eq(now),
                clients::version.eq(found.version + 1),
            ))
            .returning(clients::version),
    )?;
    tx.run(entering(tx, id, to))?;
    let after =
        Client { version: version.ok_or(StoreError::Stale)?, stage: Some(to), updated_at: now, ..found };
    Ok(shown.of(after))
}

/// The line that the journey keeps.
fn entering(tx: &WriteTx, id: ClientId, stage: Stage) -> impl Write + QueryFragment<Pg> + QueryId + use<> {
    diesel::insert_into(stage_moves::table).values((
        stage_moves::id.eq(new_id()),
        stage_moves::client_id.eq(id.uuid()),
        stage_moves::stage.eq(stage.code()),
        stage_moves::entered_at.eq(tx.now()),
        stage_moves::user_id.eq(tx.actor().user().map(|user| user.uuid())),
    ))
}

/// A record that was not joined into another, in the version that the writer read.
fn find_open(tx: &mut WriteTx, id: ClientId, seen: Option<i32>) -> StoreResult<Client> {
    let found = find_whole(tx, id)?;
    unchanged(seen, found.version)?;
    if found.status == Some(Status::Merged) {
        return Err(StoreError::Conflict("This record was joined into another one; change that one."));
    }
    Ok(found)
}
