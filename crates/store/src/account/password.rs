//! Changing one's own password.

use diesel::prelude::*;
use domain::{account::PasswordChange, validate::Draft};
use uuid::Uuid;

use super::links;
use crate::{
    Store, StoreError, StoreResult,
    passwords::{self, Owner, Tried, Turn},
    schema::users,
    scope::Scoped,
    sessions::{Source, Tries, end_others, note_refused},
    tx::{Caller, ReadTx, WriteTx},
};

/// What the audit calls it.
const CHANGE: &str = "account.change_password";

impl Store {
    /// Sets a new password for whoever knows the present one. This session goes on, and all others end.
    pub fn change_password(
        &self,
        caller: &Caller,
        change: &PasswordChange,
        source: &Source,
        turn: &Turn,
    ) -> StoreResult<()> {
        change.check(chrono::NaiveDate::default())?;
        let own = self.prove(caller, &change.current_password, Proof { source, turn, operation: CHANGE })?;
        self.write_own(caller, CHANGE, |tx| set(tx, &own, &change.password))
    }

    /// Asks for the present password, as often as signing in would.
    pub(super) fn prove(&self, caller: &Caller, password: &str, proof: Proof) -> StoreResult<Own> {
        let own = self.read_own(caller, own)?;
        let tries = Tries::of(&own.email, proof.source);
        tries.count(self)?;
        match self.hashing.compare(proof.turn, password, own.password_hash.as_deref())? {
            Tried::Right | Tried::RightButOld => {
                tries.forgive(self)?;
                Ok(own)
            }
            Tried::Wrong => {
                self.write_own(caller, proof.operation, |tx| {
                    note_refused(tx, Some(own.id), "wrong_password")
                })?;
                Err(StoreError::field("/current_password", "wrong_password"))
            }
        }
    }
}

/// Where and for what somebody proves who they are.
#[derive(Clone, Copy)]
pub(super) struct Proof<'a> {
    pub source: &'a Source,
    pub turn: &'a Turn,
    pub operation: &'static str,
}

/// The account of whoever asks.
#[derive(Queryable)]
pub(super) struct Own {
    pub id: Uuid,
    pub name: String,
    pub email: String,
    password_hash: Option<String>,
}

fn own(tx: &mut ReadTx) -> StoreResult<Own> {
    let user = tx.user()?;
    let query = Scoped::by_permission(users::table).filter(users::id.eq(user.uuid()));
    tx.first(query.select((users::id, users::name, users::email, users::password_hash)))
}

/// Only over the password that was proved: of two changes at once, the second one proved an old one.
fn set(tx: &mut WriteTx, own: &Own, password: &str) -> StoreResult<()> {
    let hash = passwords::choose(tx, password, Owner { name: &own.name, email: &own.email })?;
    let proved = users::table.find(own.id).filter(users::password_hash.eq(&own.password_hash));
    let changes = (users::password_hash.eq(hash.phc()), users::version.eq(users::version + 1));
    match tx.run(diesel::update(proved).set(changes))? {
        0 => Err(StoreError::Conflict("The password was changed at this moment by another request.")),
        _ => {
            links::end(tx, own.id.into())?;
            end_others(tx)
        }
    }
}
