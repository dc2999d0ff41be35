use super::*;
use domain::clients::{ClientDraft, ClientPatch, Stage};
pub(super) fn target(_: &mut WriteTx, _: ClientId, _: &ClientPatch) -> StoreResult<Target> {
    Err(StoreError::NotFound)
}
pub(super) fn target_stage(_: &mut WriteTx, _: ClientId) -> StoreResult<Target> {
    Err(StoreError::NotFound)
}
/// What an edit touches that adds to a client's record without changing a field of it.
pub(super) fn target_whole(tx: &mut WriteTx, id: ClientId) -> StoreResult<Target> {
    let card = crate::clients::find_card(tx, id)?;
    Ok(Target { entity_id: None, client: Some(card.id), version: None, current: Map::new() })
}
pub(super) fn create(_: &mut WriteTx, _: &ClientDraft, _: Option<&Incoming>) -> StoreResult<Client> {
    Err(StoreError::NotFound)
}
pub(super) fn update(
    _: &mut WriteTx,
    _: ClientId,
    _: &ClientPatch,
    _: Option<i32>,
    _: Option<&Incoming>,
) -> StoreResult<Client> {
    Err(StoreError::NotFound)
}
pub(super) fn move_stage(_: &mut WriteTx, _: ClientId, _: Stage, _: Option<i32>) -> StoreResult<Client> {
    Err(StoreError::NotFound)
}
