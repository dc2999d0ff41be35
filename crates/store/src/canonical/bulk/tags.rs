//! Giving some hundred clients a tag, taking it away, and taking either back.

use std::collections::{HashMap, HashSet};

use diesel::sql_types::{Array, Text, Timestamptz, Uuid as SqlUuid};
use domain::{bulk::Was, ids::ClientId};
use uuid::Uuid;

use super::{Met, Target, clients, wanted};
use crate::{StoreResult, new_id, statement::Sql, tx::WriteTx};

/// The value is held, so that nobody deletes it from its list meanwhile. One that was deleted or retired since, or is
/// not offered yet, is given to nobody.
const ADD: &str = "with wanted as (select * from unnest($1::uuid[], $2::int[], $3::uuid[]) as wanted (id, version, line)), \
    held as (select code from code_values where list = 'tag' and code = $4 \
        and coalesce(offered_from <= (select today()), true) \
        and coalesce(retired_on > (select today()), true) for key share), \
    moved as (update clients set updated_at = $5, version = clients.version + 1 from wanted, held \
        where clients.id = wanted.id and clients.version = wanted.version returning clients.id) \
    insert into client_tags (id, client_id, tag) \
    select line, id, $4 from wanted join moved using (id) returning client_id, id";

pub(super) fn add(tx: &mut WriteTx, tag: &str, targets: &[Target]) -> StoreResult<HashMap<Uuid, Was>> {
    let lines: Vec<Uuid> = targets.iter().map(|_| new_id()).collect();
    let statement = wanted(ADD, targets)
        .bind::<Array<SqlUuid>, _>(lines)
        .bind::<Text, _>(tag.to_owned())
        .bind::<Timestamptz, _>(tx.now());
    let met: Vec<Met> = tx.returning_sql(statement)?;
    Ok(met.into_iter().map(|met| (met.client_id, Was::Tagged { row: met.id })).collect())
}

const REMOVE: &str = "with moved as (update clients set updated_at = $4, version = clients.version + 1 \
        from unnest($1::uuid[], $2::int[]) as wanted (id, version) \
        where clients.id = wanted.id and clients.version = wanted.version returning clients.id) \
    delete from client_tags using moved where client_id = moved.id and tag = $3 \
    returning client_id, client_tags.id";

pub(super) fn remove(tx: &mut WriteTx, tag: &str, targets: &[Target]) -> StoreResult<HashMap<Uuid, Was>> {
    let statement = wanted(REMOVE, targets).bind::<Text, _>(tag.to_owned()).bind::<Timestamptz, _>(tx.now());
    let met: Vec<Met> = tx.returning_sql(statement)?;
    let was = |met: Met| (met.client_id, Was::Untagged { tag: tag.to_owned() });
    Ok(met.into_iter().map(was).collect())
}

/// Who lost the tag by hand since, or got it again, keeps what they have.
pub(super) fn take_back(tx: &mut WriteTx, all: &[(ClientId, Was)]) -> StoreResult<HashSet<Uuid>> {
    let mut met = untag(tx, all)?;
    met.extend(retag(tx, all)?);
    Ok(met)
}

/// The records are held first and in their order, as whoever edits one holds it before its tags.
const UNTAG: &str = "with held as (select id from clients where id in \
        (select client_id from client_tags where id = any($1)) order by id for update), \
    gone as (delete from client_tags using held where client_tags.id = any($1) and client_id = held.id \
        returning client_id) \
    update clients set updated_at = $2, version = clients.version + 1 from gone \
    where clients.id = gone.client_id returning clients.id as client_id, clients.id";

fn untag(tx: &mut WriteTx, all: &[(ClientId, Was)]) -> StoreResult<HashSet<Uuid>> {
    let row = |(_, was): &(ClientId, Was)| match was {
        Was::Tagged { row } => Some(*row),
        _ => None,
    };
    let rows: Vec<Uuid> = all.iter().filter_map(row).collect();
    let statement = Sql::new(UNTAG).bind::<Array<SqlUuid>, _>(rows).bind::<Timestamptz, _>(tx.now());
    Ok(clients(tx.returning_sql(statement)?))
}

const RETAG: &str = "with wanted as (select * from unnest($1::uuid[], $2::text[], $3::uuid[]) as wanted (id, tag, line)), \
    held as (select code from code_values where list = 'tag' and code = any($2) for key share), \
    records as (select id from clients where id = any($1) order by id for update), \
    back as (insert into client_tags (id, client_id, tag) \
        select line, wanted.id, tag from wanted join held on held.code = wanted.tag join records using (id) \
        on conflict (client_id, tag) do nothing returning client_id) \
    update clients set updated_at = $4, version = clients.version + 1 from back \
    where clients.id = back.client_id returning clients.id as client_id, clients.id";

fn retag(tx: &mut WriteTx, all: &[(ClientId, Was)]) -> StoreResult<HashSet<Uuid>> {
    let (mut ids, mut tags, mut lines) = (Vec::new(), Vec::new(), Vec::new());
    for (client, before) in all {
        if let Was::Untagged { tag } = before {
            ids.push(client.uuid());
            tags.push(tag.clone());
            lines.push(new_id());
        }
    }
    let statement = Sql::new(RETAG)
        .bind::<Array<SqlUuid>, _>(ids)
        .bind::<Array<Text>, _>(tags)
        .bind::<Array<SqlUuid>, _>(lines)
        .bind::<Timestamptz, _>(tx.now());
    Ok(clients(tx.returning_sql(statement)?))
}
