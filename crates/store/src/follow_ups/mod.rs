//! Follow-ups: what is to be done with a client, by whom, until when.

mod escalate;
mod given_back;
mod handover;
mod left;
mod list;
mod lost_client;
mod lost_sight;
mod remind;
mod reopen;
mod rows;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use domain::{
    follow_ups::{Completion, FollowUp, FollowUpDraft, FollowUpPatch, Repeats, Status},
    ids::{ClientId, FollowUpId, UserId},
    notifications::Kind,
    patch::Patch,
    validate::Draft,
};
use uuid::Uuid;

pub(crate) use given_back::{give_back, kept_by_whoever_gives_back};
use handover::wait_for_partings;
pub(crate) use handover::{Parting, keep_others_out};
pub(crate) use left::{count_left, list_left};
pub(crate) use list::LATE;
pub use list::list;
pub(crate) use lost_client::LosesClient;
pub(crate) use lost_sight::LosesSight;
pub use reopen::reopen;
use rows::fetch;

use crate::{
    StoreError, StoreResult,
    canonical::unchanged,
    clients as people, new_id, notifications,
    schema::follow_ups,
    scope::Scoped,
    tx::{ReadTx, WriteTx},
    users::may_follow_up,
};

/// One follow-up with a client in sight.
pub fn find(tx: &mut ReadTx, id: FollowUpId) -> StoreResult<FollowUp> {
    let rows = fetch(tx, |query| query.filter(follow_ups::id.eq(id.uuid())))?;
    rows.into_iter().next().ok_or(StoreError::NotFound)
}

/// Sets a follow-up with a client in sight and tells whoever is to do it.
pub fn set(tx: &mut WriteTx, client: ClientId, draft: &FollowUpDraft) -> StoreResult<FollowUp> {
    draft.check(tx.today())?;
    let client = people::find_card(tx, client)?.id;
    let author = tx.user()?;
    let assignee = draft.assignee_id.unwrap_or(author);
    can_take_it(tx, assignee, client)?;
    let id = FollowUpId::from(new_id());
    tx.run(diesel::insert_into(follow_ups::table).values((
        follow_ups::id.eq(id.uuid()),
        follow_ups::client_id.eq(client.uuid()),
        follow_ups::assignee_id.eq(assignee.uuid()),
        follow_ups::due_on.eq(draft.due_on),
        follow_ups::purpose.eq(&draft.purpose),
        follow_ups::created_by.eq(author.uuid()),
        series(draft.repeats, draft.due_on),
    )))?;
    notifications::tell(tx, &[assignee], Kind::FollowUpAssigned, id.uuid())?;
    find(tx, id)
}

/// The columns of a series that begins on a day.
fn series(repeats: Option<Repeats>, began_on: NaiveDate) -> Series {
    Series {
        rhythm: repeats.map(|repeats| repeats.rhythm.code()),
        every: repeats.map(|repeats| repeats.every.into()),
        repeat_until: repeats.and_then(|repeats| repeats.until),
        began_on: repeats.map(|_| began_on),
    }
}

#[derive(AsChangeset, Insertable)]
#[diesel(table_name = follow_ups, treat_none_as_null = true)]
struct Series {
    rhythm: Option<&'static str>,
    every: Option<i32>,
    repeat_until: Option<NaiveDate>,
    began_on: Option<NaiveDate>,
}

/// Only somebody who will find it on their list may be given it: active staff who see the client.
fn can_take_it(tx: &mut WriteTx, user: UserId, client: ClientId) -> StoreResult<()> {
    wait_for_partings(tx, client, user)?;
    if tx.actor().user() == Some(user) || may_follow_up(tx, user, client)? {
        return Ok(());
    }
    Err(StoreError::field("/assignee_id", "does_not_see_the_client"))
}

/// Moves a follow-up to another day or person, or says better what is to be done.
pub fn reschedule(
    tx: &mut WriteTx,
    id: FollowUpId,
    patch: &FollowUpPatch,
    seen: i32,
) -> StoreResult<FollowUp> {
    patch.check(tx.today())?;
    let found = find_open(tx, id, seen)?;
    let due_on = patch.due_on.set().copied().unwrap_or(found.due_on);
    let assignee = patch.assignee_id.set().copied().unwrap_or(found.assignee_id);
    if assignee != found.assignee_id {
        can_take_it(tx, assignee, found.client_id)?;
        notifications::tell(tx, &[assignee], Kind::FollowUpAssigned, id.uuid())?;
    }
    let changes = Changes {
        due_on: Some(due_on),
        assignee_id: Some(assignee.uuid()),
        purpose: patch.purpose.set().cloned(),
        reschedules: Some(found.reschedules + i32::from(due_on != found.due_on)),
        // Another day without a reason does not keep the reason of the last one.
        moved_because: match &patch.moved_because {
            Patch::Keep if due_on == found.due_on => None,
            why => Some(why.set().cloned().filter(|why| !why.is_empty())),
        },
        // Another day is another chance to be late.
        escalated_at: (due_on != found.due_on).then_some(None),
        ..Changes::default()
    };
    let repeats = match patch.repeats {
        Patch::Keep => None,
        Patch::Clear => Some(series(None, due_on)),
        Patch::Set(repeats) => Some(series(Some(repeats), due_on)),
    };
    if let Some(series) = repeats {
        tx.run(diesel::update(follow_ups::table.find(id.uuid())).set(series))?;
    }
    update(tx, &found, changes)
}

