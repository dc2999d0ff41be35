//! One piece: some hundred rows in one transaction, changed or proposed in some statements.

use std::collections::{HashMap, HashSet};

use diesel::{
    QueryableByName,
    prelude::*,
    sql_types::{BigInt, Integer, Jsonb, Nullable, Uuid as SqlUuid},
};
use domain::{
    bulk::{Action, Outcome, PIECE, Reason, Was},
    changes::Verdict,
    follow_ups::{Handover, Leaving},
    ids::{BulkId, ClientId},
};
use serde_json::Value;
use uuid::Uuid;

use super::{
    Fate,
    back::take_back,
    settle,
    standing::{Found, standings},
};
use crate::{
    StoreResult,
    canonical::bulk::{self as canonical, Target},
    changes,
    follow_ups::{Parting, keep_others_out},
    schema::bulk_changes,
    scope::Scoped,
    statement::Sql,
    tx::WriteTx,
};

/// A row that is to be done.
#[derive(QueryableByName)]
pub(super) struct Row {
    #[diesel(sql_type = Integer)]
    pub place: i32,
    #[diesel(sql_type = SqlUuid)]
    pub client_id: Uuid,
    #[diesel(sql_type = Integer)]
    seen: i32,
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub was: Option<Value>,
}

/// Does the next rows, as far as whoever began it may now. Says how many there were.
pub(super) fn piece(tx: &mut WriteTx, id: BulkId) -> StoreResult<usize> {
    let rows = take(tx, id)?;
    if rows.is_empty() {
        return Ok(0);
    }
    let query = Scoped::by_permission(bulk_changes::table).filter(bulk_changes::id.eq(id.uuid())).select((
        bulk_changes::action,
        bulk_changes::undoes,
        bulk_changes::follow_ups,
    ));
    let (action, undoes, follow_ups): (Value, Option<Uuid>, Option<Value>) = tx.first(query)?;
    let doing = Doing {
        action: serde_json::from_value(action)?,
        follow_ups: follow_ups.map(serde_json::from_value).transpose()?,
    };
    let fates = match (doing.action.verdict(tx.actor()), undoes) {
        (Verdict::Apply, Some(_)) => take_back(tx, &rows)?,
        (Verdict::Apply, None) => weighed(tx, &doing, &rows, apply)?,
        (Verdict::Propose, None) => weighed(tx, &doing, &rows, propose)?,
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

/// What is done, and what becomes of follow-ups that would be left behind.
struct Doing {
    action: Action,
    follow_ups: Option<Handover>,
}

/// What each client was before, or why it is left out.
type Done = HashMap<Uuid, Result<Option<Was>, Reason>>;
type Change = fn(&mut WriteTx, &Doing, &[Target]) -> StoreResult<Done>;

/// Looks at each as it is now, and does it with those that still fit. Whom the statement does not meet moved this moment.
fn weighed(tx: &mut WriteTx, doing: &Doing, rows: &[Row], change: Change) -> StoreResult<Vec<Fate>> {
    let action = &doing.action;
    let proposes = action.verdict(tx.actor()) == Verdict::Propose;
    // A proposal closes nobody: whoever approves it holds the record then.
    if !proposes && action.leaving() == Some(Leaving::Everybody) {
        // Whoever enrolls one of them comes before, and is found here, or after, and finds a record that is closed.
        keep_others_out(tx, rows.iter().map(|row| row.client_id).collect())?;
    }
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
    let outcome = if proposes { Outcome::Proposed } else { Outcome::Changed };
    let met = change(tx, doing, &targets)?;
    fates.extend(places.into_iter().zip(&targets).map(
        |(place, target)| match met.get(&target.client.uuid()) {
            Some(Ok(was)) => Fate { place, outcome, reason: None, was: was.as_ref().map(Was::json) },
            Some(Err(reason)) => Fate::refused(place, *reason),
            None => Fate::refused(place, Reason::Stale),
        },
    ));
    Ok(fates)
}

fn apply(tx: &mut WriteTx, doing: &Doing, targets: &[Target]) -> StoreResult<Done> {
    let action = &doing.action;
    let Some(leaving) = action.leaving() else {
        let met = canonical::apply(tx, action, targets)?.into_iter();
        return Ok(met.map(|(client, was)| (client, Ok(Some(was)))).collect());
    };
    let clients = targets.iter().map(|target| target.client.uuid()).collect();
    let parting = Parting::of(tx, clients, leaving, doing.follow_ups.clone(), action.assignee())?;
    let stuck = parting.stuck();
    let go = targets.iter().filter(|target| !stuck.contains(&target.client.uuid()));
    let met = canonical::apply(tx, action, &go.cloned().collect::<Vec<_>>())?;
    let mut moved = parting.settle(tx, &met.keys().copied().collect::<HashSet<_>>())?;
    let gone = met.into_iter().map(|(client, was)| {
        let handed_over = moved.remove(&client).unwrap_or_default();
        (client, Ok(Some(was.with(handed_over))))
    });
    let left = stuck.iter().map(|client| (*client, Err(Reason::FollowUpsLeft)));
    Ok(gone.chain(left).collect())
}

fn propose(tx: &mut WriteTx, doing: &Doing, targets: &[Target]) -> StoreResult<Done> {
    let edits = targets.iter().flat_map(|target| {
        let follow_ups = doing.follow_ups.as_ref();
        let edits = doing.action.edits(target.client, &target.standing, follow_ups).into_iter();
        edits.map(|edit| {
            let about = canonical::proposal(&edit, target.client, &target.standing);
            (edit, about)
        })
    });
    changes::propose_all(tx, &edits.collect::<Vec<_>>())?;
    Ok(targets.iter().map(|target| (target.client.uuid(), Ok(None))).collect())
}
