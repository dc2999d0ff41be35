//! Who looked at whom: noted in memory, written in batches. Seeing is logged as access, not as audit, so a
//! read stays a read; what a crash loses is at most the last seconds of it.

use std::sync::Mutex;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::ids::{ClientId, UserId};
use uuid::Uuid;

use crate::{Store, StoreResult, schema::access_log};

/// Beyond this many unwritten lines new ones are dropped: a database that is away must not fill the memory.
const MOST: usize = 100_000;

/// One look, without the clients it met.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen {
    pub at: DateTime<Utc>,
    pub user: UserId,
    pub operation: &'static str,
}

#[derive(Debug, Insertable)]
#[diesel(table_name = access_log)]
struct Line {
    at: DateTime<Utc>,
    user_id: Uuid,
    client_id: Uuid,
    operation: &'static str,
}

/// Lines that wait to be written.
#[derive(Debug, Default)]
pub(crate) struct AccessLog(Mutex<Vec<Line>>);

impl AccessLog {
    pub(crate) fn note(&self, seen: Seen, clients: impl IntoIterator<Item = ClientId>) {
        let mut lines = self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let room = MOST.saturating_sub(lines.len());
        lines.extend(clients.into_iter().take(room).map(|client| Line {
            at: seen.at,
            user_id: seen.user.uuid(),
            client_id: client.uuid(),
            operation: seen.operation,
        }));
    }

    fn take(&self) -> Vec<Line> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner()))
    }

    /// Lines that could not be written wait on, before those that came meanwhile.
    fn put_back(&self, mut unwritten: Vec<Line>) {
        let mut lines = self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        unwritten.append(&mut lines);
        unwritten.truncate(MOST);
        *lines = unwritten;
    }
}

impl Store {
    /// Writes the lines that wait, a thousand a statement, all of them or none. Returns how many. Where the database
    /// is away they wait on.
    pub fn flush_access(&self) -> StoreResult<usize> {
        let lines = self.access.take();
        if lines.is_empty() {
            return Ok(0);
        }
        let written = self.writers.ask(|conn| conn.transaction(|conn| write(conn, &lines)));
        match written {
            Ok(()) => Ok(lines.len()),
            Err(error) => {
                self.access.put_back(lines);
                Err(error)
            }
        }
    }
}

fn write(conn: &mut PgConnection, lines: &[Line]) -> StoreResult<()> {
    for batch in lines.chunks(1_000) {
        diesel::insert_into(access_log::table).values(batch).execute(conn)?;
    }
    Ok(())
}
