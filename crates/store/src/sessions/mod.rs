//! Signing in, renewing and signing out.
//!
//! A session is a row; the browser holds a refresh token for it, 256 random bits of which the database has the
//! hash alone. Each token renews once (RFC 9700, 4.14.2): a second use right after the first one is another tab's, which
//! is told so; a later one means that somebody copied it, and ends the session. A renewal and the token that comes of it
//! stand in one transaction, so a failure burns nothing. Whose answer was lost on its way is given another token in place
//! of the one that never arrived (`renew.rs`).
//!
//! Whether a session may act is asked of the database at each request (`actor()` in functions.sql).

mod own;
mod renew;
mod second_step;
mod sign_in;
mod tries;

use std::{fmt, net::IpAddr};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::{
    prelude::*,
    sql_types::{Jsonb, Nullable, Uuid as SqlUuid},
};
use domain::{
    actor::{Actor, Me},
    ids::{SessionId, UserId},
    sessions::Challenge,
    settings::SystemSettings,
};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

pub(crate) use own::end_others;
pub use own::{end_all, end_one, end_one_of, list, list_of};
pub(crate) use tries::Tries;

use crate::{
    StoreResult,
    crypt::chance,
    schema::{organization, refresh_tokens, sessions},
    scope::Scoped,
    tx::{ReadTx, WriteTx},
};

/// No session lasts longer, whatever the settings say.
const LONGEST: TimeDelta = TimeDelta::hours(24);

/// What renews a session. It is told once, to the browser, and never kept.
pub struct RefreshToken(String);

impl RefreshToken {
    fn new() -> StoreResult<Self> {
        Ok(Self(BASE64_URL_SAFE_NO_PAD.encode(chance::<32>()?)))
    }

    /// One that a browser sent; anything else than ours is found nowhere.
    pub fn sent(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// For the cookie.
    pub fn text(&self) -> &str {
        &self.0
    }

    fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0.as_bytes()).to_vec()
    }
}

impl fmt::Debug for RefreshToken {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("RefreshToken(…)")
    }
}

/// Where a try to sign in comes from.
#[derive(Clone, Debug, Default)]
pub struct Source {
    pub address: Option<IpAddr>,
    /// As the browser describes itself, so that a person may tell sessions apart.
    pub device: String,
}

/// A session that was just opened or renewed.
#[derive(Debug)]
pub struct Opened {
    pub session: SessionId,
    pub me: Me,
    pub refresh: RefreshToken,
    pub expires_at: DateTime<Utc>,
    /// A session that was not renewed for this long has ended.
    pub idle: TimeDelta,
}

/// What came of a right password.
#[derive(Debug)]
pub enum Admission {
    In(Box<Opened>),
    /// It was not enough.
    Asked(Challenge),
}

/// Who is signed in.
pub fn me(tx: &mut ReadTx) -> StoreResult<Me> {
    let user = tx.user()?;
    let zone = tx.find(Scoped::by_permission(organization::table).select(organization::time_zone))?;
    let zone = zone.unwrap_or_else(|| "UTC".to_owned());
    Ok(describe(tx.actor(), (user, tx.email().to_owned()), zone, tx.settings()))
}

fn describe(
    actor: &Actor,
    (id, email): (UserId, String),
    time_zone: String,
    settings: &SystemSettings,
) -> Me {
    Me {
        id,
        name: actor.name.clone(),
        email,
        roles: actor.held.names(),
        permissions: actor.may_now(),
        sees_everyone: actor.sight.everyone,
        has_record: actor.sight.own.is_some(),
        lacks_second_factor: actor.lacks_second_factor,
        modules_off: settings.modules_off.clone(),
        password_length: settings.password_length,
        time_zone,
    }
}

/// Makes a token for a session, the first one or the one after another.
fn issue(tx: &mut WriteTx, session: SessionId, after: Option<&RefreshToken>) -> StoreResult<RefreshToken> {
    let token = RefreshToken::new()?;
    tx.run(diesel::insert_into(refresh_tokens::table).values((
        refresh_tokens::hash.eq(token.hash()),
        refresh_tokens::session_id.eq(session.uuid()),
        refresh_tokens::issued_at.eq(tx.now()),
        refresh_tokens::follows.eq(after.map(RefreshToken::hash)),
    )))?;
    Ok(token)
}

/// Throws refresh tokens away whose session is over in any case. The sessions themselves stay, as who was here
/// when.
pub(crate) fn sweep(tx: &mut WriteTx) -> StoreResult<usize> {
    let dead = tx.now() - LONGEST - LONGEST;
    tx.run(diesel::delete(refresh_tokens::table.filter(refresh_tokens::issued_at.lt(dead))))
}

fn end(tx: &mut WriteTx, session: SessionId) -> StoreResult<()> {
    let open = sessions::table.find(session.uuid()).filter(sessions::revoked_at.is_null());
    let now = tx.now();
    tx.run(diesel::update(open).set(sessions::revoked_at.eq(now)))?;
    Ok(())
}

/// Notes that somebody could not prove who they are, and why.
pub(crate) fn note_refused(tx: &mut WriteTx, user: Option<Uuid>, why: &str) -> StoreResult<()> {
    let statement = diesel::sql_query("select record('refuse', 'users', $1, null, null, $2)")
        .bind::<Nullable<SqlUuid>, _>(user)
        .bind::<Jsonb, _>(json!({ "why": why }));
    tx.run_sql(statement)?;
    Ok(())
}
