//! Departments: what an edit of one touches. They are written by [`crate::departments`], which an edit reaches through
//! here.

use domain::{
    departments::{Department, DepartmentPatch},
    ids::DepartmentId,
};
use serde_json::{Map, Value};

use super::{Target, touched};
use crate::{StoreResult, departments::find, tx::ReadTx};

/// What a change of a department touches.
pub(super) fn target(tx: &mut ReadTx, id: DepartmentId, patch: &DepartmentPatch) -> StoreResult<Target> {
    let found = find(tx, id)?;
    let current = touched(&found, patch)?;
    Ok(target_of(&found, current))
}

/// What taking one away touches: that it is there, and what it is called.
pub(super) fn target_whole(tx: &mut ReadTx, id: DepartmentId) -> StoreResult<Target> {
    let found = find(tx, id)?;
    let name = Value::from(found.name.as_str());
    Ok(target_of(&found, Map::from_iter([("name".to_owned(), name)])))
}

fn target_of(found: &Department, current: Map<String, Value>) -> Target {
    Target { entity_id: Some(found.id.uuid()), client: None, version: Some(found.version), current }
}
