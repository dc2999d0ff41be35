//! A second factor: setting it up, using it, doing without again.
//!
//! The key stands sealed beside the person, recovery codes as keyed hashes. A new key is kept apart until its first
//! code has come, so that a lost drawing locks nobody out. Of a code its step is remembered, and no code of that step
//! or an earlier one is taken again, whichever server is asked.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{Binary, Uuid as SqlUuid},
};
use domain::{
    account::{
        AuthenticatorKey, OneTimeCode, PresentPassword, RECOVERY_CODES, RecoveryCodes, SecondFactor,
        is_required,
    },
    ids::UserId,
    validate::Draft,
};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{password::Proof, totp};
use crate::{
    Store, StoreError, StoreResult,
    crypt::Place,
    letters, organization,
    passwords::Turn,
    schema::users,
    scope::Scoped,
    sessions::{Source, end_others},
    tx::{Caller, ReadTx, WriteTx},
};

/// Four groups of four letters: 78 random bits.
const GROUPS: usize = 4;

/// What the audit calls these.
const BEGIN: &str = "account.begin_second_factor";
const CONFIRM: &str = "account.confirm_second_factor";
const REMOVE: &str = "account.remove_second_factor";
const RENEW: &str = "account.renew_recovery_codes";

impl Store {
    /// How the account of whoever asks stands.
    pub fn second_factor(&self, caller: &Caller) -> StoreResult<SecondFactor> {
        self.read_own(caller, |tx| {
            let user = tx.user()?;
            let kept = kept(tx, user.uuid())?;
            let required_of = organization::second_factor_roles(tx)?;
            let required = is_required(&tx.actor().held, &required_of);
            Ok(SecondFactor { since: kept.since, recovery_codes_left: kept.recovery_hashes.len(), required })
        })
    }

    /// Makes a key for an authenticator app. It counts once [`Store::confirm_second_factor`] had a code of it.
    pub fn begin_second_factor(
        &self,
        caller: &Caller,
        proof: &PresentPassword,
        source: &Source,
        turn: &Turn,
    ) -> StoreResult<AuthenticatorKey> {
        self.proved(caller, proof, Proof { source, turn, operation: BEGIN }, begin)
    }

    /// Takes the first code of the new key. From now on signing in wants one; other sessions end, because they were
    /// opened without.
    pub fn confirm_second_factor(&self, caller: &Caller, code: &OneTimeCode) -> StoreResult<RecoveryCodes> {
        code.check(chrono::NaiveDate::default())?;
        self.write_own(caller, CONFIRM, |tx| confirm(tx, &digits(&code.code)))
    }

    /// The password is enough again.
    pub fn remove_second_factor(
        &self,
        caller: &Caller,
        proof: &PresentPassword,
        source: &Source,
        turn: &Turn,
    ) -> StoreResult<()> {
        self.proved(caller, proof, Proof { source, turn, operation: REMOVE }, remove_own)
    }

    /// New recovery codes; the old ones open nothing any more.
    pub fn renew_recovery_codes(
        &self,
        caller: &Caller,
        proof: &PresentPassword,
        source: &Source,
        turn: &Turn,
    ) -> StoreResult<RecoveryCodes> {
        self.proved(caller, proof, Proof { source, turn, operation: RENEW }, |tx| {
            let user = tx.user()?;
            kept(tx, user.uuid())?.since.ok_or(StoreError::Conflict(NONE))?;
            renew(tx, user.uuid())
        })
    }

    fn proved<T>(
        &self,
        caller: &Caller,
        proof: &PresentPassword,
        how: Proof,
        work: impl FnOnce(&mut WriteTx) -> StoreResult<T>,
    ) -> StoreResult<T> {
        proof.check(chrono::NaiveDate::default())?;
        self.prove(caller, &proof.current_password, how)?;
        self.write_own(caller, how.operation, work)
    }
}

const NONE: &str = "There is no second factor yet; set one up first.";
const REQUIRED: &str = "One of your roles requires a second factor. Set it up anew instead of removing it.";

/// What a row keeps of it.
#[derive(Queryable)]
struct Kept {
    sealed: Option<Vec<u8>>,
    begun_sealed: Option<Vec<u8>>,
    since: Option<DateTime<Utc>>,
    recovery_hashes: Vec<Vec<u8>>,
}

fn kept(tx: &mut ReadTx, user: Uuid) -> StoreResult<Kept> {
    let query = Scoped::by_permission(users::table).filter(users::id.eq(user));
    tx.first(query.select((
        users::second_factor_sealed,
        users::second_factor_begun_sealed,
        users::second_factor_since,
        users::recovery_hashes,
    )))
}

/// The key in use and the one that waits for its first code have places of their own.
fn place(user: Uuid) -> Place {
    Place::new("users", "second_factor", user)
}
fn begun_place(user: Uuid) -> Place {
    Place::new("users", "second_factor_begun", user)
}

