//! The second step of signing in, where the password is not enough.
//!
//! Between the steps stands a challenge: a random text of which the database has the hash, good for five minutes and
//! one session. It opens nothing by itself, and nothing renews it.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use diesel::prelude::*;
use domain::{
    sessions::{Challenge, SecondStep},
    validate::Draft,
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    Opened, Source, Tries, note_refused,
    sign_in::{Account, Wanted, account, open},
};
use crate::{
    Store, StoreError, StoreResult, account,
    crypt::chance,
    rate_limits::{self, Class},
    schema::sign_in_challenges,
    scope::Scoped,
    tx::{Caller, ReadTx, WriteTx},
};

/// How long one may look for the phone.
const PATIENCE: TimeDelta = TimeDelta::minutes(5);

impl Store {
    /// Opens the session that a challenge stands for, with a code of the app or a recovery code.
    pub fn pass_second_step(
        &self,
        caller: &Caller,
        step: &SecondStep,
        source: &Source,
    ) -> StoreResult<Opened> {
        step.check(chrono::NaiveDate::default())?;
        let hash = hash(&step.challenge);
        let user = self.read_public(caller, |tx| waiting(tx, &hash))?.ok_or(StoreError::SignInOver)?;
        let key = user.to_string();
        let codes = [(Class::SecondStep, &*key), (Class::SecondStepDaily, &*key)];
        let refused = rate_limits::count(self, &codes)?;
        if let Some(retry_after) = refused.iter().map(|(_, seconds)| *seconds).max() {
            return Err(StoreError::TooMany { retry_after });
        }
        match self.write_public(caller, "sessions.create", |tx| pass(tx, &hash, &step.code, source))? {
            Passed::Refused => Err(StoreError::CodeRefused),
            Passed::In(opened) => {
                rate_limits::forgive(self, &codes)?;
                Tries::of(&opened.me.email, source).forgive(self)?;
                Ok(*opened)
            }
        }
    }
}

enum Passed {
    In(Box<Opened>),
    Refused,
}

/// Asks somebody whose password was right for the second factor.
pub(super) fn ask(tx: &mut WriteTx, user: Uuid) -> StoreResult<Challenge> {
    let now = tx.now();
    let over = sign_in_challenges::table.filter(sign_in_challenges::issued_at.lt(now - PATIENCE));
    tx.run(diesel::delete(over))?;
    let challenge = BASE64_URL_SAFE_NO_PAD.encode(chance::<32>()?);
    tx.run(diesel::insert_into(sign_in_challenges::table).values((
        sign_in_challenges::hash.eq(hash(&challenge)),
        sign_in_challenges::user_id.eq(user),
        sign_in_challenges::issued_at.eq(now),
    )))?;
    Ok(Challenge { challenge, expires_in: PATIENCE.num_seconds() })
}

fn hash(challenge: &str) -> Vec<u8> {
    Sha256::digest(challenge.as_bytes()).to_vec()
}

/// Whom a challenge asks.
fn waiting(tx: &mut ReadTx, hash: &[u8]) -> StoreResult<Option<Uuid>> {
    let since = tx.now() - PATIENCE;
    let query = Scoped::by_permission(sign_in_challenges::table)
        .filter(sign_in_challenges::hash.eq(hash.to_vec()))
        .filter(sign_in_challenges::issued_at.gt(since));
    tx.find(query.select(sign_in_challenges::user_id))
}

/// A wrong code leaves the challenge for another try; a right one uses it up.
fn pass(tx: &mut WriteTx, hash: &[u8], code: &str, source: &Source) -> StoreResult<Passed> {
    let user = waiting(tx, hash)?.ok_or(StoreError::SignInOver)?;
    let account = account(tx, Wanted::User(user))?.filter(Account::is_active);
    let account = account.ok_or(StoreError::SignInOver)?;
    if !account::take(tx, user, code)? {
        note_refused(tx, Some(user), "wrong_code")?;
        return Ok(Passed::Refused);
    }
    if tx.run(diesel::delete(sign_in_challenges::table.find(hash)))? == 0 {
        return Err(StoreError::SignInOver);
    }
    Ok(Passed::In(Box::new(open(tx, account, source)?)))
}
