//! What is not done to an account, whoever asks.

use diesel::prelude::*;
use domain::{
    ids::UserId,
    role::Role,
    users::{State, User, Why},
};
use uuid::Uuid;

use super::directory::{Found, find_held};
use crate::{
    StoreError, StoreResult,
    canonical::unchanged,
    schema::{user_roles, users},
    scope::Scoped,
    tx::{ReadTx, WriteTx},
};

/// Any number will do, as long as only those use it who may take the last administrator away.
const LOCK: i64 = 0x4f50_454e_4c41_5354;

/// Why this is not done to this person at all; nothing where it may be. Of many, each gets an answer of its own.
pub(super) fn hindrance(tx: &ReadTx, found: &Found, seen: i32) -> Option<Why> {
    match () {
        () if found.user.version != seen => Some(Why::Stale),
        () if may_more(tx, found) => Some(Why::MayMore),
        () => None,
    }
}

/// Whether these roles come to more than whoever asks may do or sees, or the account opens the record of a client whom they
/// do not see. Otherwise a new address and a link would lead into an account with more power than one's own.
fn may_more(tx: &ReadTx, found: &Found) -> bool {
    let Found { user, held } = found;
    user.has_record_out_of_sight() || !tx.actor().may_give(held.permissions(), held.sight())
}

/// Somebody whose account may be changed, in the version that was read.
pub(super) fn find_in_reach(tx: &mut ReadTx, id: UserId, seen: i32) -> StoreResult<User> {
    let found = find_for(tx, id)?;
    unchanged(Some(seen), found.version)?;
    Ok(found)
}

/// The same, where the version does not matter.
pub(super) fn find_for(tx: &mut ReadTx, id: UserId) -> StoreResult<User> {
    let found = find_held(tx, id)?;
    if may_more(tx, &found) { Err(MAY_MORE) } else { Ok(found.user) }
}

const MAY_MORE: StoreError =
    StoreError::NotYours("They may do or see more than you do; somebody who has all of it can do this.");

/// Whether somebody who may do everything is left when these people are gone. Whoever asks this waits for others who do:
/// two administrators who deactivate each other at the same moment would both see the other one.
pub(super) fn leaves_an_administrator(tx: &mut WriteTx, going: &[UserId]) -> StoreResult<bool> {
    tx.in_turn(LOCK)?;
    let going: Vec<Uuid> = going.iter().map(|id| id.uuid()).collect();
    let all = user_roles::table.filter(user_roles::role.eq(Role::Administrator.code()));
    let query = Scoped::by_permission(users::table)
        .filter(users::status.eq(State::Active.code()))
        .filter(users::id.eq_any(all.select(user_roles::user_id)))
        .filter(users::id.ne_all(going))
        .limit(1);
    let left: Option<Uuid> = tx.find(query.select(users::id))?;
    Ok(left.is_some())
}

/// Refuses to let the last administrator go.
pub(super) fn keep_an_administrator(tx: &mut WriteTx, going: UserId) -> StoreResult<()> {
    let is_one = Scoped::by_permission(user_roles::table)
        .filter(user_roles::user_id.eq(going.uuid()))
        .filter(user_roles::role.eq(Role::Administrator.code()));
    let is_one: Option<Uuid> = tx.find(is_one.select(user_roles::user_id))?;
    if is_one.is_none() || leaves_an_administrator(tx, &[going])? {
        return Ok(());
    }
    Err(StoreError::Conflict("This is the last administrator. Make somebody else one first."))
}
