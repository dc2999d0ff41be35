//! Signing in.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{Array, Bool, Text},
};
use domain::{
    account::is_required,
    actor::Actor,
    ids::{ClientId, SessionId, UserId},
    sessions::SignIn,
    validate::Draft,
};
use uuid::Uuid;

use super::{
    Admission, Opened, RefreshToken, Source, describe, issue, note_refused, second_step, tries::Tries,
};
use crate::{
    Store, StoreError, StoreResult, new_id,
    passwords::{self, Tried, Turn},
    roles::{KeptRoles, held_columns},
    schema::{sessions, users},
    scope::{Scoped, held_account},
    statement::computed,
    tx::{Caller, ReadTx, WriteTx},
    users::{lower, read_roles},
};

/// The longest description of a browser that is kept.
const DEVICE: usize = 200;

impl Store {
    /// Waits until another password may be compared.
    pub async fn turn(&self) -> StoreResult<Turn> {
        self.hashing.turn().await
    }

    /// Opens a session, or asks for the second factor where there is one. Whether the account exists, may sign in, has a
    /// password or has another one: the answer and the work are the same.
    pub fn sign_in(
        &self,
        caller: &Caller,
        sign_in: &SignIn,
        source: &Source,
        turn: &Turn,
    ) -> StoreResult<Admission> {
        sign_in.check(chrono::NaiveDate::default())?;
        let tries = Tries::of(&sign_in.email, source);
        tries.count(self)?;
        let found = self.read_public(caller, |tx| account(tx, Wanted::Email(&sign_in.email)))?;
        let kept = found.as_ref().filter(|account| account.is_active());
        let kept = kept.and_then(|account| account.password_hash.as_deref());
        let tried = self.hashing.compare(turn, &sign_in.password, kept)?;
        match (found, tried) {
            (Some(account), Tried::Right | Tried::RightButOld) => {
                let anew = (tried == Tried::RightButOld).then_some(sign_in.password.as_str());
                let again = |kept: &str| self.hashing.compare(turn, &sign_in.password, Some(kept));
                if account.has_second_factor {
                    let ask = |tx: &mut WriteTx| {
                        hold(tx, &account, anew, again)?;
                        second_step::ask(tx, account.user)
                    };
                    return self.write_public(caller, "sessions.ask", ask).map(Admission::Asked);
                }
                let opened = self.write_public(caller, "sessions.create", |tx| {
                    hold(tx, &account, anew, again)?;
                    open(tx, account, source)
                })?;
                tries.forgive(self)?;
                Ok(Admission::In(Box::new(opened)))
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
    roles: KeptRoles,
    has_second_factor: bool,
    second_factor_roles: Vec<String>,
    collects_ssn: bool,
    time_zone: String,
}

impl Account {
    pub(super) fn is_active(&self) -> bool {
        self.status == "active"
    }

    pub(super) fn opened(
        self,
        tx: &ReadTx,
        session: SessionId,
        refresh: RefreshToken,
        expires_at: DateTime<Utc>,
    ) -> StoreResult<Opened> {
        let (user, own) = (UserId::from(self.user), self.own.map(ClientId::from));
        let held = self.roles.held()?;
        let required_of = read_roles(&self.second_factor_roles);
        let lacking = !self.has_second_factor && is_required(&held, &required_of);
        let actor = Actor::signed_in(user, session, self.name, held, own);
        let actor = Actor { collects_ssn: self.collects_ssn, ..actor };
        let actor = if lacking { actor.without_second_factor() } else { actor };
        let me = describe(&actor, (user, self.email), self.time_zone, tx.settings());
        Ok(Opened { session, me, refresh, expires_at, idle: tx.settings().session_idle() })
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
        held_columns(),
        users::second_factor_since.is_not_null(),
        computed::<Array<Text>>("coalesce((select second_factor_roles from organization), '{}')"),
        computed::<Bool>("coalesce((select collects_ssn from organization), true)"),
        computed::<Text>("coalesce((select time_zone from organization), 'UTC')"),
    )))
}

/// Opens a session for somebody who has just proved who they are.
pub(super) fn open(tx: &mut WriteTx, account: Account, source: &Source) -> StoreResult<Opened> {
    tx.act_as(account.user.into())?;
    let session = SessionId::from(new_id());
    let expires_at = tx.now() + tx.settings().session_lasts();
    tx.run(diesel::insert_into(sessions::table).values((
        sessions::id.eq(session.uuid()),
        sessions::user_id.eq(account.user),
        sessions::created_at.eq(tx.now()),
        sessions::last_used_at.eq(tx.now()),
        sessions::expires_at.eq(expires_at),
        sessions::device.eq(source.device.chars().take(DEVICE).collect::<String>()),
    )))?;
    let refresh = issue(tx, session, None)?;
    account.opened(tx, session, refresh, expires_at)
}

/// Comparing takes a while. Whoever changed the password, closed the account or set up a second factor meanwhile has ended
/// the sessions that there were, and a sign-in with what held before opens none. Whoever does so from here on waits, and
/// ends this one with the others.
///
/// `anew` is a password that was kept in a way that is no longer ours, and is hashed anew. Of two who sign in with it at the
/// same moment the second finds what the first one wrote: that is compared once more.
fn hold(
    tx: &mut WriteTx,
    account: &Account,
    anew: Option<&str>,
    again: impl Fn(&str) -> StoreResult<Tried>,
) -> StoreResult<()> {
    if is_held(tx, account, account.password_hash.as_deref())? {
        return anew.map_or(Ok(()), |password| keep_anew(tx, account.user, password));
    }
    let query = Scoped::by_permission(users::table).filter(users::id.eq(account.user));
    let now: Option<String> = tx.first(query.select(users::password_hash))?;
    let is_same = match now.as_deref().filter(|_| anew.is_some()) {
        Some(kept) => again(kept)? == Tried::Right && is_held(tx, account, now.as_deref())?,
        None => false,
    };
    if is_same { Ok(()) } else { Err(StoreError::SignInRefused) }
}

/// Holds an account that is as it was but for the password, which is kept so.
fn is_held(tx: &mut WriteTx, account: &Account, kept: Option<&str>) -> StoreResult<bool> {
    let Some(kept) = kept else { return Ok(false) };
    let held = held_account(account.user, kept.to_owned(), account.has_second_factor);
    Ok(tx.find(held)?.is_some())
}

fn keep_anew(tx: &mut WriteTx, user: Uuid, password: &str) -> StoreResult<()> {
    tx.act_as(user.into())?;
    let hash = passwords::hash(password)?;
    tx.run(diesel::update(users::table.find(user)).set(users::password_hash.eq(hash.phc())))?;
    Ok(())
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
