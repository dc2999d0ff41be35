//! Signing in, renewing and signing out.
//!
//! A session is a row; the browser holds a refresh token for it, 256 random bits of which the database has the
//! hash alone. Each token renews once: a second use by another tab within fifteen seconds is told so, any later
//! one means that somebody copied it, and ends the session. A renewal and the token that comes of it stand in
//! one transaction, so a failure burns nothing. If the answer is lost on its way, the browser signs in anew.
//!
//! Whether a session may act is asked of the database at each request (`actor()` in functions.sql).

use std::{fmt, net::IpAddr};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::{
    prelude::*,
    sql_types::{Jsonb, Nullable, Uuid as SqlUuid},
};
use domain::{
    actor::{Actor, Me},
    ids::{ClientId, SessionId, UserId},
    sessions::SignIn,
    validate::Draft,
};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    Store, StoreError, StoreResult,
    crypt::chance,
    new_id,
    passwords::{self, Tried, Turn},
    rate_limits::{self, Class, place},
    schema::{refresh_tokens, sessions, users},
    scope::Scoped,
    tx::{Caller, ReadTx, WriteTx},
    users::{lower, read_roles, role_codes},
};

/// A session ends after this time, whatever is done in it.
pub const LONGEST: TimeDelta = TimeDelta::hours(12);
/// A session that was not renewed for this long has ended.
pub const IDLE: TimeDelta = TimeDelta::minutes(30);
/// A second use of a token this soon is another tab's.
const AT_ONCE: TimeDelta = TimeDelta::seconds(15);
/// The longest description of a browser that is kept.
const DEVICE: usize = 200;

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
}

/// What the database knows of somebody who wants in.
#[derive(Queryable)]
struct Account {
    user: Uuid,
    status: String,
    password_hash: Option<String>,
    name: String,
    email: String,
    own: Option<Uuid>,
    roles: Vec<String>,
}

impl Store {
    /// Waits until another password may be compared.
    pub async fn turn(&self) -> StoreResult<Turn> {
        self.hashing.turn().await
    }

    /// Opens a session. Whether the account exists, may sign in, has a password or has another one: the answer
    /// and the work are the same.
    pub fn sign_in(
        &self,
        caller: &Caller,
        sign_in: &SignIn,
        source: &Source,
        turn: &Turn,
    ) -> StoreResult<Opened> {
        sign_in.check(chrono::NaiveDate::default())?;
        let tries = Tries::of(&sign_in.email, source);
        tries.count(self)?;
        let found = self.read_public(caller, |tx| account(tx, Wanted::Email(&sign_in.email)))?;
        let kept = found.as_ref().filter(|account| account.is_active());
        let kept = kept.and_then(|account| account.password_hash.as_deref());
        let tried = self.hashing.compare(turn, &sign_in.password, kept)?;
        match (found, tried) {
            (Some(account), Tried::Right | Tried::RightButOld) => {
                tries.forgive(self)?;
                let anew = (tried == Tried::RightButOld).then_some(sign_in.password.as_str());
                self.write_public(caller, "sessions.create", |tx| open(tx, account, source, anew))
            }
            (found, _) => {
                self.write_public(caller, "sessions.create", |tx| refuse(tx, found.as_ref()))?;
                Err(StoreError::SignInRefused)
            }
        }
    }

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

/// Who is signed in.
pub fn me(tx: &mut ReadTx) -> StoreResult<Me> {
    let user = tx.user()?;
    Ok(describe(tx.actor(), user, tx.email().to_owned()))
}

fn describe(actor: &Actor, user: UserId, email: String) -> Me {
    Me {
        id: user,
        name: actor.name.clone(),
        email,
        roles: actor.roles.clone(),
        permissions: actor.permissions,
        sees_everyone: actor.sight.everyone,
    }
}

/// What one try counts as.
struct Tries {
    from_here: String,
    account: String,
    address: String,
}

impl Tries {
    fn of(email: &str, source: &Source) -> Self {
        let (account, address) = (email.trim().to_lowercase(), place(source.address));
        Self { from_here: format!("{account} {address}"), account, address }
    }

    fn all(&self) -> [(Class, &str); 4] {
        [
            (Class::SignInFromHere, &self.from_here),
            (Class::SignInToAccount, &self.account),
            (Class::SignInFromAddress, &self.address),
            (Class::SignIn, ""),
        ]
    }

