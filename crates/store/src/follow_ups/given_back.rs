//! Follow-ups where a change of many clients is taken back: they go back to whoever had them, and none is left with
//! somebody who gives the client back.

use std::collections::{HashMap, HashSet};

use diesel::{
    QueryableByName,
    sql_types::{Array, Bool, Integer, Uuid as SqlUuid},
};
use domain::{
    follow_ups::HandedOver,
    ids::{AssignmentId, UserId},
};
use uuid::Uuid;

use crate::{StoreResult, statement::Sql, tx::WriteTx, users::takes_follow_ups};

/// Only to who will find it on their list. With a record that is closed nothing is to be done again that was ended.
const BACK: &str = "update follow_ups set assignee_id = wanted.former, status = 'open', outcome = null, \
        closed_at = null, closed_by = null, version = follow_ups.version + 1 \
    from unnest($1::uuid[], $2::uuid[], $3::int[], $4::bool[]) as wanted (id, former, version, sees_everyone) \
    where follow_ups.id = wanted.id and follow_ups.version = wanted.version \
        and (wanted.sees_everyone or keeps_sight(wanted.former, follow_ups.client_id)) \
        and (follow_ups.status = 'open' or not exists (select from clients \
            where clients.id = follow_ups.client_id and clients.status in ('closed', 'deceased', 'merged')))";

/// Gives back what was handed over and that nobody touched since. What somebody may not have any more stays where it is.
pub(crate) fn give_back(tx: &mut WriteTx, all: &[HandedOver]) -> StoreResult<()> {
    let sight = sight_of(tx, all.iter().map(|one| one.from))?;
    let wanted = |one: &HandedOver| Some((*one, *sight.get(&one.from.uuid())?));
    let wanted: Vec<(HandedOver, bool)> = all.iter().filter_map(wanted).collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let statement = Sql::new(BACK)
        .bind::<Array<SqlUuid>, _>(wanted.iter().map(|(one, _)| one.id.uuid()).collect::<Vec<_>>())
        .bind::<Array<SqlUuid>, _>(wanted.iter().map(|(one, _)| one.from.uuid()).collect::<Vec<_>>())
        .bind::<Array<Integer>, _>(wanted.iter().map(|(one, _)| one.version).collect::<Vec<_>>())
        .bind::<Array<Bool>, _>(wanted.iter().map(|(_, everyone)| *everyone).collect::<Vec<_>>());
    tx.run_sql(statement)?;
    Ok(())
}

/// Whether those of these people who have follow-ups see everybody.
fn sight_of(tx: &mut WriteTx, people: impl Iterator<Item = UserId>) -> StoreResult<HashMap<Uuid, bool>> {
    let people: HashSet<UserId> = people.collect();
    let mut sight = HashMap::new();
    for person in people {
        if let Some(everyone) = takes_follow_ups(tx, person)? {
            sight.insert(person.uuid(), everyone);
        }
    }
    Ok(sight)
}

/// Who has something to do with the client besides what goes back, and works with them by this assignment alone.
const KEPT: &str = "select made.client_id, made.user_id from assignments as made \
    where made.id = any($1) and made.ended_at is null \
        and exists (select from follow_ups \
            where follow_ups.client_id = made.client_id and follow_ups.assignee_id = made.user_id \
                and follow_ups.status = 'open' \
                and not exists (select from unnest($2::uuid[], $3::int[]) as handed (id, version) \
                    where handed.id = follow_ups.id and handed.version = follow_ups.version)) \
        and not (works_where(made.user_id, made.client_id, today()) \
            and works_where(made.user_id, made.client_id, today() + 1))";

#[derive(QueryableByName)]
struct Kept {
    #[diesel(sql_type = SqlUuid)]
    client_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    user_id: Uuid,
}

/// Clients with whom somebody would keep open follow-ups who would not see them any more, once these assignments are ended
/// and those who had the clients before have them again, with these follow-ups.
pub(crate) fn kept_by_whoever_gives_back(
    tx: &mut WriteTx,
    made: &[AssignmentId],
    handed: &[HandedOver],
) -> StoreResult<HashSet<Uuid>> {
    if made.is_empty() {
        return Ok(HashSet::new());
    }
    let takers = sight_of(tx, handed.iter().map(|one| one.from))?;
    let taken: Vec<&HandedOver> = handed.iter().filter(|one| takers.contains_key(&one.from.uuid())).collect();
    let statement = Sql::new(KEPT)
        .bind::<Array<SqlUuid>, _>(made.iter().map(|id| id.uuid()).collect::<Vec<_>>())
        .bind::<Array<SqlUuid>, _>(taken.iter().map(|one| one.id.uuid()).collect::<Vec<_>>())
        .bind::<Array<Integer>, _>(taken.iter().map(|one| one.version).collect::<Vec<_>>());
    let kept: Vec<Kept> = tx.returning_sql(statement)?;
    let sight = sight_of(tx, kept.iter().map(|one| UserId::from(one.user_id)))?;
    let sees_on = |one: &&Kept| sight.get(&one.user_id) == Some(&true);
    Ok(kept.iter().filter(|one| !sees_on(one)).map(|one| one.client_id).collect())
}
