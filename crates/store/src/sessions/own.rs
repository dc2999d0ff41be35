//! One's own sessions: on which browsers one is signed in, and signing out of them.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{
    ids::{SessionId, UserId},
    sessions::OpenSession,
};
use uuid::Uuid;

use crate::{
    StoreError, StoreResult,
    schema::sessions,
    scope::Scoped,
    tx::{ReadTx, WriteTx},
    users::{end_sessions, end_sign_ins},
};

/// Sessions that may still act, the one that asks among them; the last used first.
pub fn list(tx: &mut ReadTx) -> StoreResult<Vec<OpenSession>> {
    let user = tx.person()?;
    list_of(tx, user)
}

/// The same of somebody.
pub fn list_of(tx: &mut ReadTx, user: UserId) -> StoreResult<Vec<OpenSession>> {
    let (now, current) = (tx.now(), tx.actor().session);
    let (used, made) = (now - tx.settings().session_idle(), now - tx.settings().session_lasts());
    let query = Scoped::by_permission(sessions::table)
        .filter(sessions::user_id.eq(user.uuid()))
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::expires_at.gt(now).and(sessions::last_used_at.gt(used)))
        .filter(sessions::created_at.gt(made))
        .order((sessions::last_used_at.desc(), sessions::id.desc()));
    type Row = (Uuid, String, DateTime<Utc>, DateTime<Utc>);
    let rows: Vec<Row> = tx.load(query.select((
        sessions::id,
        sessions::device,
        sessions::created_at,
        sessions::last_used_at,
    )))?;
    let session = |(id, device, created_at, last_used_at): Row| OpenSession {
        id: id.into(),
        device,
        created_at,
        last_used_at,
        current: current == Some(id.into()),
    };
    Ok(rows.into_iter().map(session).collect())
}

/// Signs out of one of them. Somebody else's is not found.
pub fn end_one(tx: &mut WriteTx, id: SessionId) -> StoreResult<()> {
    let user = tx.person()?;
    end_one_of(tx, user, id)
}

/// The same of somebody.
pub fn end_one_of(tx: &mut WriteTx, user: UserId, id: SessionId) -> StoreResult<()> {
    let now = tx.now();
    let mine = sessions::table
        .filter(sessions::id.eq(id.uuid()))
        .filter(sessions::user_id.eq(user.uuid()).and(sessions::revoked_at.is_null()));
    match tx.run(diesel::update(mine).set(sessions::revoked_at.eq(now)))? {
        0 => Err(StoreError::NotFound),
        _ => Ok(()),
    }
}

/// Signs out everywhere, here as well.
pub fn end_all(tx: &mut WriteTx) -> StoreResult<()> {
    let user = tx.person()?;
    end_sessions(tx, user)
}

/// Signs out of all but the one that asks.
pub(crate) fn end_others(tx: &mut WriteTx) -> StoreResult<()> {
    let (user, now) = (tx.person()?, tx.now());
    let current = tx.actor().session.ok_or(StoreError::Unauthenticated)?;
    end_sign_ins(tx, user)?;
    let others = sessions::table
        .filter(sessions::user_id.eq(user.uuid()).and(sessions::revoked_at.is_null()))
        .filter(sessions::id.ne(current.uuid()));
    tx.run(diesel::update(others).set(sessions::revoked_at.eq(now)))?;
    Ok(())
}
