//! Who tried what they may not do.
//!
//! It stands in the audit and not in the access log: the access log says who saw whom, and here nobody saw anything.
//! The row has a transaction of its own, after the refused one was taken back. Of the same refusal in the same session
//! one row in ten minutes is written, with how often it happened since the last, so that nobody fills the log by asking
//! again and again. A server that restarts forgets how often, and never that.

use std::{
    collections::HashMap,
    sync::Mutex,
    time::{Duration, Instant},
};

use diesel::sql_types::{Jsonb, Nullable, Uuid as SqlUuid};
use serde_json::json;
use uuid::Uuid;

use crate::{
    Store, StoreError, StoreResult,
    tx::{Caller, Who, WriteTx},
};

/// How long the same refusal is only counted.
const PAUSE: Duration = Duration::from_secs(600);
/// With more than these, those whose pause is over are forgotten.
const MANY: usize = 10_000;

/// A session or a key, and what was refused to it: the code of a permission, or why.
type Refusal = (Uuid, &'static str);

/// What was refused lately.
#[derive(Debug, Default)]
pub(crate) struct Refusals(Mutex<HashMap<Refusal, Counted>>);

#[derive(Debug)]
struct Counted {
    written: Instant,
    /// Since then.
    times: u32,
}

impl Refusals {
    /// Counts one; says how often it happened where it is to be written now.
    fn count(&self, refusal: Refusal, now: Instant) -> Option<u32> {
        let over = |counted: &Counted| now.saturating_duration_since(counted.written) >= PAUSE;
        let mut all = self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if all.len() > MANY {
            all.retain(|_, counted| !over(counted));
        }
        match all.get_mut(&refusal) {
            Some(counted) if !over(counted) => {
                counted.times += 1;
                None
            }
            found => {
                let before = found.map_or(0, |counted| counted.times);
                all.insert(refusal, Counted { written: now, times: 0 });
                Some(before + 1)
            }
        }
    }
}

impl Store {
    /// Gives back what was done, and notes it where it was refused. A note that cannot be written makes no other answer
    /// of a refusal.
    pub(crate) fn noted<T>(
        &self,
        caller: &Caller,
        operation: &'static str,
        done: StoreResult<T>,
    ) -> StoreResult<T> {
        let why = match &done {
            Err(StoreError::Forbidden(permission)) => permission.code(),
            Err(StoreError::NotYours(why)) => why,
            _ => return done,
        };
        let asker = match caller.who {
            Who::Session(session) => session.uuid(),
            Who::Key(shown) => shown.id().uuid(),
            Who::KeyAtWork(key) => key.0.uuid(),
            Who::Public | Who::Job => return done,
        };
        if let Some(times) = self.refusals.count((asker, why), Instant::now()) {
            let noted = self.write_public(caller, operation, |tx| write(tx, why, times));
            if let Err(error) = noted {
                tracing::warn!(%error, why, times, "a refusal is not in the audit");
            }
        }
        done
    }
}

fn write(tx: &mut WriteTx, why: &str, times: u32) -> StoreResult<()> {
    let statement = diesel::sql_query("select record('refuse', 'users', $1, null, null, $2)")
        .bind::<Nullable<SqlUuid>, _>(tx.actor().user().map(|user| user.uuid()))
        .bind::<Jsonb, _>(json!({ "why": why, "times": times }));
    tx.run_sql(statement)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_written_and_the_next_ones_are_counted() {
        let (refusals, now) = (Refusals::default(), Instant::now());
        let (mine, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert_eq!(refusals.count((mine, "see_audit"), now), Some(1));
        for _ in 0..5 {
            assert_eq!(refusals.count((mine, "see_audit"), now), None);
        }
        assert_eq!(refusals.count((mine, "edit_clients"), now), Some(1));
        assert_eq!(refusals.count((other, "see_audit"), now), Some(1));
        assert_eq!(refusals.count((mine, "see_audit"), now + PAUSE), Some(6));
    }

    #[test]
    fn many_sessions_do_not_fill_the_memory() {
        let (refusals, now) = (Refusals::default(), Instant::now());
        for number in 0..=MANY as u128 {
            refusals.count((Uuid::from_u128(number), "see_audit"), now);
        }
        refusals.count((Uuid::nil(), "see_audit"), now + PAUSE);
        assert_eq!(refusals.0.lock().unwrap().len(), 1);
    }
}
