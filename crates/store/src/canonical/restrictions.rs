//! Restrictions: adding, amending and lifting them.

use diesel::prelude::*;
use domain::{
    ids::{ClientId, RestrictionId, UserId},
    restrictions::{Lifting, Reach, Restriction, RestrictionDraft, RestrictionPatch, State, state_on},
    validate::Draft,
};
use serde_json::{Map, Value};

use super::{Target, touched, unchanged};
use crate::{
    StoreError, StoreResult, clients, new_id, programs,
    restrictions::{find, find_whole, seen},
    schema::{restrictions, users},
    scope::Scoped,
    tx::{ReadTx, WriteTx},
};

/// What a change of a restriction touches.
pub(super) fn target(tx: &mut ReadTx, id: RestrictionId, patch: &RestrictionPatch) -> StoreResult<Target> {
    let found = find_whole(tx, id)?;
    Ok(target_of(&found, touched(&found, patch)?))
}

/// What lifting touches: that it was not lifted before.
pub(super) fn target_lifting(tx: &mut ReadTx, id: RestrictionId) -> StoreResult<Target> {
    let found = find(tx, id)?;
    let lifted = serde_json::to_value(found.lifted_at)?;
    Ok(target_of(&found, Map::from_iter([("lifted_at".to_owned(), lifted)])))
}

fn target_of(found: &Restriction, current: Map<String, Value>) -> Target {
    Target {
        entity_id: Some(found.id.uuid()),
        client: Some(found.client_id),
        version: Some(found.version),
        current,
    }
}

pub(super) fn add(tx: &mut WriteTx, client: ClientId, draft: &RestrictionDraft) -> StoreResult<Restriction> {
    let client = clients::find_card(tx, client)?;
    clients::hold_record(tx, client.id)?;
    let program_name = reach_name(tx, draft.reach)?;
    let author = tx.author();
    let id = RestrictionId::from(new_id());
    let version = tx.returning(
        diesel::insert_into(restrictions::table)
            .values((
                restrictions::id.eq(id.uuid()),
                restrictions::client_id.eq(client.id.uuid()),
                restrictions::scope.eq(scope_code(draft.reach)),
                restrictions::program_id.eq(draft.reach.program().map(|program| program.uuid())),
                restrictions::start_date.eq(draft.start_date),
                restrictions::end_date.eq(draft.end_date),
                restrictions::review_date.eq(draft.review_date),
                restrictions::reason.eq(&draft.reason),
                restrictions::created_by.eq(author.map(|user| user.uuid())),
            ))
            .returning(restrictions::version),
    )?;
    Ok(Restriction {
        id,
        version,
        client_id: client.id,
        client_name: client.name,
        reach: draft.reach,
        program_name,
        start_date: draft.start_date,
        end_date: draft.end_date,
        state: state_on(draft.start_date, draft.end_date, false, tx.today()),
        created_at: tx.now(),
        review_date: draft.review_date,
        reason: Some(draft.reason.clone()),
        created_by: author.map(|author| name_of(tx, author)).transpose()?,
        lifted_at: None,
        lifted_by: None,
        lifting_reason: None,
        bypasses: Vec::new(),
        reviewed_at: None,
        reviewed_by: None,
        review_note: None,
        withheld: Vec::new(),
    })
}

fn name_of(tx: &mut WriteTx, author: UserId) -> StoreResult<String> {
    tx.first(Scoped::by_permission(users::table).filter(users::id.eq(author.uuid())).select(users::name))
}

fn scope_code(reach: Reach) -> &'static str {
    match reach {
        Reach::Organization => "organization",
        Reach::Program { .. } => "program",
    }
}

/// The name of the program that is covered; refuses a program that does not exist.
fn reach_name(tx: &mut WriteTx, reach: Reach) -> StoreResult<Option<String>> {
    let Some(program) = reach.program() else { return Ok(None) };
    let name = programs::name(tx, program)?;
    name.map(Some).ok_or_else(|| StoreError::field("/reach/program_id", "unknown"))
}

pub(super) fn amend(
    tx: &mut WriteTx,
    id: RestrictionId,
    patch: &RestrictionPatch,
    version: Option<i32>,
) -> StoreResult<Restriction> {
    let found = find_whole(tx, id)?;
    open(&found, version)?;
    let after = patch.clone().over(&found);
    after.check(tx.today())?;
    clients::hold_record(tx, found.client_id)?;
    let (now, reviewer) = (tx.now(), tx.actor().user().map(|user| user.uuid()));
    let review = patch.review_note.set().map(|note| {
        (
            restrictions::reviewed_at.eq(now),
            restrictions::reviewed_by.eq(reviewer),
            restrictions::review_note.eq(note),
        )
    });
    let version = tx.try_returning(
        diesel::update(restrictions::table.find(id.uuid()))
            .filter(restrictions::version.eq(found.version))
            .set((
                restrictions::start_date.eq(after.start_date),
                restrictions::end_date.eq(after.end_date),
                restrictions::review_date.eq(after.review_date),
                restrictions::reason.eq(&after.reason),
                review,
                restrictions::version.eq(found.version + 1),
            ))
            .returning(restrictions::version),
    )?;
    let after = Restriction {
        version: version.ok_or(StoreError::Stale)?,
        start_date: after.start_date,
        end_date: after.end_date,
        review_date: after.review_date,
        reason: Some(after.reason),
        state: state_on(after.start_date, after.end_date, false, tx.today()),
        ..reviewed(found, patch, tx)
    };
    Ok(seen(tx, after))
}

/// With what a review found, where the change is one.
fn reviewed(found: Restriction, patch: &RestrictionPatch, tx: &WriteTx) -> Restriction {
    match patch.review_note.set() {
        None => found,
        Some(note) => Restriction {
            reviewed_at: Some(tx.now()),
            reviewed_by: tx.actor().user().map(|_| tx.actor().name.clone()),
            review_note: Some(note.clone()),
            ..found
        },
    }
}

/// Ends a restriction for good. The row stays: its history is kept for ten years and more.
pub(super) fn lift(
    tx: &mut WriteTx,
    id: RestrictionId,
    lifting: &Lifting,
    version: Option<i32>,
) -> StoreResult<Restriction> {
    let found = find(tx, id)?;
    open(&found, version)?;
    let now = tx.now();
    let version = tx.try_returning(
        diesel::update(restrictions::table.find(id.uuid()))
            .filter(restrictions::version.eq(found.version))
            .set((
                restrictions::lifted_at.eq(now),
                restrictions::lifted_by.eq(tx.actor().user().map(|user| user.uuid())),
                restrictions::lifting_reason.eq(&lifting.reason),
                restrictions::version.eq(found.version + 1),
            ))
            .returning(restrictions::version),
    )?;
    Ok(Restriction {
        version: version.ok_or(StoreError::Stale)?,
        state: State::Lifted,
        lifted_at: Some(now),
        lifted_by: Some(tx.actor().name.clone()),
        lifting_reason: Some(lifting.reason.clone()),
        ..found
    })
}

/// Refuses one that has ended, and one that is not in the version that the writer read.
fn open(found: &Restriction, version: Option<i32>) -> StoreResult<()> {
    unchanged(version, found.version)?;
    match found.state {
        State::Lifted => Err(StoreError::Conflict("The restriction was lifted already; add a new one.")),
        State::Expired => Err(StoreError::Conflict("The restriction has expired; add a new one.")),
        State::Upcoming | State::Active => Ok(()),
    }
}