/// Marks a follow-up done.
pub fn complete(
    tx: &mut WriteTx,
    id: FollowUpId,
    completion: &Completion,
    seen: i32,
) -> StoreResult<FollowUp> {
    completion.check(tx.today())?;
    let found = find_open(tx, id, seen)?;
    // Whoever closes the record holds the client's row before its follow-ups, so this one waits for that row before it
    // writes its own. What was closed meanwhile has another version by then.
    let next = match found.repeats {
        Some(repeats) => Some((repeats, who_has_it(tx, &found)?)),
        None => None,
    };
    let changes = Changes {
        status: Some(Status::Done.code()),
        outcome: Some(completion.outcome.clone()).filter(|outcome| !outcome.is_empty()),
        closed_at: Some(tx.now()),
        closed_by: Some(tx.user()?.uuid()),
        ..Changes::default()
    };
    update(tx, &found, changes)?;
    if let Some((repeats, assignee)) = next {
        make_next(tx, &found, repeats, assignee)?;
    }
    find(tx, id)
}

/// The next one of a series, for the same person if they still find it on their list, otherwise for whoever marked this one
/// as done. Where a next one is there already, because this was done before and taken back, it stays.
fn make_next(tx: &mut WriteTx, done: &FollowUp, repeats: Repeats, assignee: UserId) -> StoreResult<()> {
    let query = Scoped::over(tx.actor(), follow_ups::table, follow_ups::client_id)
        .filter(follow_ups::id.eq(done.id.uuid()))
        .select(follow_ups::began_on);
    let began_on: Option<NaiveDate> = tx.first(query)?;
    let began_on = began_on.unwrap_or(done.due_on);
    let Some(due_on) = repeats.next(began_on, done.due_on, tx.today()) else { return Ok(()) };
    let me = tx.user()?;
    let id = new_id();
    let made = tx.run(
        diesel::insert_into(follow_ups::table)
            .values((
                follow_ups::id.eq(id),
                follow_ups::client_id.eq(done.client_id.uuid()),
                follow_ups::assignee_id.eq(assignee.uuid()),
                follow_ups::due_on.eq(due_on),
                follow_ups::purpose.eq(&done.purpose),
                follow_ups::created_by.eq(me.uuid()),
                follow_ups::follows.eq(done.id.uuid()),
                series(Some(repeats), began_on),
            ))
            .on_conflict_do_nothing(),
    )?;
    if made == 1 {
        notifications::tell(tx, &[assignee], Kind::FollowUpAssigned, id)?;
    }
    Ok(())
}

/// Whoever had it, as long as they still find it on their list; otherwise whoever acts.
fn who_has_it(tx: &mut WriteTx, of: &FollowUp) -> StoreResult<UserId> {
    let me = tx.user()?;
    wait_for_partings(tx, of.client_id, of.assignee_id)?;
    let stays = of.assignee_id == me || may_follow_up(tx, of.assignee_id, of.client_id)?;
    Ok(if stays { of.assignee_id } else { me })
}

/// A follow-up that is still to be done, in the version that the writer read.
fn find_open(tx: &mut WriteTx, id: FollowUpId, seen: i32) -> StoreResult<FollowUp> {
    let found = find(tx, id)?;
    unchanged(Some(seen), found.version)?;
    match found.status {
        Status::Open => Ok(found),
        Status::Done | Status::Cancelled => {
            Err(StoreError::Conflict("This follow-up is closed; set a new one."))
        }
    }
}

/// What a write sets. Absent columns stay.
#[derive(AsChangeset, Default)]
#[diesel(table_name = follow_ups)]
struct Changes {
    due_on: Option<NaiveDate>,
    assignee_id: Option<Uuid>,
    purpose: Option<String>,
    reschedules: Option<i32>,
    status: Option<&'static str>,
    outcome: Option<String>,
    closed_at: Option<DateTime<Utc>>,
    closed_by: Option<Uuid>,
    moved_because: Option<Option<String>>,
    escalated_at: Option<Option<DateTime<Utc>>>,
}

/// Writes where the row is still the version that was found.
fn update(tx: &mut WriteTx, found: &FollowUp, changes: Changes) -> StoreResult<FollowUp> {
    let row = follow_ups::table.find(found.id.uuid());
    let met = tx.run(
        diesel::update(row)
            .filter(follow_ups::version.eq(found.version))
            .set((changes, follow_ups::version.eq(found.version + 1))),
    )?;
    if met == 1 { find(tx, found.id) } else { Err(StoreError::Stale) }
}
