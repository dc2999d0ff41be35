//! Clients: creating and changing them.

mod create;
mod lists;
mod photo;
mod reconcile;
mod stage;
mod tags;
mod update;

use domain::{
    clients::{Client, ClientPatch, Stage, Status},
    ids::ClientId,
    patch::Patch,
};
use serde_json::{Map, Value};

use super::{Target, touched, unchanged};
use crate::{
    StoreError, StoreResult,
    clients::{self as people, find_whole},
    ssn::Incoming,
    tx::{ReadTx, WriteTx},
};

pub(crate) use create::{NewClient, create};
pub(crate) use lists::list_rows;
use stage::entering;
pub(super) use {
    photo::{set_photo, target_photo},
    stage::move_stage,
    update::update,
};

/// What a change of a record touches. Of a number it is the last four digits: enough to see that it moved.
pub(super) fn target(
    tx: &mut ReadTx,
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
pub(super) fn target_stage(tx: &mut ReadTx, id: ClientId) -> StoreResult<Target> {
    let found = find_whole(tx, id)?;
    let stage = Value::from(found.stage.map(Stage::code));
    Ok(target_of(&found, Map::from_iter([("stage".to_owned(), stage)])))
}

fn target_of(found: &Client, current: Map<String, Value>) -> Target {
    Target { entity_id: Some(found.id.uuid()), client: Some(found.id), version: Some(found.version), current }
}

/// What an edit touches that adds to a client's record without changing a field of it.
pub(super) fn target_whole(tx: &mut ReadTx, id: ClientId) -> StoreResult<Target> {
    let card = people::find_card(tx, id)?;
    Ok(Target { entity_id: None, client: Some(card.id), version: None, current: Map::new() })
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
