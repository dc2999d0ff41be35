//! A proposal with all that its review takes, and the digest of what a reviewer is shown.

use std::fmt::Write;

use diesel::prelude::*;
use domain::{
    changes::{Change, ChangeDetail, Edit, Status},
    ids::{ChangeId, ClientId},
};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::{
    fetch, find_row,
    row::{Row, Sides},
    unseen::Unseen,
};
use crate::{
    StoreError, StoreResult,
    canonical::{self, Target},
    schema::pending_changes,
    ssn::Incoming,
    tx::ReadTx,
};

/// At most so many other proposals on the same record are named.
const OTHERS: i64 = 10;

/// One proposal, with what stands now and what else waits on the same record.
pub fn find_detail(tx: &mut ReadTx, id: ChangeId) -> StoreResult<ChangeDetail> {
    let row = find_row(tx, id)?;
    let target = match row.status() {
        Status::Pending => standing(tx, &row)?,
        _ => None,
    };
    detail(tx, row, target.as_ref())
}

/// What it is about as it stands now; nothing where that is gone, or out of sight.
pub(super) fn standing(tx: &mut ReadTx, row: &Row) -> StoreResult<Option<Target>> {
    match canonical::target(tx, &row.edit()?, number(tx, row).as_ref()) {
        Ok(target) => Ok(Some(target)),
        Err(StoreError::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The number that comes along. One that was proposed before the organization decided to do without is not taken any
/// more.
pub(super) fn number(tx: &ReadTx, row: &Row) -> Option<Incoming> {
    row.ssn().filter(|_| tx.actor().collects_ssn).map(Incoming::Sealed)
}

/// A proposal as its reader is shown it beside what stands now.
pub(super) fn detail(tx: &mut ReadTx, row: Row, target: Option<&Target>) -> StoreResult<ChangeDetail> {
    let unseen = Unseen::by_reader(tx)?;
    let sides = row.sides(&unseen, target.map(|target| &target.current))?;
    tx.saw("changes.find", row.content.0.map(ClientId::from));
    let edit = row.edit()?;
    let moved = target.map(|target| moved(&row.base(), &target.current)).unwrap_or_default();
    let digest = digest(&row, &sides)?;
    let separable = separable(&edit, &row);
    let others = others(tx, &row, &unseen)?;
    let mut needs: Vec<_> = sides.withheld.values().copied().collect();
    needs.sort_unstable();
    needs.dedup();
    Ok(ChangeDetail {
        current: target.map(|_| Value::Object(sides.current.clone())),
        change: row.with(&sides),
        moved,
        separable,
        needs,
        others,
        digest,
    })
}

/// Fields in which something else stands now than when it was proposed.
pub(super) fn moved(base: &Map<String, Value>, current: &Map<String, Value>) -> Vec<String> {
    let moved = base.iter().filter(|(field, was)| current.get(*field) != Some(was));
    moved.map(|(field, _)| field.clone()).collect()
}

/// Fields that can be taken without the others.
pub(super) fn separable(edit: &Edit, row: &Row) -> Vec<String> {
    if !edit.is_separable() {
        return Vec::new();
    }
    let fields = row.proposed(edit).into_iter().map(|(field, _)| field);
    fields.filter(|field| edit.company(field).is_none()).collect()
}

/// Of what the reader is shown, and of nothing else: the digest of a hidden value would tell it to whoever tries the
/// few that there are.
pub(super) fn digest(row: &Row, sides: &Sides) -> StoreResult<String> {
    let (id, edit, _, version) = &row.ids;
    let shown = json!([id, version, edit, sides.about, sides.base, sides.proposed, sides.current]);
    let hash = Sha256::digest(serde_json::to_vec(&shown)?);
    let mut digest = String::with_capacity(64);
    for byte in hash {
        write!(digest, "{byte:02x}").map_err(|error| StoreError::Internal(error.to_string()))?;
    }
    Ok(digest)
}

/// What else waits on the same record, oldest first.
fn others(tx: &mut ReadTx, row: &Row, unseen: &Unseen) -> StoreResult<Vec<Change>> {
    let (client, entity) = (row.content.0, row.content.1);
    if row.status() != Status::Pending || (client.is_none() && entity.is_none()) {
        return Ok(Vec::new());
    }
    let id = row.ids.0;
    let same = pending_changes::client_id.eq(client).or(pending_changes::entity_id.eq(entity));
    let rows = fetch(tx, |query| {
        query
            .filter(pending_changes::status.eq(Status::Pending.code()))
            .filter(pending_changes::id.ne(id))
            .filter(same)
            .order((pending_changes::requested_at, pending_changes::id))
            .limit(OTHERS)
    })?;
    rows.into_iter().map(|row| row.change(unseen)).collect()
}
