//! Putting a photo onto a record, changing it, and taking it away.

use diesel::prelude::*;
use domain::{
    clients::Client,
    ids::{ClientId, PhotoId},
};
use serde_json::{Map, Value};

use super::{find_open, target_of};
use crate::{
    StoreError, StoreResult,
    canonical::Target,
    clients::{Shown, find_whole},
    schema::clients,
    tx::{ReadTx, WriteTx},
};

/// What another photo touches.
pub(in crate::canonical) fn target_photo(tx: &mut ReadTx, id: ClientId) -> StoreResult<Target> {
    let found = find_whole(tx, id)?;
    let photo = serde_json::to_value(found.photo)?;
    Ok(target_of(&found, Map::<String, Value>::from_iter([("photo".to_owned(), photo)])))
}

/// The file lies in the vault already, or stays there: whoever calls forgets the one that is not needed any more.
pub(in crate::canonical) fn set_photo(
    tx: &mut WriteTx,
    id: ClientId,
    photo: Option<PhotoId>,
    seen: Option<i32>,
) -> StoreResult<Client> {
    let found = find_open(tx, id, seen)?;
    if found.photo.is_none() && photo.is_none() {
        return Err(StoreError::NotFound);
    }
    let now = tx.now();
    let version = tx.try_returning(
        diesel::update(clients::table.find(id.uuid()))
            .filter(clients::version.eq(found.version))
            .set((
                clients::photo.eq(photo.map(PhotoId::uuid)),
                clients::updated_at.eq(now),
                clients::version.eq(found.version + 1),
            ))
            .returning(clients::version),
    )?;
    let after = Client { version: version.ok_or(StoreError::Stale)?, photo, updated_at: now, ..found };
    Ok(Shown::to(tx.actor()).of(after))
}
