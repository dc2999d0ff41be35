//! Renewing a session, and ending it by its token.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use domain::ids::{SessionId, UserId};
use uuid::Uuid;

use super::{
    Opened, RefreshToken, end, issue,
    sign_in::{Account, Wanted, account},
};
use crate::{
    Store, StoreError, StoreResult,
    schema::{refresh_tokens, sessions},
    scope::Scoped,
    tx::{Caller, ReadTx, WriteTx},
};

/// A second use of a token this soon is another tab's.
const AT_ONCE: TimeDelta = TimeDelta::seconds(15);

impl Store {
    /// Gives a new refresh token for one that was not used before.
    pub fn renew(&self, caller: &Caller, token: &RefreshToken) -> StoreResult<Opened> {
        match self.write_public(caller, "sessions.renew", |tx| spend(tx, token))? {
            Spent::Renewed(opened) => Ok(*opened),
            Spent::Copied(session, user) => {
                self.write_public(caller, "sessions.end_copied", |tx| {
                    tx.act_as(user)?;
                    end(tx, session)
                })?;
                Err(StoreError::Unauthenticated)
            }
        }
    }

    /// Ends the session of a token, used or not.
    pub fn sign_out(&self, caller: &Caller, token: &RefreshToken) -> StoreResult<()> {
        self.write_public(caller, "sessions.end", |tx| match known(tx, token)? {
            Some(token) => {
                tx.act_as(token.user)?;
                end(tx, token.session)
            }
            None => Ok(()),
        })
    }
}

/// What became of a token that wanted to renew its session.
enum Spent {
    Renewed(Box<Opened>),
    /// It was used before, by somebody else.
    Copied(SessionId, UserId),
}

/// Of several uses at the same moment, one meets the row unused.
fn spend(tx: &mut WriteTx, token: &RefreshToken) -> StoreResult<Spent> {
    let unused = refresh_tokens::table.find(token.hash()).filter(refresh_tokens::used_at.is_null());
    let now = tx.now();
    let spent = diesel::update(unused).set(refresh_tokens::used_at.eq(now));
    match tx.try_returning(spent.returning(refresh_tokens::session_id))? {
        Some(session) => renewed(tx, session).map(|opened| Spent::Renewed(Box::new(opened))),
        None => used_before(tx, token),
    }
}

fn renewed(tx: &mut WriteTx, session: Uuid) -> StoreResult<Opened> {
    let now = tx.now();
    let (used, made) = (now - tx.settings().session_idle(), now - tx.settings().session_lasts());
    let alive = sessions::table
        .find(session)
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .filter(sessions::created_at.gt(made))
        .filter(sessions::last_used_at.gt(used));
    let used = diesel::update(alive).set(sessions::last_used_at.eq(now));
    let opened: Option<(Uuid, DateTime<Utc>)> =
        tx.try_returning(used.returning((sessions::user_id, sessions::expires_at)))?;
    let Some((user, expires_at)) = opened else { return Err(over(tx, session)?) };
    let account = account(tx, Wanted::User(user))?.filter(Account::is_active);
    let account = account.ok_or(StoreError::Unauthenticated)?;
    let refresh = issue(tx, session.into())?;
    account.opened(tx, session.into(), refresh, expires_at)
}

/// Whether somebody ended a session, or it ran out: in the first case the page takes what is on the screen away.
fn over(tx: &mut ReadTx, session: Uuid) -> StoreResult<StoreError> {
    let ended = Scoped::by_permission(sessions::table)
        .filter(sessions::id.eq(session))
        .filter(sessions::revoked_at.is_not_null());
    let ended: Option<Uuid> = tx.find(ended.select(sessions::id))?;
    Ok(if ended.is_some() { StoreError::SessionEnded } else { StoreError::Unauthenticated })
}

/// A token that the database knows, of a session that has not been ended.
struct Known {
    session: SessionId,
    user: UserId,
    used_at: Option<DateTime<Utc>>,
}

fn known(tx: &mut ReadTx, token: &RefreshToken) -> StoreResult<Option<Known>> {
    let open = sessions::table
        .filter(sessions::id.eq(refresh_tokens::session_id))
        .filter(sessions::revoked_at.is_null())
        .select(sessions::user_id);
    let query = Scoped::by_permission(refresh_tokens::table).filter(refresh_tokens::hash.eq(token.hash()));
    let row: Option<(Uuid, Option<DateTime<Utc>>, Option<Uuid>)> =
        tx.find(query.select((refresh_tokens::session_id, refresh_tokens::used_at, open.single_value())))?;
    Ok(row.and_then(|(session, used_at, user)| {
        Some(Known { session: session.into(), user: user?.into(), used_at })
    }))
}

/// Within fifteen seconds it was another tab, which has the new token; later it was a copy.
fn used_before(tx: &mut WriteTx, token: &RefreshToken) -> StoreResult<Spent> {
    let token = known(tx, token)?.ok_or(StoreError::Unauthenticated)?;
    match token.used_at {
        Some(used) if used + AT_ONCE > tx.now() => Err(StoreError::AlreadyRenewed),
        _ => Ok(Spent::Copied(token.session, token.user)),
    }
}
