//! When keys were used last, and how often: noted in memory and written in batches, so that a request costs no write.
//!
//! How often is counted by each server for itself. A key is a secret, so nobody is kept from guessing it by that; it
//! keeps a program that runs wild from taking the service away from the people who work with it.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard},
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use diesel::sql_types::{Array, Timestamptz, Uuid as SqlUuid};
use domain::ids::ApiKeyId;
use uuid::Uuid;

use crate::{
    Store, StoreError, StoreResult,
    rate_limits::Limit,
    tx::{Caller, WriteTx},
};

/// What the audit would call it, if a time of use stood there.
const OPERATION: &str = "api_keys.note_use";

/// Keys that were used since this server began. Only keys that opened are here, so they are as few as there are.
#[derive(Debug, Default)]
pub(crate) struct KeyUses(Mutex<HashMap<ApiKeyId, Use>>);

#[derive(Debug)]
struct Use {
    last: DateTime<Utc>,
    is_written: bool,
    /// Of the window that is counted now.
    begun: Instant,
    times: u32,
}

impl KeyUses {
    /// Counts a request, and refuses it where there were too many.
    pub(crate) fn note(&self, key: ApiKeyId, at: DateTime<Utc>, limit: Limit) -> StoreResult<()> {
        self.count(key, (at, Instant::now()), limit)
    }

    fn count(&self, key: ApiKeyId, (at, now): (DateTime<Utc>, Instant), limit: Limit) -> StoreResult<()> {
        let window = Duration::from_secs(limit.seconds.into());
        let mut all = self.all();
        let used = all.entry(key).or_insert(Use { last: at, is_written: false, begun: now, times: 0 });
        let over = now.saturating_duration_since(used.begun);
        if over >= window {
            (used.begun, used.times) = (now, 0);
        } else if used.times >= limit.times {
            return Err(StoreError::TooMany { retry_after: (window - over).as_secs() + 1 });
        }
        used.times += 1;
        (used.last, used.is_written) = (at, false);
        Ok(())
    }

    fn take(&self) -> Vec<(Uuid, DateTime<Utc>)> {
        let mut all = self.all();
        let unwritten = all.iter_mut().filter(|(_, used)| !used.is_written);
        unwritten
            .map(|(key, used)| {
                used.is_written = true;
                (key.uuid(), used.last)
            })
            .collect()
    }

    fn put_back(&self, keys: &[(Uuid, DateTime<Utc>)]) {
        let mut all = self.all();
        for (key, _) in keys {
            if let Some(used) = all.get_mut(&ApiKeyId::from(*key)) {
                used.is_written = false;
            }
        }
    }

    fn all(&self) -> MutexGuard<'_, HashMap<ApiKeyId, Use>> {
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl Store {
    /// Writes when keys were used last. Returns how many. Where the database is away they wait on.
    pub fn flush_key_uses(&self) -> StoreResult<usize> {
        let used = self.key_uses.take();
        if used.is_empty() {
            return Ok(0);
        }
        let written = self.write_public(&Caller::job(), OPERATION, |tx| write(tx, &used));
        if written.is_err() {
            self.key_uses.put_back(&used);
        }
        written
    }
}

fn write(tx: &mut WriteTx, used: &[(Uuid, DateTime<Utc>)]) -> StoreResult<usize> {
    let (keys, times): (Vec<Uuid>, Vec<DateTime<Utc>>) = used.iter().copied().unzip();
    let statement = diesel::sql_query(
        "update api_keys set last_used_at = greatest(last_used_at, used.at) \
         from unnest($1, $2) as used (id, at) where api_keys.id = used.id",
    );
    tx.run_sql(statement.bind::<Array<SqlUuid>, _>(keys).bind::<Array<Timestamptz>, _>(times))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_runs_wild_waits_for_the_next_window() {
        let (uses, now) = (KeyUses::default(), Instant::now());
        let (mine, other) = (ApiKeyId::from(Uuid::from_u128(1)), ApiKeyId::from(Uuid::from_u128(2)));
        let limit = Limit::new(3, 60);
        let count = |key, seconds| {
            let at = (DateTime::<Utc>::UNIX_EPOCH, now + Duration::from_secs(seconds));
            uses.count(key, at, limit)
        };
        assert!((0..3).all(|_| count(mine, 0).is_ok()));
        assert!(matches!(count(mine, 20), Err(StoreError::TooMany { retry_after: 41 })));
        assert!(count(other, 20).is_ok() && count(mine, 60).is_ok());
    }

    #[test]
    fn a_use_is_written_once_and_again_after_the_next() {
        let (uses, key) = (KeyUses::default(), ApiKeyId::from(Uuid::from_u128(1)));
        let at = DateTime::<Utc>::UNIX_EPOCH;
        let limit = Limit::new(9, 60);
        uses.note(key, at, limit).unwrap();
        let first = uses.take();
        assert_eq!(first, [(key.uuid(), at)]);
        assert!(uses.take().is_empty());
        uses.put_back(&first);
        assert_eq!(uses.take().len(), 1);
        uses.note(key, at, limit).unwrap();
        assert_eq!(uses.take().len(), 1);
    }
}
