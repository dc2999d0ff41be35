//! Signing in.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{
    actor::Actor,
    ids::{ClientId, SessionId, UserId},
    sessions::SignIn,
    validate::Draft,
};
use uuid::Uuid;

use super::{LONGEST, Opened, RefreshToken, Source, describe, issue, note_refused, tries::Tries};
use crate::{
    Store, StoreError, StoreResult, new_id,
    passwords::{self, Tried, Turn},
    schema::{sessions, users},
    scope::Scoped,
    tx::{Caller, ReadTx, WriteTx},
    users::{lower, read_roles, role_codes},
};

/// The longest description of a browser that is kept.
const DEVICE: usize = 200;

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
}

/// What the database knows of somebody who wants in.
#[derive(Queryable)]
pub(super) struct Account {
    user: Uuid,
    status: String,
    password_hash: Option<String>,
    name: String,
    email: String,
    own: Option<Uuid>,
    roles: Vec<String>,
}

impl Account {
    pub(super) fn is_active(&self) -> bool {
        self.status == "active"
    }

    pub(super) fn opened(
        self,
        session: SessionId,
        refresh: RefreshToken,
        expires_at: DateTime<Utc>,
    ) -> Opened {
        let (user, own) = (UserId::from(self.user), self.own.map(ClientId::from));
        let actor = Actor::signed_in(user, session, self.name, read_roles(&self.roles), own);
        Opened { session, me: describe(&actor, user, self.email), refresh, expires_at }
    }
}

/// Whose account is asked for.
pub(super) enum Wanted<'a> {
    Email(&'a str),
    User(Uuid),
}

pub(super) fn account(tx: &mut ReadTx, wanted: Wanted) -> StoreResult<Option<Account>> {
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

/// Notes a failed try: which account, where there is one, and why. Never what was typed.
fn refuse(tx: &mut WriteTx, account: Option<&Account>) -> StoreResult<()> {
    let why = match account {
        None => "unknown_account",
        Some(account) if !account.is_active() => "not_active",
        Some(account) if account.password_hash.is_none() => "no_password",
        Some(_) => "wrong_password",
    };
    note_refused(tx, account.map(|account| account.user), why)
}
