//! The same edits as for one client, for some hundred at once: a statement or two for all of them. Who may do it and
//! whom it meets, [`crate::bulk`] has asked in this transaction.

mod tags;

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use diesel::{
    QueryableByName,
    sql_types::{Array, Bool, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use domain::{
    bulk::{Action, Standing, Was},
    changes::Edit,
    clients::{Stage, Status},
    ids::{AssignmentId, ClientId, UserId},
};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::{
    StoreResult,
    follow_ups::give_back,
    new_id,
    statement::Sql,
    tx::WriteTx,
    waitlist::{leave_all, wait_again},
};

/// A client as it stands in this transaction.
#[derive(Clone)]
pub(crate) struct Target {
    pub client: ClientId,
    pub standing: Standing,
    /// Since when in the stage.
    pub since: DateTime<Utc>,
}

/// A row that a statement met.
#[derive(QueryableByName)]
struct Met {
    #[diesel(sql_type = SqlUuid)]
    client_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

/// Does it; says with whom, and what they were. Whom somebody else changed this moment is not among them.
pub(crate) fn apply(
    tx: &mut WriteTx,
    action: &Action,
    targets: &[Target],
) -> StoreResult<HashMap<Uuid, Was>> {
    match action {
        Action::SetStage { stage } => move_stage(tx, *stage, targets),
        Action::SetStatus { status } => set_status(tx, *status, targets),
        Action::AddTag { tag } => tags::add(tx, tag, targets),
        Action::RemoveTag { tag } => tags::remove(tx, tag, targets),
        Action::Assign { .. } | Action::Reassign { .. } | Action::EndAssignment { .. } => {
            change_hands(tx, action, targets)
        }
    }
}

/// What a proposal of such an edit is about, and what stands there now.
pub(crate) fn proposal(edit: &Edit, client: ClientId, standing: &Standing) -> super::Target {
    let field = |name: &str, value: Value| Map::from_iter([(name.to_owned(), value)]);
    let (entity_id, current) = match edit {
        Edit::EndAssignment { id, .. } => (Some(id.uuid()), field("ended_at", Value::Null)),
        Edit::MoveStage { .. } => (Some(client.uuid()), field("stage", standing.stage.code().into())),
        Edit::UpdateClient { patch, .. } if !patch.tags.is_keep() => {
            // Without any the record has no such field, as in [`super::touched`].
            let tags = if standing.tags.is_empty() { Value::Null } else { standing.tags.clone().into() };
            (Some(client.uuid()), field("tags", tags))
        }
        Edit::UpdateClient { .. } => (Some(client.uuid()), field("status", standing.status.code().into())),
        _ => (None, Map::new()),
    };
    super::Target { entity_id, client: Some(client), version: Some(standing.version), current }
}

const MOVE: &str = "with wanted as (select * from unnest($1::uuid[], $2::int[], $3::uuid[]) as wanted (id, version, step)), \
    moved as (update clients set stage = $4, stage_since = $5, updated_at = $5, version = clients.version + 1 \
        from wanted where clients.id = wanted.id and clients.version = wanted.version returning clients.id) \
    insert into stage_moves (id, client_id, stage, entered_at, user_id) \
    select step, id, $4, $5, $6 from wanted join moved using (id) returning client_id, id";

fn move_stage(tx: &mut WriteTx, to: Stage, targets: &[Target]) -> StoreResult<HashMap<Uuid, Was>> {
    let steps: Vec<Uuid> = targets.iter().map(|_| new_id()).collect();
    let statement = wanted(MOVE, targets)
        .bind::<Array<SqlUuid>, _>(steps)
        .bind::<Text, _>(to.code())
        .bind::<Timestamptz, _>(tx.now())
        .bind::<Nullable<SqlUuid>, _>(tx.actor().user().map(UserId::uuid));
    let met: HashMap<Uuid, Uuid> =
        tx.returning_sql(statement)?.into_iter().map(|met: Met| (met.client_id, met.id)).collect();
    let was = |target: &Target| {
        let step = *met.get(&target.client.uuid())?;
        let was = Was::InStage { stage: target.standing.stage, since: target.since, step };
        Some((target.client.uuid(), was))
    };
    Ok(targets.iter().filter_map(was).collect())
}

const STATUS: &str = "update clients set status = $3, updated_at = $4, version = clients.version + 1 \
    from unnest($1::uuid[], $2::int[]) as wanted (id, version) \
    where clients.id = wanted.id and clients.version = wanted.version returning clients.id as client_id, clients.id";

fn set_status(tx: &mut WriteTx, to: Status, targets: &[Target]) -> StoreResult<HashMap<Uuid, Was>> {
    let statement = wanted(STATUS, targets).bind::<Text, _>(to.code()).bind::<Timestamptz, _>(tx.now());
    let met = clients(tx.returning_sql(statement)?);
    let mut left = match to.is_closing() {
        true => leave_all(tx, met.iter().copied().collect())?,
        false => HashMap::new(),
    };
    let kept = targets.iter().filter(|target| met.contains(&target.client.uuid()));
    let was = |target: &Target| {
        let (client, from) = (target.client.uuid(), target.standing.status);
        let waited = left.remove(&client).unwrap_or_default();
        (client, Was::InStatus { from, to, follow_ups: Vec::new(), waited })
    };
    Ok(kept.map(was).collect())
}

/// Clients in the versions that this transaction saw.
fn wanted(text: &'static str, targets: &[Target]) -> Sql {
    let ids: Vec<Uuid> = targets.iter().map(|target| target.client.uuid()).collect();
    let versions: Vec<i32> = targets.iter().map(|target| target.standing.version).collect();
    Sql::new(text).bind::<Array<SqlUuid>, _>(ids).bind::<Array<Integer>, _>(versions)
}

fn clients(met: Vec<Met>) -> HashSet<Uuid> {
    met.into_iter().map(|met| met.client_id).collect()
}

const END: &str = "update assignments set ended_at = greatest(started_at, $2) \
    where id = any($1) and ended_at is null returning client_id, id";

const ASSIGN: &str = "insert into assignments (id, client_id, user_id, started_at) \
    select id, client_id, $3, $4 from unnest($1::uuid[], $2::uuid[]) as wanted (id, client_id) \
    on conflict do nothing returning client_id, id";

/// Ends what ends and begins what begins.
fn change_hands(tx: &mut WriteTx, action: &Action, targets: &[Target]) -> StoreResult<HashMap<Uuid, Was>> {
    let ending = targets.iter().flat_map(|target| action.ending(&target.standing));
    let ended = end(tx, ending.collect())?;
    let made = match action.assignee() {
        Some(user) => {
            let new = |target: &&Target| target.standing.assigned.iter().all(|(_, one)| *one != user);
            let clients = targets.iter().filter(new).map(|target| target.client.uuid());
            assign(tx, user, clients.collect())?
        }
        None => Vec::new(),
    };
    let mut all: HashMap<Uuid, (Vec<AssignmentId>, Option<AssignmentId>)> = HashMap::new();
    for met in ended {
        all.entry(met.client_id).or_default().0.push(met.id.into());
    }
    for met in made {
        all.entry(met.client_id).or_default().1 = Some(met.id.into());
    }
    let was = |(client, (ended, made))| (client, Was::Assigned { ended, made, follow_ups: Vec::new() });
    Ok(all.into_iter().map(was).collect())
}

fn end(tx: &mut WriteTx, ids: Vec<AssignmentId>) -> StoreResult<Vec<Met>> {
    let ids: Vec<Uuid> = ids.into_iter().map(AssignmentId::uuid).collect();
    let now = tx.now();
    tx.returning_sql(Sql::new(END).bind::<Array<SqlUuid>, _>(ids).bind::<Timestamptz, _>(now))
}

fn assign(tx: &mut WriteTx, to: UserId, clients: Vec<Uuid>) -> StoreResult<Vec<Met>> {
    let ids: Vec<Uuid> = clients.iter().map(|_| new_id()).collect();
    let statement = Sql::new(ASSIGN)
        .bind::<Array<SqlUuid>, _>(ids)
        .bind::<Array<SqlUuid>, _>(clients)
        .bind::<SqlUuid, _>(to.uuid())
        .bind::<Timestamptz, _>(tx.now());
    tx.returning_sql(statement)
}

/// Returns clients to what they were; says to whom it still could be done.
pub(crate) fn take_back(tx: &mut WriteTx, all: &[(ClientId, Was)]) -> StoreResult<HashSet<Uuid>> {
    let mut met = hands_back(tx, all)?;
    met.extend(status_back(tx, all)?);
    met.extend(stage_back(tx, all)?);
    met.extend(tags::take_back(tx, all)?);
    let returned = || all.iter().filter(|(client, _)| met.contains(&client.uuid()));
    let follow_ups: Vec<_> = returned().flat_map(|(_, was)| was.handed_over()).copied().collect();
    give_back(tx, &follow_ups)?;
    wait_again(tx, returned().flat_map(|(_, was)| was.waited()).copied().collect())?;
    Ok(met)
}

const REOPEN: &str = "update assignments set ended_at = null where id = any($1) and ended_at is not null \
    and not exists (select from assignments as present where present.client_id = assignments.client_id \
        and present.user_id = assignments.user_id and present.ended_at is null) returning client_id, id";

/// Whoever got the client gives it back, if they still have it, and whoever had it has it again.
fn hands_back(tx: &mut WriteTx, all: &[(ClientId, Was)]) -> StoreResult<HashSet<Uuid>> {
    let hands = |(client, was): &(ClientId, Was)| match was {
        Was::Assigned { ended, made, .. } => Some((client.uuid(), ended.clone(), *made)),
        _ => None,
    };
    let hands: Vec<_> = all.iter().filter_map(hands).collect();
    let given_back = clients(end(tx, hands.iter().filter_map(|(_, _, made)| *made).collect())?);
    let unmoved = hands.iter().filter(|(client, _, made)| made.is_none() || given_back.contains(client));
    let ended: Vec<Uuid> = unmoved.flat_map(|(_, ended, _)| ended).map(|id| id.uuid()).collect();
    let reopened = clients(tx.returning_sql(Sql::new(REOPEN).bind::<Array<SqlUuid>, _>(ended))?);
    Ok(given_back.union(&reopened).copied().collect())
}

/// A record is closed again only where nothing was begun with the person meanwhile: closing settles that, and this does not.
const STATUS_BACK: &str = "update clients set status = wanted.was, updated_at = $4, version = clients.version + 1 \
    from unnest($1::uuid[], $2::text[], $3::text[], $5::bool[]) as wanted (id, was, is_now, was_closed) \
    where clients.id = wanted.id and clients.status = wanted.is_now and not (wanted.was_closed and ( \
        exists (select from follow_ups where follow_ups.client_id = clients.id and follow_ups.status = 'open') \
        or exists (select from waitlist_entries where waitlist_entries.client_id = clients.id \
            and waitlist_entries.status in ('waiting', 'offered', 'skipped')))) \
    returning clients.id as client_id, clients.id";

fn status_back(tx: &mut WriteTx, all: &[(ClientId, Was)]) -> StoreResult<HashSet<Uuid>> {
    let (mut ids, mut was, mut is_now, mut closed) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (client, before) in all {
        if let Was::InStatus { from, to, .. } = before {
            ids.push(client.uuid());
            was.push(from.code());
            is_now.push(to.code());
            closed.push(before.was_closed());
        }
    }
    let statement = Sql::new(STATUS_BACK)
        .bind::<Array<SqlUuid>, _>(ids)
        .bind::<Array<Text>, _>(was)
        .bind::<Array<Text>, _>(is_now)
        .bind::<Timestamptz, _>(tx.now())
        .bind::<Array<Bool>, _>(closed);
    Ok(clients(tx.returning_sql(statement)?))
}

/// As with a slip of one client, the days in the stage go on as if the move had not been.
const STAGE_BACK: &str = "with wanted as (select * from \
        unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::uuid[]) as wanted (id, stage, since, step)), \
    back as (update clients set stage = wanted.stage, stage_since = wanted.since, updated_at = $5, \
            version = clients.version + 1 \
        from wanted join stage_moves on stage_moves.id = wanted.step \
        where clients.id = wanted.id and clients.stage = stage_moves.stage \
            and clients.stage_since = stage_moves.entered_at returning clients.id) \
    delete from stage_moves using wanted join back using (id) where stage_moves.id = wanted.step \
    returning stage_moves.client_id, stage_moves.id";

fn stage_back(tx: &mut WriteTx, all: &[(ClientId, Was)]) -> StoreResult<HashSet<Uuid>> {
    let (mut ids, mut stages, mut days, mut steps) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (client, before) in all {
        if let Was::InStage { stage, since, step } = before {
            ids.push(client.uuid());
            stages.push(stage.code());
            days.push(*since);
            steps.push(*step);
        }
    }
    let statement = Sql::new(STAGE_BACK)
        .bind::<Array<SqlUuid>, _>(ids)
        .bind::<Array<Text>, _>(stages)
        .bind::<Array<Timestamptz>, _>(days)
        .bind::<Array<SqlUuid>, _>(steps)
        .bind::<Timestamptz, _>(tx.now());
    Ok(clients(tx.returning_sql(statement)?))
}
