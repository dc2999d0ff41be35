//! Photos: which file is whose. The files lie in [`crate::files::Vault`]; the records that name them are written by
//! [`crate::canonical`].

use diesel::prelude::*;
use domain::{
    changes::{Edit, Status},
    ids::{ChangeId, ClientId, DocumentId, PhotoId},
};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    StoreError, StoreResult,
    canonical::unchanged,
    changes,
    clients::find_whole,
    schema::{clients, pending_changes},
    scope::{self, Scoped},
    tx::ReadTx,
};

/// A client's photo, and the version of the record that names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Photo {
    pub id: PhotoId,
    pub version: i32,
}

/// The photo of a client in sight; not found where there is none.
pub fn find(tx: &mut ReadTx, client: ClientId) -> StoreResult<Photo> {
    let query = scope::clients(tx.actor()).filter(clients::id.eq(client.uuid()));
    let (photo, version): (Option<Uuid>, i32) = tx.first(query.select((clients::photo, clients::version)))?;
    tx.saw("photos.find", [client]);
    let id = photo.map(PhotoId::from).ok_or(StoreError::NotFound)?;
    Ok(Photo { id, version })
}

/// The photo that waits in a proposal, for whoever sees the proposal.
pub fn find_proposed(tx: &mut ReadTx, change: ChangeId) -> StoreResult<PhotoId> {
    changes::find(tx, change)?.proposed_photo().ok_or(StoreError::NotFound)
}

/// Looks before a picture is received whether it could become the photo of a client, as far as can be told, and says
/// which one it would replace. A write in this version replaces that one and no other.
pub fn before(tx: &mut ReadTx, client: ClientId, seen: i32) -> StoreResult<Option<PhotoId>> {
    let found = find_whole(tx, client)?;
    unchanged(Some(seen), found.version)?;
    Ok(found.photo)
}

/// The file that a photo is. The vault knows files by one kind of id.
pub fn file(photo: PhotoId) -> DocumentId {
    DocumentId::from(photo.uuid())
}

/// Every file that is somebody's photo, or is proposed as one.
pub(crate) fn known(tx: &mut ReadTx) -> StoreResult<Vec<DocumentId>> {
    let of_clients =
        Scoped::over(tx.actor(), clients::table, clients::id).filter(clients::photo.is_not_null());
    let of_clients: Vec<Option<Uuid>> = tx.load(of_clients.select(clients::photo))?;
    let waiting = Scoped::by_permission(pending_changes::table)
        .filter(pending_changes::status.eq(Status::Pending.code()))
        .filter(pending_changes::edit.eq(Edit::SET_PHOTO));
    let proposed: Vec<Value> = tx.load(waiting.select(pending_changes::body))?;
    let proposed = proposed.iter().filter_map(|body| body.get("photo")?.as_str()?.parse().ok());
    Ok(of_clients.into_iter().flatten().map(PhotoId::from).chain(proposed).map(file).collect())
}
