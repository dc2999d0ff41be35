//! Taking back, a piece at a time: each returns to what it was, and neither a client nor what is to be done with one comes
//! into the hands of somebody who may not have it.

use std::collections::{HashMap, HashSet};

use diesel::{
    QueryableByName,
    sql_types::{Array, Uuid as SqlUuid},
};
use domain::{
    bulk::{Outcome, Reason, Was},
    follow_ups::HandedOver,
    ids::{AssignmentId, ClientId},
};
use uuid::Uuid;

use super::{
    Fate,
    piece::Row,
    standing::{Found, standings},
};
use crate::{
    StoreResult,
    canonical::bulk as canonical,
    follow_ups::{keep_others_out, kept_by_whoever_gives_back},
    statement::Sql,
    tx::WriteTx,
    users::caseworker_name,
};

/// Returns each to what it was, unless it moved since or is out of sight by now.
pub(super) fn take_back(tx: &mut WriteTx, rows: &[Row]) -> StoreResult<Vec<Fate>> {
    let ids = || rows.iter().map(|row| row.client_id).collect();
    let mut all = Vec::new();
    for row in rows {
        if let Some(was) = &row.was {
            all.push((ClientId::from(row.client_id), serde_json::from_value::<Was>(was.clone())?));
        }
    }
    hold_people(tx, &all)?;
    if all.iter().any(|(_, was)| was.was_closed() || was.changes_hands()) {
        // Whoever enrolls one of them, or plans something with one, comes before, and is found here, or after, and finds
        // what was taken back.
        keep_others_out(tx, ids())?;
    }
    let seen = standings(tx, ids())?;
    all.retain(|(client, _)| seen.contains_key(&client.uuid()));
    let stays = staying(tx, &all, &seen)?;
    all.retain(|(client, _)| !stays.contains_key(&client.uuid()));
    let met = canonical::take_back(tx, &all)?;
    let fate = |row: &Row| match stays.get(&row.client_id) {
        Some(reason) => Fate::refused(row.place, *reason),
        None if met.contains(&row.client_id) => {
            Fate { place: row.place, outcome: Outcome::Changed, reason: None, was: None }
        }
        None if seen.contains_key(&row.client_id) => Fate::refused(row.place, Reason::Moved),
        None => Fate::refused(row.place, Reason::OutOfSight),
    };
    Ok(rows.iter().map(fate).collect())
}

/// Whoever takes a role or a program away from one of those who had the clients before comes first, and that is found here, or
/// after, and finds what they have again. People before clients, as everywhere.
fn hold_people(tx: &mut WriteTx, all: &[(ClientId, Was)]) -> StoreResult<()> {
    let ended: Vec<Uuid> = all.iter().flat_map(|(_, was)| was.ended()).map(|id| id.uuid()).collect();
    let handed: Vec<Uuid> =
        all.iter().flat_map(|(_, was)| was.handed_over()).map(|one| one.from.uuid()).collect();
    if ended.is_empty() && handed.is_empty() {
        return Ok(());
    }
    let hold = "select from users where id = any($2) or id in (select user_id from assignments where id = any($1)) \
        order by id for share";
    tx.run_sql(Sql::new(hold).bind::<Array<SqlUuid>, _>(ended).bind::<Array<SqlUuid>, _>(handed))?;
    Ok(())
}

/// Whom it would leave in a state that nobody would come to by hand, and why.
fn staying(
    tx: &mut WriteTx,
    all: &[(ClientId, Was)],
    seen: &HashMap<Uuid, Found>,
) -> StoreResult<HashMap<Uuid, Reason>> {
    // Whoever came into a program meanwhile is not closed again: how they leave it is said where one record is closed.
    let enrolled = |client: Uuid| seen.get(&client).is_some_and(|found| found.standing.enrolled);
    let closed = all.iter().filter(|(client, was)| was.was_closed() && enrolled(client.uuid()));
    let mut stays: HashMap<Uuid, Reason> =
        closed.map(|(client, _)| (client.uuid(), Reason::StillEnrolled)).collect();
    let handed: Vec<HandedOver> = all.iter().flat_map(|(_, was)| was.handed_over()).copied().collect();
    let made: Vec<AssignmentId> = all.iter().filter_map(|(_, was)| was.made()).collect();
    let left = kept_by_whoever_gives_back(tx, &made, &handed)?;
    stays.extend(left.into_iter().map(|client| (client, Reason::FollowUpsLeft)));
    let ended: Vec<AssignmentId> = all.iter().flat_map(|(_, was)| was.ended()).copied().collect();
    stays.extend(had_by_others(tx, &ended)?.into_iter().map(|client| (client, Reason::Moved)));
    Ok(stays)
}

#[derive(QueryableByName)]
struct Had {
    #[diesel(sql_type = SqlUuid)]
    client_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    user_id: Uuid,
}

/// Clients who would come to somebody who works with nobody any more: nobody would be assigned to them by hand either.
fn had_by_others(tx: &mut WriteTx, ended: &[AssignmentId]) -> StoreResult<HashSet<Uuid>> {
    if ended.is_empty() {
        return Ok(HashSet::new());
    }
    let ids: Vec<Uuid> = ended.iter().map(|id| id.uuid()).collect();
    let statement = Sql::new("select client_id, user_id from assignments where id = any($1)");
    let had: Vec<Had> = tx.returning_sql(statement.bind::<Array<SqlUuid>, _>(ids))?;
    let people: HashSet<Uuid> = had.iter().map(|one| one.user_id).collect();
    let mut gone = HashSet::new();
    for user in people {
        if caseworker_name(tx, user.into())?.is_none() {
            gone.insert(user);
        }
    }
    Ok(had.into_iter().filter(|one| gone.contains(&one.user_id)).map(|one| one.client_id).collect())
}
