//! The steps of a goal. Each has its own version, so that two people may work on two steps at once.

use chrono::NaiveDate;
use diesel::{
    dsl,
    prelude::*,
    sql_types::{Array, Uuid as SqlUuid},
};
use domain::{
    goals::{Goal, MAX_STEPS, Step, StepCompletion, StepDraft, StepPatch},
    ids::{ClientId, GoalId, StepId, UserId},
    validate::Draft,
};
use uuid::Uuid;

use super::{find, write::open};
use crate::{
    StoreError, StoreResult,
    canonical::unchanged,
    new_id,
    schema::goal_steps,
    scope::Scoped,
    tx::{ReadTx, WriteTx},
    users::may_follow_up,
};

/// Adds a step behind the others.
pub fn add_step(tx: &mut WriteTx, goal: GoalId, draft: &StepDraft) -> StoreResult<Step> {
    draft.check(tx.today())?;
    let goal = find(tx, goal)?;
    open(&goal)?;
    if goal.steps.len() >= MAX_STEPS {
        return Err(StoreError::Conflict("A goal has at most 50 steps; set another goal."));
    }
    can_own_it(tx, draft.owner_id, goal.client_id)?;
    let id = StepId::from(new_id());
    let position = behind(tx, goal.id)?;
    tx.run(diesel::insert_into(goal_steps::table).values((
        goal_steps::id.eq(id.uuid()),
        goal_steps::goal_id.eq(goal.id.uuid()),
        goal_steps::client_id.eq(goal.client_id.uuid()),
        goal_steps::position.eq(position),
        goal_steps::what.eq(&draft.what),
        goal_steps::owner_id.eq(draft.owner_id.map(UserId::uuid)),
        goal_steps::due_on.eq(draft.due_on),
    )))?;
    find_step(tx, goal.id, id)
}

/// Only somebody who sees the client may be given a step; the client always may.
fn can_own_it(tx: &mut WriteTx, owner: Option<UserId>, client: ClientId) -> StoreResult<()> {
    match owner {
        None => Ok(()),
        Some(user) if tx.actor().user() == Some(user) || may_follow_up(tx, user, client)? => Ok(()),
        Some(_) => Err(StoreError::field("/owner_id", "does_not_see_the_client")),
    }
}

/// The place behind the last step.
fn behind(tx: &mut ReadTx, goal: GoalId) -> StoreResult<i32> {
    let query = Scoped::over(tx.actor(), goal_steps::table, goal_steps::client_id)
        .filter(goal_steps::goal_id.eq(goal.uuid()))
        .select(dsl::max(goal_steps::position));
    let last: Option<i32> = tx.first(query)?;
    Ok(last.map_or(0, |last| last + 1))
}

fn find_step(tx: &mut ReadTx, goal: GoalId, id: StepId) -> StoreResult<Step> {
    let mut steps = find(tx, goal)?.steps.into_iter();
    steps.find(|step| step.id == id).ok_or(StoreError::NotFound)
}

/// Says better what is to be done, by whom and by when, or moves the step to another place.
pub fn amend_step(
    tx: &mut WriteTx,
    goal: GoalId,
    id: StepId,
    patch: StepPatch,
    seen: i32,
) -> StoreResult<Step> {
    patch.check(tx.today())?;
    let (goal, found) = find_open(tx, goal, id, seen)?;
    let owner_id = patch.owner_id.clone().over(found.owner_id);
    if owner_id != found.owner_id {
        can_own_it(tx, owner_id, goal.client_id)?;
    }
    if let Some(place) = patch.position.set() {
        arrange(tx, &goal, id, (*place).into())?;
    }
    let changes = Changes {
        what: patch.what.set().cloned(),
        owner_id: patch.owner_id.change().map(|owner| owner.map(UserId::uuid)),
        due_on: patch.due_on.change(),
        done_on: None,
    };
    update(tx, &goal, &found, changes)
}

/// Puts a step at a place among the others, which keep their versions.
fn arrange(tx: &mut WriteTx, goal: &Goal, id: StepId, place: usize) -> StoreResult<()> {
    let mut order: Vec<Uuid> = goal.steps.iter().map(|step| step.id.uuid()).collect();
    order.retain(|other| *other != id.uuid());
    order.insert(place.min(order.len()), id.uuid());
    let statement = diesel::sql_query(
        "update goal_steps set position = wanted.place
        from unnest($1) with ordinality as wanted (id, place)
        where goal_steps.id = wanted.id and goal_steps.goal_id = $2 and position <> wanted.place",
    );
    tx.run_sql(statement.bind::<Array<SqlUuid>, _>(order).bind::<SqlUuid, _>(goal.id.uuid()))?;
    Ok(())
}

/// Marks a step done.
pub fn complete_step(
    tx: &mut WriteTx,
    goal: GoalId,
    id: StepId,
    completion: &StepCompletion,
    seen: i32,
) -> StoreResult<Step> {
    completion.check(tx.today())?;
    let (goal, found) = find_open(tx, goal, id, seen)?;
    if found.done_on.is_some() {
        return Err(StoreError::Conflict("This step is done already."));
    }
    let done_on = Some(Some(completion.done_on.unwrap_or(tx.today())));
    update(tx, &goal, &found, Changes { done_on, ..Changes::default() })
}

/// It was not done after all.
pub fn reopen_step(tx: &mut WriteTx, goal: GoalId, id: StepId, seen: i32) -> StoreResult<Step> {
    let (goal, found) = find_open(tx, goal, id, seen)?;
    if found.done_on.is_none() {
        return Err(StoreError::Conflict("This step is not done."));
    }
    update(tx, &goal, &found, Changes { done_on: Some(None), ..Changes::default() })
}

/// Takes a step away that nobody has done. What it was stays in the audit.
pub fn remove_step(tx: &mut WriteTx, goal: GoalId, id: StepId, seen: i32) -> StoreResult<()> {
    let (_, found) = find_open(tx, goal, id, seen)?;
    if found.done_on.is_some() {
        return Err(StoreError::Conflict("This step was done and stays in the plan."));
    }
    let row = diesel::delete(goal_steps::table.find(id.uuid()));
    let met = tx.run(row.filter(goal_steps::version.eq(found.version)))?;
    if met == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// A step of an open goal, in the version that the writer read.
fn find_open(tx: &mut WriteTx, goal: GoalId, id: StepId, seen: i32) -> StoreResult<(Goal, Step)> {
    let goal = find(tx, goal)?;
    let found = goal.steps.iter().find(|step| step.id == id).cloned().ok_or(StoreError::NotFound)?;
    unchanged(Some(seen), found.version)?;
    open(&goal)?;
    Ok((goal, found))
}

/// What a write sets. Absent columns stay.
#[derive(AsChangeset, Default)]
#[diesel(table_name = goal_steps)]
struct Changes {
    what: Option<String>,
    owner_id: Option<Option<Uuid>>,
    due_on: Option<Option<NaiveDate>>,
    done_on: Option<Option<NaiveDate>>,
}

/// Writes where the row is still the version that was found.
fn update(tx: &mut WriteTx, goal: &Goal, found: &Step, changes: Changes) -> StoreResult<Step> {
    let row = diesel::update(goal_steps::table.find(found.id.uuid()));
    let row = row.filter(goal_steps::version.eq(found.version));
    let met = tx.run(row.set((changes, goal_steps::version.eq(found.version + 1))))?;
    if met == 1 { find_step(tx, goal.id, found.id) } else { Err(StoreError::Stale) }
}