    /// Refuses where there were too many. Strangers who try an account from everywhere do not keep its owner
    /// out: from a place where the account signed in lately, only the tries from that place count.
    fn count(&self, store: &Store) -> StoreResult<()> {
        let mut refused = rate_limits::count(store, &self.all())?;
        let account = |(class, _): &(Class, u64)| *class == Class::SignInToAccount;
        if refused.iter().any(account) && rate_limits::is_known(store, &self.from_here)? {
            refused.retain(|one| !account(one));
        }
        match refused.iter().map(|(_, seconds)| *seconds).max() {
            Some(retry_after) => Err(StoreError::TooMany { retry_after }),
            None => Ok(()),
        }
    }

    fn forgive(&self, store: &Store) -> StoreResult<()> {
        rate_limits::forgive(store, &self.all())?;
        rate_limits::remember(store, &self.from_here)
    }
}

impl Account {
    fn is_active(&self) -> bool {
        self.status == "active"
    }

    fn opened(self, session: SessionId, refresh: RefreshToken, expires_at: DateTime<Utc>) -> Opened {
        let (user, own) = (UserId::from(self.user), self.own.map(ClientId::from));
        let actor = Actor::signed_in(user, session, self.name, read_roles(&self.roles), own);
        Opened { session, me: describe(&actor, user, self.email), refresh, expires_at }
    }
}

/// Whose account is asked for.
enum Wanted<'a> {
    Email(&'a str),
    User(Uuid),
}

fn account(tx: &mut ReadTx, wanted: Wanted) -> StoreResult<Option<Account>> {
    let query = Scoped::by_permission(users::table).into_boxed();
    let query = match wanted {
        Wanted::Email(email) => query.filter(lower(users::email).eq(lower(email.trim()))),
        Wanted::User(id) => query.filter(users::id.eq(id)),
    };
    tx.find(query.select((
        users::id,
        users::status,
        users::password_hash,
        users::name,
        users::email,
        users::client_id,
        role_codes(),
    )))
}

/// Opens a session for somebody who has just proved who they are. `anew` is a password that was kept in a way
/// that is no longer ours.
fn open(tx: &mut WriteTx, account: Account, source: &Source, anew: Option<&str>) -> StoreResult<Opened> {
    tx.act_as(account.user.into())?;
    let session = SessionId::from(new_id());
    let expires_at = tx.now() + LONGEST;
    tx.run(diesel::insert_into(sessions::table).values((
        sessions::id.eq(session.uuid()),
        sessions::user_id.eq(account.user),
        sessions::created_at.eq(tx.now()),
        sessions::last_used_at.eq(tx.now()),
        sessions::expires_at.eq(expires_at),
        sessions::device.eq(source.device.chars().take(DEVICE).collect::<String>()),
    )))?;
    if let Some(password) = anew {
        let hash = passwords::hash(password)?;
        let user = users::table.find(account.user);
        tx.run(diesel::update(user).set(users::password_hash.eq(hash.phc())))?;
    }
    let refresh = issue(tx, session)?;
    Ok(account.opened(session, refresh, expires_at))
}

fn issue(tx: &mut WriteTx, session: SessionId) -> StoreResult<RefreshToken> {
    let token = RefreshToken::new()?;
    tx.run(diesel::insert_into(refresh_tokens::table).values((
        refresh_tokens::hash.eq(token.hash()),
        refresh_tokens::session_id.eq(session.uuid()),
        refresh_tokens::issued_at.eq(tx.now()),
    )))?;
    Ok(token)
}

/// Notes a failed try: which account, where there is one, and why. Never what was typed.
fn refuse(tx: &mut WriteTx, account: Option<&Account>) -> StoreResult<()> {
    let why = match account {
        None => "unknown_account",
        Some(account) if !account.is_active() => "not_active",
        Some(account) if account.password_hash.is_none() => "no_password",
        Some(_) => "wrong_password",
    };
    let statement = diesel::sql_query("select record('refuse', 'users', $1, null, null, $2)")
        .bind::<Nullable<SqlUuid>, _>(account.map(|account| account.user))
        .bind::<Jsonb, _>(json!({ "why": why }));
    tx.run_sql(statement)?;
    Ok(())
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
    let alive = sessions::table
        .find(session)
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .filter(sessions::last_used_at.gt(now - IDLE));
    let used = diesel::update(alive).set(sessions::last_used_at.eq(now));
    let (user, expires_at): (Uuid, DateTime<Utc>) = tx
        .try_returning(used.returning((sessions::user_id, sessions::expires_at)))?
        .ok_or(StoreError::Unauthenticated)?;
    let account = account(tx, Wanted::User(user))?.filter(Account::is_active);
    let account = account.ok_or(StoreError::Unauthenticated)?;
    let refresh = issue(tx, session.into())?;
    Ok(account.opened(session.into(), refresh, expires_at))
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
