//! Programs: what an edit of one touches. They are written by [`crate::programs`], which an edit reaches through here.

use chrono::NaiveDate;
use domain::{
    ids::{CapacityId, ProgramId},
    programs::{MemberDraft, ProgramDetail, ProgramPatch, capacity_on},
};
use serde_json::{Map, Value, json};

use super::{Target, touched};
use crate::{StoreError, StoreResult, programs::find, tx::ReadTx};

/// What a change of a program touches. People are compared by who they are, not by what they are called.
pub(super) fn target(tx: &mut ReadTx, id: ProgramId, patch: &ProgramPatch) -> StoreResult<Target> {
    let found = find(tx, id)?;
    let mut current = touched(&found, patch)?;
    if let Some(staff) = current.get_mut("staff") {
        let drafts = found.staff.iter().map(|one| MemberDraft { user_id: one.user_id, manages: one.manages });
        *staff = serde_json::to_value(drafts.collect::<Vec<_>>())?;
    }
    Ok(target_of(&found, current))
}

/// What taking a program away touches: that it is there, and what it is called.
pub(super) fn target_whole(tx: &mut ReadTx, id: ProgramId) -> StoreResult<Target> {
    let found = find(tx, id)?;
    let name = Value::from(found.program.name.as_str());
    Ok(target_of(&found, Map::from_iter([("name".to_owned(), name)])))
}

/// What a capacity from a day on touches: the one that holds on that day.
pub(super) fn target_day(tx: &mut ReadTx, id: ProgramId, day: NaiveDate) -> StoreResult<Target> {
    let found = find(tx, id)?;
    let holds = Value::from(capacity_on(&found.capacities, day));
    Ok(target_of(&found, Map::from_iter([("capacity".to_owned(), holds)])))
}

/// What taking a coming capacity back touches.
pub(super) fn target_capacity(tx: &mut ReadTx, id: ProgramId, capacity: CapacityId) -> StoreResult<Target> {
    let found = find(tx, id)?;
    let one = found.capacities.iter().find(|one| one.id == capacity).ok_or(StoreError::NotFound)?;
    let current = [
        ("capacity".to_owned(), json!(one.capacity)),
        ("effective_from".to_owned(), json!(one.effective_from)),
    ];
    let current = Map::from_iter(current);
    Ok(target_of(&found, current))
}

fn target_of(found: &ProgramDetail, current: Map<String, Value>) -> Target {
    Target {
        entity_id: Some(found.program.id.uuid()),
        client: None,
        version: Some(found.program.version),
        current,
    }
}
