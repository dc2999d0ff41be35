//! Assignments: who works with whom. Ended ones stay as the history.

use chrono::{DateTime, Utc};
use diesel::{pg::Pg, prelude::*, query_builder::QueryFragment};
use domain::{
    assignments::{Assignment, Ending},
    follow_ups::Leaving,
    ids::{AssignmentId, ClientId, UserId},
    notifications::Kind,
};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::Target;
use crate::{
    StoreError, StoreResult, clients,
    follow_ups::Parting,
    new_id, notifications,
    schema::{assignments, users},
    scope::Scoped,
    tx::{ReadTx, Write, WriteTx},
    users::caseworker_name,
};

/// What ending touches: that it has not ended before.
pub(super) fn target(tx: &mut ReadTx, client: ClientId, id: AssignmentId) -> StoreResult<Target> {
    let found = find(tx, client, id)?;
    Ok(Target {
        entity_id: Some(id.uuid()),
        client: Some(client),
        version: None,
        current: Map::from_iter([(
            "ended_at".to_owned(),
            Value::from(found.ended_at.map(|at| at.to_rfc3339())),
        )]),
    })
}

pub(super) fn assign(tx: &mut WriteTx, client: ClientId, to: UserId) -> StoreResult<Assignment> {
    let client = clients::find_card(tx, client)?.id;
    let user = caseworker_name(tx, to)?.ok_or_else(|| StoreError::field("/user_id", "unknown"))?;
    let id = AssignmentId::from(new_id());
    let made = tx.run(
        diesel::insert_into(assignments::table)
            .values((
                assignments::id.eq(id.uuid()),
                assignments::client_id.eq(client.uuid()),
                assignments::user_id.eq(to.uuid()),
                assignments::started_at.eq(tx.now()),
            ))
            .on_conflict_do_nothing(),
    )?;
    if made == 0 {
        return Err(StoreError::Conflict("The client is assigned to this person already."));
    }
    notifications::tell(tx, &[to], Kind::ClientAssigned, client.uuid())?;
    Ok(Assignment { id, client_id: client, user_id: to, user, started_at: tx.now(), ended_at: None })
}

/// Somebody takes on a client who is new, and whom nobody else sees yet, so sight is not asked.
pub(super) fn taking_on(
    tx: &WriteTx,
    client: ClientId,
    user: UserId,
) -> impl Write + QueryFragment<Pg> + use<> {
    diesel::insert_into(assignments::table).values((
        assignments::id.eq(new_id()),
        assignments::client_id.eq(client.uuid()),
        assignments::user_id.eq(user.uuid()),
        assignments::started_at.eq(tx.now()),
    ))
}

/// Ends it, and hands over what the person had still to do with the client.
pub(super) fn end(
    tx: &mut WriteTx,
    client: ClientId,
    id: AssignmentId,
    ending: &Ending,
) -> StoreResult<Assignment> {
    let found = find(tx, client, id)?;
    let leaving = Leaving::Person(found.user_id);
    let parting = Parting::of_one(tx, client, leaving, ending.follow_ups.as_ref())?;
    let now = tx.now();
    let ended = tx.run(
        diesel::update(assignments::table.find(id.uuid()))
            .filter(assignments::ended_at.is_null())
            .set(assignments::ended_at.eq(now)),
    )?;
    if ended == 0 {
        return Err(StoreError::Conflict("The assignment has ended already."));
    }
    parting.settle_one(tx, client)?;
    Ok(Assignment { ended_at: Some(now), ..found })
}

/// An assignment of a client in sight.
fn find(tx: &mut ReadTx, client: ClientId, id: AssignmentId) -> StoreResult<Assignment> {
    let query = Scoped::over(tx.actor(), assignments::table.inner_join(users::table), assignments::client_id)
        .filter(assignments::id.eq(id.uuid()).and(assignments::client_id.eq(client.uuid())));
    let (user_id, user, started_at, ended_at): (Uuid, String, DateTime<Utc>, Option<DateTime<Utc>>) =
        tx.first(query.select((users::id, users::name, assignments::started_at, assignments::ended_at)))?;
    Ok(Assignment { id, client_id: client, user_id: user_id.into(), user, started_at, ended_at })
}
