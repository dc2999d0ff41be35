//! Who looked at whom: noted in memory, written in batches. Seeing is logged as access, not as audit, so a
//! read stays a read; what a crash loses is at most the last seconds of it.

use std::sync::{Mutex, MutexGuard};

use chrono::{DateTime, Utc};
use diesel::{
    QueryableByName,
    prelude::*,
    sql_types::{Array, BigInt, Integer, Text, Timestamptz, Uuid as SqlUuid},
};
use domain::ids::{ClientId, UserId};
use uuid::Uuid;

use crate::{
    Store, StoreError, StoreResult,
    statement::Sql,
    tx::{Caller, WriteTx},
};

/// Beyond this many clients in unwritten looks new ones are dropped: a database that is away must not fill the memory.
const MOST: usize = 100_000;

/// Looks written by one statement.
const BATCH: usize = 1_000;

/// One look, without the clients it met.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen {
    pub at: DateTime<Utc>,
    pub user: UserId,
    pub operation: &'static str,
}

#[derive(Debug)]
struct Look {
    seen: Seen,
    clients: Vec<Uuid>,
}

/// Looks that wait to be written, and how many clients they met.
#[derive(Debug, Default)]
struct Waiting {
    looks: Vec<Look>,
    clients: usize,
}

impl Waiting {
    fn add(&mut self, look: Look) {
        if !look.clients.is_empty() && self.clients < MOST {
            self.clients += look.clients.len();
            self.looks.push(look);
        }
    }
}

#[derive(Debug, Default)]
pub(crate) struct AccessLog(Mutex<Waiting>);

impl AccessLog {
    pub(crate) fn note(&self, seen: Seen, clients: impl IntoIterator<Item = ClientId>) {
        let clients = clients.into_iter().map(ClientId::uuid).collect();
        self.waiting().add(Look { seen, clients });
    }

    fn take(&self) -> Vec<Look> {
        std::mem::take(&mut *self.waiting()).looks
    }

    /// Looks that could not be written wait on, before those that came meanwhile.
    fn put_back(&self, unwritten: Vec<Look>) {
        let mut waiting = self.waiting();
        let newer = std::mem::take(&mut *waiting).looks;
        unwritten.into_iter().chain(newer).for_each(|look| waiting.add(look));
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl Store {
    /// Writes the looks that wait, all of them or none. Returns how many. Where the database is away they wait on.
    pub fn flush_access(&self) -> StoreResult<usize> {
        let looks = self.access.take();
        if looks.is_empty() {
            return Ok(0);
        }
        let written = self.writers.ask(|conn| conn.transaction(|conn| write(conn, &looks)));
        match written {
            Ok(()) => Ok(looks.len()),
            Err(error) => {
                self.access.put_back(looks);
                Err(error)
            }
        }
    }
}

fn write(conn: &mut PgConnection, looks: &[Look]) -> StoreResult<()> {
    for batch in looks.chunks(BATCH) {
        statement(batch)?.execute(conn)?;
    }
    Ok(())
}

/// Columns go as arrays: rows would be another text for each number of rows, to be read and planned each time. The
/// clients of all looks go as one array, and each look says which part of it is its own.
fn statement(batch: &[Look]) -> StoreResult<Sql> {
    let (mut first, mut last, mut clients) = (Vec::new(), Vec::new(), Vec::new());
    let place = |count: usize| i32::try_from(count).map_err(|error| StoreError::Internal(error.to_string()));
    for look in batch {
        first.push(place(clients.len() + 1)?);
        clients.extend_from_slice(&look.clients);
        last.push(place(clients.len())?);
    }
    let seen = || batch.iter().map(|look| look.seen);
    Ok(Sql::new(WRITE)
        .prepared()
        .bind::<Array<Timestamptz>, _>(seen().map(|seen| seen.at).collect::<Vec<_>>())
        .bind::<Array<SqlUuid>, _>(seen().map(|seen| seen.user.uuid()).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(seen().map(|seen| seen.operation).collect::<Vec<_>>())
        .bind::<Array<Integer>, _>(first)
        .bind::<Array<Integer>, _>(last)
        .bind::<Array<SqlUuid>, _>(clients))
}

const WRITE: &str = "insert into access_log (at, user_id, operation, client_ids) \
    select at, user_id, operation, ($6)[first : last] \
    from unnest($1, $2, $3, $4, $5) as look (at, user_id, operation, first, last)";

impl Store {
    /// Forgets looks that the settings keep no longer, some thousand in a transaction. Says how many. How it is done stands in
    /// functions.sql, because whoever serves requests may not change the log of access.
    pub(crate) fn forget_looks(&self) -> StoreResult<i64> {
        let mut all = 0;
        loop {
            match self.write_public(&Caller::job(), "access.forget", forget)? {
                0 => return Ok(all),
                some => all += some,
            }
        }
    }
}

fn forget(tx: &mut WriteTx) -> StoreResult<i64> {
    let forgotten: Vec<Forgotten> = tx.returning_sql(Sql::new("select forget_looks() as count"))?;
    Ok(forgotten.iter().map(|one| one.count).sum())
}

#[derive(QueryableByName)]
struct Forgotten {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(log: &AccessLog, clients: usize) {
        let seen =
            Seen { at: DateTime::UNIX_EPOCH, user: UserId::from(Uuid::nil()), operation: "clients.list" };
        log.note(seen, (0..clients).map(|_| ClientId::from(Uuid::nil())));
    }

    #[test]
    fn looks_that_could_not_be_written_wait_before_newer_ones_and_within_the_bound() {
        let log = AccessLog::default();
        look(&log, 1);
        let unwritten = log.take();
        look(&log, MOST);
        look(&log, 3);
        log.put_back(unwritten);
        let waiting = log.take();
        assert_eq!(waiting.iter().map(|look| look.clients.len()).collect::<Vec<_>>(), [1, MOST]);
    }
}