fn begin(tx: &mut WriteTx) -> StoreResult<AuthenticatorKey> {
    let user = tx.user()?.uuid();
    let secret = totp::new_secret()?;
    let sealed = tx.sealer().seal(&begun_place(user), &secret)?;
    tx.run(diesel::update(users::table.find(user)).set(users::second_factor_begun_sealed.eq(sealed)))?;
    let organization = organization::public(tx)?.name;
    totp::describe(&secret, tx.email(), &organization)
}

fn confirm(tx: &mut WriteTx, code: &str) -> StoreResult<RecoveryCodes> {
    let user = tx.user()?.uuid();
    let begun = kept(tx, user)?.begun_sealed.ok_or(StoreError::Conflict(NONE))?;
    let secret = Zeroizing::new(tx.sealer().open(&begun_place(user), &begun)?);
    let step = totp::step_of(&secret, code, tx.now())?;
    let step = step.ok_or_else(|| StoreError::field("/code", "wrong_code"))?;
    let sealed = tx.sealer().reseal(&begun_place(user), &place(user), &begun)?;
    let (now, still) = (tx.now(), users::second_factor_begun_sealed.eq(begun));
    let confirmed = diesel::update(users::table.find(user).filter(still)).set((
        users::second_factor_sealed.eq(sealed),
        users::second_factor_begun_sealed.eq(None::<Vec<u8>>),
        users::second_factor_since.eq(now),
        users::second_factor_step.eq(step),
    ));
    if tx.run(confirmed)? == 0 {
        return Err(StoreError::Conflict("Another key was made meanwhile; use its code."));
    }
    end_others(tx)?;
    renew(tx, user)
}

fn renew(tx: &mut WriteTx, user: Uuid) -> StoreResult<RecoveryCodes> {
    let codes: Vec<String> =
        (0..RECOVERY_CODES).map(|_| letters::random(GROUPS)).collect::<StoreResult<_>>()?;
    let hashes: Vec<Vec<u8>> = codes.iter().map(|code| hash(tx, user, code)).collect();
    tx.run(diesel::update(users::table.find(user)).set(users::recovery_hashes.eq(hashes)))?;
    Ok(RecoveryCodes { codes })
}

/// A code is shorter than a key, so its hash is worth nothing without one that does not stand in the database.
fn hash(tx: &ReadTx, user: Uuid, code: &str) -> Vec<u8> {
    tx.sealer().mark("recovery", &format!("{user} {}", letters::compact(code)))
}

fn remove_own(tx: &mut WriteTx) -> StoreResult<()> {
    let required_of = organization::second_factor_roles(tx)?;
    if is_required(&tx.actor().held, &required_of) {
        return Err(StoreError::Conflict(REQUIRED));
    }
    let user = tx.user()?;
    remove(tx, user)
}

/// Takes it away: the password alone signs in.
pub(crate) fn remove(tx: &mut WriteTx, user: UserId) -> StoreResult<()> {
    let none = diesel::update(users::table.find(user.uuid())).set((
        users::second_factor_sealed.eq(None::<Vec<u8>>),
        users::second_factor_begun_sealed.eq(None::<Vec<u8>>),
        users::second_factor_since.eq(None::<DateTime<Utc>>),
        users::recovery_hashes.eq(Vec::<Vec<u8>>::new()),
        users::version.eq(users::version + 1),
    ));
    if tx.run(none)? == 1 { Ok(()) } else { Err(StoreError::NotFound) }
}

/// Whether somebody's sign-in takes one.
pub(crate) fn has_second_factor(tx: &mut ReadTx, user: UserId) -> StoreResult<bool> {
    Ok(kept(tx, user.uuid())?.since.is_some())
}

/// Takes a code of the app or a recovery code of somebody who is signing in, each once. Whoever has one of them acts
/// from here on.
pub(crate) fn take(tx: &mut WriteTx, user: Uuid, code: &str) -> StoreResult<bool> {
    let kept = kept(tx, user)?;
    let Some(sealed) = kept.sealed else { return Ok(false) };
    let secret = Zeroizing::new(tx.sealer().open(&place(user), &sealed)?);
    if let Some(step) = totp::step_of(&secret, &digits(code), tx.now())? {
        let unused = users::table.find(user).filter(users::second_factor_step.lt(step));
        let used = diesel::update(unused).set(users::second_factor_step.eq(step));
        return Ok(tx.run(used)? == 1);
    }
    let hash = hash(tx, user, code);
    if !kept.recovery_hashes.contains(&hash) {
        return Ok(false);
    }
    tx.act_as(user.into())?;
    use_up(tx, user, hash)
}

/// Of several uses at the same moment, one meets the code.
fn use_up(tx: &mut WriteTx, user: Uuid, hash: Vec<u8>) -> StoreResult<bool> {
    let statement = diesel::sql_query(
        "update users set recovery_hashes = array_remove(recovery_hashes, $2) \
         where id = $1 and recovery_hashes @> array[$2]",
    );
    Ok(tx.run_sql(statement.bind::<SqlUuid, _>(user).bind::<Binary, _>(hash))? == 1)
}

/// However the digits were grouped.
fn digits(typed: &str) -> String {
    typed.chars().filter(|letter| !letter.is_whitespace() && *letter != '-').collect()
}
