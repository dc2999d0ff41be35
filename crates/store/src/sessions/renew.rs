//! Renewing a session, and ending it by its token.
//!
//! Each token renews once, and a second use ends the session: of two holders the server cannot tell which one is the
//! thief (RFC 9700, 4.14.2). A browser whose answer was lost would count as a thief too, so others let a used token pass
//! again for a while (a grace period in Amazon Cognito, a reuse interval in Auth0). Here, as with the single-use tokens of
//! Airlock IAM, it passes only as long as nobody has used what came of the first use: that token becomes void, and with
//! it the session and its access tokens, in whose place another one stands.
//!
//! Whoever holds a copy gains nothing by that. A copy that comes second takes the session away from the browser, whose
//! next request is refused and whose renewal shows the void token: that ends it for both. The same copy could have come
//! first, with the same end. Once the browser has used its new token, the copy itself ends the session.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::{
    prelude::*,
    sql_types::{Timestamptz, Uuid as SqlUuid},
};
use domain::ids::{SessionId, UserId};
use uuid::Uuid;

use super::{
    Opened, RefreshToken, end, issue,
    sign_in::{Account, Wanted, account},
};
use crate::{
    Store, StoreError, StoreResult, bulk, new_id,
    schema::{refresh_tokens, sessions},
    scope::Scoped,
    statement::Sql,
    tx::{Caller, ReadTx, WriteTx},
};

/// A second use of a token this soon is another tab's. A browser whose answer was lost has to wait for it: the page asks a
/// little longer than that (`api/token.rs`).
const AT_ONCE: TimeDelta = TimeDelta::seconds(15);
/// Whose answer was lost comes back within this time, counted from the first use.
const ASKS_AGAIN: TimeDelta = TimeDelta::minutes(2);

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
    let unused = refresh_tokens::table
        .find(token.hash())
        .filter(refresh_tokens::used_at.is_null())
        .filter(refresh_tokens::voided_at.is_null());
    let now = tx.now();
    let spent = diesel::update(unused).set(refresh_tokens::used_at.eq(now));
    match tx.try_returning(spent.returning(refresh_tokens::session_id))? {
        Some(session) => renewed(tx, session, token).map(|opened| Spent::Renewed(Box::new(opened))),
        None => used_before(tx, token),
    }
}

fn renewed(tx: &mut WriteTx, session: Uuid, spent: &RefreshToken) -> StoreResult<Opened> {
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
    let refresh = issue(tx, session.into(), Some(spent))?;
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
    repeated_at: Option<DateTime<Utc>>,
}

fn known(tx: &mut ReadTx, token: &RefreshToken) -> StoreResult<Option<Known>> {
    let open = sessions::table
        .filter(sessions::id.eq(refresh_tokens::session_id))
        .filter(sessions::revoked_at.is_null())
        .select(sessions::user_id);
    let query = Scoped::by_permission(refresh_tokens::table).filter(refresh_tokens::hash.eq(token.hash()));
    type Row = (Uuid, Option<DateTime<Utc>>, Option<DateTime<Utc>>, Option<Uuid>);
    let row: Option<Row> = tx.find(query.select((
        refresh_tokens::session_id,
        refresh_tokens::used_at,
        refresh_tokens::repeated_at,
        open.single_value(),
    )))?;
    Ok(row.and_then(|(session, used_at, repeated_at, user)| {
        Some(Known { session: session.into(), user: user?.into(), used_at, repeated_at })
    }))
}

/// It was another tab, which has the new token; or a browser that never got it; or a copy, as a void token, which was
/// never used, is in any case.
fn used_before(tx: &mut WriteTx, token: &RefreshToken) -> StoreResult<Spent> {
    let known = known(tx, token)?.ok_or(StoreError::Unauthenticated)?;
    let now = tx.now();
    match (known.used_at, known.repeated_at.or(known.used_at)) {
        (_, Some(last)) if last + AT_ONCE > now => Err(StoreError::AlreadyRenewed),
        (Some(first), _) if first + ASKS_AGAIN > now => asked_again(tx, token, &known),
        _ => Ok(Spent::Copied(known.session, known.user)),
    }
}

/// Gives another token in place of one that nobody used. Of several who ask at the same moment, one meets the row as it
/// was read; a token that was used meanwhile is not void any more.
fn asked_again(tx: &mut WriteTx, token: &RefreshToken, known: &Known) -> StoreResult<Spent> {
    let now = tx.now();
    let as_read = refresh_tokens::table
        .find(token.hash())
        .filter(refresh_tokens::repeated_at.is_not_distinct_from(known.repeated_at));
    if tx.run(diesel::update(as_read).set(refresh_tokens::repeated_at.eq(now)))? == 0 {
        return Err(StoreError::AlreadyRenewed);
    }
    let unheard = refresh_tokens::table
        .filter(refresh_tokens::follows.eq(token.hash()))
        .filter(refresh_tokens::used_at.is_null().and(refresh_tokens::voided_at.is_null()));
    if tx.run(diesel::update(unheard).set(refresh_tokens::voided_at.eq(now)))? == 0 {
        return Ok(Spent::Copied(known.session, known.user));
    }
    let session = replaced(tx, known)?;
    renewed(tx, session.uuid(), token).map(|opened| Spent::Renewed(Box::new(opened)))
}

/// Puts a session in the place of another, so that access tokens which came with the void token end at once.
fn replaced(tx: &mut WriteTx, known: &Known) -> StoreResult<SessionId> {
    tx.act_as(known.user)?;
    let (old, new) = (known.session.uuid(), new_id());
    let moved = Sql::new(REPLACE).bind::<SqlUuid, _>(old).bind::<SqlUuid, _>(new);
    if tx.run_sql(moved.bind::<Timestamptz, _>(tx.now()))? == 0 {
        return Err(StoreError::SessionEnded);
    }
    let tokens = refresh_tokens::table.filter(refresh_tokens::session_id.eq(old));
    tx.run(diesel::update(tokens).set(refresh_tokens::session_id.eq(new)))?;
    bulk::go_on_by(tx, known.session, new.into())?;
    Ok(new.into())
}

/// Somebody may have ended it at this moment.
const REPLACE: &str = "with old as (\
        update sessions set revoked_at = $3 where id = $1 and revoked_at is null \
        returning user_id, created_at, last_used_at, expires_at, device\
    ) insert into sessions (id, user_id, created_at, last_used_at, expires_at, device) \
    select $2, user_id, created_at, last_used_at, expires_at, device from old";
