//! A post that is repeated is carried out once: its key and its answer are stored with what it did, in one
//! transaction, so that a server that is killed in between leaves neither.

use chrono::TimeDelta;
use diesel::{prelude::*, query_dsl::methods, upsert::excluded};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{StoreError, StoreResult, schema::idempotency_keys, scope::Scoped, tx::WriteTx};

/// How long a repetition is answered with what was answered first.
const KEPT: TimeDelta = TimeDelta::hours(24);

/// A post that may arrive twice.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Once<'a> {
    pub operation: &'static str,
    /// The caller's.
    pub key: &'a str,
    /// Of everything that was asked for, so that a key cannot open the answer to another request.
    pub request_hash: [u8; 32],
}

impl Once<'_> {
    /// Does the work, or gives the answer of the first time. A repetition that arrives while the first one is at
    /// work waits for it.
    pub(crate) fn run<T: Serialize + DeserializeOwned>(
        &self,
        tx: &mut WriteTx,
        work: impl FnOnce(&mut WriteTx) -> StoreResult<T>,
    ) -> StoreResult<T> {
        if !self.claim(tx)? {
            return self.replay(tx);
        }
        let answer = work(tx)?;
        let row = idempotency_keys::table.find((self.operation, self.key));
        tx.run(diesel::update(row).set(idempotency_keys::answer.eq(serde_json::to_value(&answer)?)))?;
        Ok(answer)
    }

    /// Whether nobody has this key, or it is so old that it may be used anew.
    fn claim(&self, tx: &mut WriteTx) -> StoreResult<bool> {
        let now = tx.now();
        let statement = diesel::insert_into(idempotency_keys::table)
            .values((
                idempotency_keys::operation.eq(self.operation),
                idempotency_keys::key.eq(self.key),
                idempotency_keys::request_hash.eq(self.request_hash.as_slice()),
                idempotency_keys::created_at.eq(now),
            ))
            .on_conflict((idempotency_keys::operation, idempotency_keys::key))
            .do_update()
            .set((
                idempotency_keys::request_hash.eq(excluded(idempotency_keys::request_hash)),
                idempotency_keys::answer.eq(None::<Value>),
                idempotency_keys::created_at.eq(now),
            ));
        let statement = methods::FilterDsl::filter(statement, idempotency_keys::created_at.lt(now - KEPT));
        match tx.run(statement) {
            Err(StoreError::Conflict(_)) => Err(StoreError::StillRunning),
            claimed => claimed.map(|rows| rows == 1),
        }
    }

    fn replay<T: DeserializeOwned>(&self, tx: &mut WriteTx) -> StoreResult<T> {
        let query = Scoped::by_permission(idempotency_keys::table)
            .filter(idempotency_keys::operation.eq(self.operation))
            .filter(idempotency_keys::key.eq(self.key.to_owned()))
            .select((idempotency_keys::request_hash, idempotency_keys::answer));
        let (hash, answer): (Vec<u8>, Option<Value>) = tx.find(query)?.ok_or(StoreError::StillRunning)?;
        if hash != self.request_hash {
            return Err(StoreError::KeyReused);
        }
        Ok(serde_json::from_value(answer.ok_or(StoreError::StillRunning)?)?)
    }
}

/// Forgets keys that are too old to be repeated. Says how many.
pub(crate) fn sweep(tx: &mut WriteTx) -> StoreResult<usize> {
    let old = idempotency_keys::table.filter(idempotency_keys::created_at.lt(tx.now() - KEPT));
    tx.run(diesel::delete(old))
}
