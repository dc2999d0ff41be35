//! One piece: some hundred rows in one transaction, changed or proposed in some statements.

use std::collections::HashMap;

use diesel::{
    QueryableByName,
    prelude::*,
    sql_types::{BigInt, Integer, Jsonb, Nullable, Uuid as SqlUuid},
};
use domain::{
    bulk::{Action, Outcome, PIECE, Reason, Was},
    changes::Verdict,
    ids::{BulkId, ClientId},
};
use serde_json::Value;
use uuid::Uuid;

use super::{
    Fate, settle,
    standing::{Found, standings},
};
use crate::{
    StoreResult,
    canonical::bulk::{self as canonical, Target},
    changes,
    schema::bulk_changes,
    scope::Scoped,
    statement::Sql,
    tx::WriteTx,
};

/// A row that is to be done.
#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Integer)]
    place: i32,
    #[diesel(sql_type = SqlUuid)]
    client_id: Uuid,
    #[diesel(sql_type = Integer)]
    seen: i32,
    #[diesel(sql_type = Nullable<Jsonb>)]
    was: Option<Value>,
}

/// Does the next rows, as far as whoever began it may now. Says how many there were.
pub(super) fn piece(tx: &mut WriteTx, id: BulkId) -> StoreResult<usize> {
    let rows = take(tx, id)?;
    if rows.is_empty() {
        return Ok(0);
    }
    let query = Scoped::by_permission(bulk_changes::table)
        .filter(bulk_changes::id.eq(id.uuid()))
        .select((bulk_changes::action, bulk_changes::undoes));
    let (action, undoes): (Value, Option<Uuid>) = tx.first(query)?;
    let action: Action = serde_json::from_value(action)?;
    let fates = match (action.verdict(tx.actor()), undoes) {
        (Verdict::Apply, Some(_)) => take_back(tx, &rows)?,
        (Verdict::Apply, None) => weighed(tx, action, &rows, apply)?,
        (Verdict::Propose, None) => weighed(tx, action, &rows, propose)?,
        _ => rows.iter().map(|row| Fate::refused(row.place, Reason::NotAllowed)).collect(),
    };
    settle(tx, id.uuid(), &fates)?;
    Ok(rows.len())
}

/// Another server's rows are left to it.
const TAKE: &str = "select place, client_id, seen, was from bulk_rows where bulk_id = $1 and outcome = 'ready' \
    order by place limit $2 for update skip locked";

fn take(tx: &mut WriteTx, id: BulkId) -> StoreResult<Vec<Row>> {
    tx.returning_sql(Sql::new(TAKE).bind::<SqlUuid, _>(id.uuid()).bind::<BigInt, _>(PIECE))
}

type Change = fn(&mut WriteTx, Action, &[Target]) -> StoreResult<HashMap<Uuid, Option<Was>>>;

/// Looks at each as it is now, and does it with those that still fit. Whom the statement does not meet moved this moment.
fn weighed(tx: &mut WriteTx, action: Action, rows: &[Row], change: Change) -> StoreResult<Vec<Fate>> {
    let mut found = standings(tx, rows.iter().map(|row| row.client_id).collect())?;
    let (mut fates, mut places, mut targets) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        let standing = found.get(&row.client_id).map(|found| &found.standing);
        match (action.weigh(row.seen, standing), found.remove(&row.client_id)) {
            (Ok(()), Some(Found { standing, since })) => {
                places.push(row.place);
                targets.push(Target { client: ClientId::from(row.client_id), standing, since });
            }
            (fits, _) => {
                let reason = fits.err().unwrap_or(Reason::OutOfSight);
                fates.push(Fate::refused(row.place, reason));
            }
        }
    }
    let proposes = action.verdict(tx.actor()) == Verdict::Propose;
    let outcome = if proposes { Outcome::Proposed } else { Outcome::Changed };
    let met = change(tx, action, &targets)?;
    fates.extend(places.into_iter().zip(&targets).map(
        |(place, target)| match met.get(&target.client.uuid()) {
            Some(was) => Fate { place, outcome, reason: None, was: was.as_ref().map(Was::json) },
            None => Fate::refused(place, Reason::Stale),
        },
    ));
    Ok(fates)
}

fn apply(tx: &mut WriteTx, action: Action, targets: &[Target]) -> StoreResult<HashMap<Uuid, Option<Was>>> {
    let met = canonical::apply(tx, action, targets)?;
    Ok(met.into_iter().map(|(client, was)| (client, Some(was))).collect())
}

fn propose(tx: &mut WriteTx, action: Action, targets: &[Target]) -> StoreResult<HashMap<Uuid, Option<Was>>> {
    let edits = targets.iter().flat_map(|target| {
        let edits = action.edits(target.client, &target.standing).into_iter();
        edits.map(|edit| {
            let about = canonical::proposal(&edit, target.client, &target.standing);
            (edit, about)
        })
    });
    changes::propose_all(tx, &edits.collect::<Vec<_>>())?;
    Ok(targets.iter().map(|target| (target.client.uuid(), None)).collect())
}

/// Returns each to what it was, unless it moved since or is out of sight by now.
fn take_back(tx: &mut WriteTx, rows: &[Row]) -> StoreResult<Vec<Fate>> {
    let seen = standings(tx, rows.iter().map(|row| row.client_id).collect())?;
    let mut back = Vec::new();
    for row in rows.iter().filter(|row| seen.contains_key(&row.client_id)) {
        if let Some(was) = &row.was {
            back.push((ClientId::from(row.client_id), serde_json::from_value::<Was>(was.clone())?));
        }
    }
    let met = canonical::take_back(tx, &back)?;
    let fate = |row: &Row| match () {
        () if met.contains(&row.client_id) => {
            Fate { place: row.place, outcome: Outcome::Changed, reason: None, was: None }
        }
        () if seen.contains_key(&row.client_id) => Fate::refused(row.place, Reason::Moved),
        () => Fate::refused(row.place, Reason::OutOfSight),
    };
    Ok(rows.iter().map(fate).collect())
}
