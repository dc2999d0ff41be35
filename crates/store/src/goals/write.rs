//! Setting, changing, closing and reopening goals.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use domain::{
    goals::{Area, Closing, Goal, GoalDraft, GoalPatch, Status},
    ids::{ClientId, GoalId},
    patch::Patch,
    validate::Draft,
};
use uuid::Uuid;

use super::find;
use crate::{StoreError, StoreResult, canonical::unchanged, clients, new_id, schema::goals, tx::WriteTx};

/// Sets a goal with a client in sight.
pub fn set(tx: &mut WriteTx, client: ClientId, draft: &GoalDraft) -> StoreResult<Goal> {
    draft.check(tx.today())?;
    let client = clients::find_card(tx, client)?.id;
    let (id, author) = (GoalId::from(new_id()), tx.user()?);
    tx.run(diesel::insert_into(goals::table).values((
        goals::id.eq(id.uuid()),
        goals::client_id.eq(client.uuid()),
        goals::title.eq(&draft.title),
        goals::area.eq(draft.area.code()),
        goals::why.eq(&draft.why),
        goals::target_on.eq(draft.target_on),
        goals::set_by.eq(author.uuid()),
    )))?;
    find(tx, id)
}

/// Says better what is to be reached, why, or by when.
pub fn amend(tx: &mut WriteTx, id: GoalId, patch: GoalPatch, seen: i32) -> StoreResult<Goal> {
    patch.check(tx.today())?;
    let found = find_open(tx, id, seen)?;
    let changes = Changes {
        title: patch.title.set().cloned(),
        area: patch.area.set().copied().map(Area::code),
        why: match patch.why {
            Patch::Keep => None,
            Patch::Clear => Some(String::new()),
            Patch::Set(why) => Some(why),
        },
        target_on: patch.target_on.change(),
        version: found.version + 1,
    };
    let row = diesel::update(goals::table.find(id.uuid()));
    let met = tx.run(row.filter(goals::version.eq(found.version)).set(changes))?;
    if met == 1 { find(tx, id) } else { Err(StoreError::Stale) }
}

/// What a change sets. Absent columns stay.
#[derive(AsChangeset)]
#[diesel(table_name = goals)]
struct Changes {
    title: Option<String>,
    area: Option<&'static str>,
    why: Option<String>,
    target_on: Option<Option<NaiveDate>>,
    version: i32,
}

/// Closes a goal with what came of it.
pub fn close(tx: &mut WriteTx, id: GoalId, closing: &Closing, seen: i32) -> StoreResult<Goal> {
    closing.check(tx.today())?;
    let found = find_open(tx, id, seen)?;
    let end = End {
        status: closing.status.code(),
        outcome: Some(closing.outcome.clone()),
        closed_on: Some(closing.closed_on.unwrap_or(tx.today())),
        closed_at: Some(tx.now()),
        closed_by: Some(tx.user()?.uuid()),
        version: found.version + 1,
    };
    end_as(tx, &found, end)
}

/// Takes a closing up again: it was too early, or a slip. What came of it stays in the audit.
pub fn reopen(tx: &mut WriteTx, id: GoalId, seen: i32) -> StoreResult<Goal> {
    let found = find(tx, id)?;
    unchanged(Some(seen), found.version)?;
    if found.status == Status::Open {
        return Err(StoreError::Conflict("This goal is open."));
    }
    let end = End {
        status: Status::Open.code(),
        outcome: None,
        closed_on: None,
        closed_at: None,
        closed_by: None,
        version: found.version + 1,
    };
    end_as(tx, &found, end)
}

/// How a goal ended, or that it did not.
#[derive(AsChangeset)]
#[diesel(table_name = goals, treat_none_as_null = true)]
struct End {
    status: &'static str,
    outcome: Option<String>,
    closed_on: Option<NaiveDate>,
    closed_at: Option<DateTime<Utc>>,
    closed_by: Option<Uuid>,
    version: i32,
}

fn end_as(tx: &mut WriteTx, found: &Goal, end: End) -> StoreResult<Goal> {
    let row = diesel::update(goals::table.find(found.id.uuid()));
    let met = tx.run(row.filter(goals::version.eq(found.version)).set(end))?;
    if met == 1 { find(tx, found.id) } else { Err(StoreError::Stale) }
}

/// Takes a goal away that is as it was set. Anything later is history.
pub fn remove(tx: &mut WriteTx, id: GoalId, seen: i32) -> StoreResult<()> {
    let found = find_open(tx, id, seen)?;
    if !found.is_untouched() {
        return Err(WITH_HISTORY);
    }
    let row = diesel::delete(goals::table.find(id.uuid()));
    match tx.run(row.filter(goals::version.eq(found.version))) {
        Ok(1) => Ok(()),
        Ok(_) => Err(StoreError::Stale),
        // Somebody added a step since it was read.
        Err(StoreError::Internal(text)) if text.contains("goal_steps_goal_id_fkey") => Err(WITH_HISTORY),
        Err(other) => Err(other),
    }
}

const WITH_HISTORY: StoreError =
    StoreError::Conflict("This goal has a history; close it with what came of it instead.");

/// A goal that is still open, in the version that the writer read.
fn find_open(tx: &mut WriteTx, id: GoalId, seen: i32) -> StoreResult<Goal> {
    let found = find(tx, id)?;
    unchanged(Some(seen), found.version)?;
    open(&found)?;
    Ok(found)
}

/// Refuses to work on what is closed.
pub(super) fn open(goal: &Goal) -> StoreResult<()> {
    match goal.status {
        Status::Open => Ok(()),
        Status::Reached | Status::GivenUp => {
            Err(StoreError::Conflict("This goal is closed; open it again first."))
        }
    }
}
