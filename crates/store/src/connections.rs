//! Connections to the database, shared by all threads.
//!
//! A connection does not tell that the server at its other end is gone before it is used, and asking each one first
//! would cost every request a round. So they are not asked. The first one that turns out to be closed makes all that
//! are as old suspect, and whoever had not begun to work on it gets a new one: a restart of the database costs no
//! request its answer, as long as the database is back before patience ends.

use std::{
    ops::{Deref, DerefMut},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use diesel::{
    PgConnection,
    connection::SimpleConnection,
    r2d2::{self, ConnectionManager, CustomizeConnection, ManageConnection, Pool, PooledConnection},
};

use crate::{Settings, StoreError, StoreResult};

/// A pool.
#[derive(Clone)]
pub(crate) struct Connections {
    pool: Pool<Maker>,
    age: Arc<AtomicU64>,
}

impl Connections {
    /// Made without waiting for the database: a server starts while its database does. `greeting` is what a new
    /// connection is told first.
    pub(crate) fn new(settings: &Settings, greeting: &'static str) -> Self {
        let age = Arc::<AtomicU64>::default();
        let maker =
            Maker { inner: ConnectionManager::new(watched(&settings.database_url)), age: Arc::clone(&age) };
        let pool = Pool::builder()
            .max_size(settings.connections)
            .min_idle(Some(1))
            .connection_timeout(settings.patience)
            .connection_customizer(Box::new(Greeting(greeting)))
            .build_unchecked(maker);
        Self { pool, age }
    }

    /// Runs `attempt`, and once more on a new connection where the first one was closed before `attempt` took the
    /// work: until then nothing was asked that must not be asked twice.
    pub(crate) fn run<W, T>(
        &self,
        work: W,
        attempt: impl Fn(&mut PgConnection, &mut Option<W>) -> StoreResult<T>,
    ) -> StoreResult<T> {
        let mut work = Some(work);
        let first = self.tried(self.pool.get()?, &mut work, &attempt);
        match first {
            Err(StoreError::Closed(_)) if work.is_some() => self.tried(self.pool.get()?, &mut work, &attempt),
            done => done,
        }
    }

    /// Asks something that may be asked twice.
    pub(crate) fn ask<T>(&self, question: impl Fn(&mut PgConnection) -> StoreResult<T>) -> StoreResult<T> {
        self.run((), |conn, _| question(conn))
    }

    fn tried<W, T>(
        &self,
        mut link: PooledConnection<Maker>,
        work: &mut Option<W>,
        attempt: impl Fn(&mut PgConnection, &mut Option<W>) -> StoreResult<T>,
    ) -> StoreResult<T> {
        let done = attempt(&mut link, work);
        if let Err(StoreError::Closed(_)) = done {
            // Of several who notice at the same time, one is enough.
            self.age.fetch_max(link.age + 1, Ordering::Relaxed);
        }
        done
    }

    /// How many are in use, and how many there are.
    pub(crate) fn count(&self) -> (u32, u32) {
        let state = self.pool.state();
        (state.connections - state.idle_connections, state.connections)
    }
}

/// What notices a database whose machine is gone without a word. Without it a connection waits for hours.
const WATCHES: [(&str, u32); 5] = [
    ("connect_timeout", 5),
    ("keepalives_idle", 10),
    ("keepalives_interval", 5),
    ("keepalives_count", 3),
    ("tcp_user_timeout", 20_000),
];

/// Adds to an address what it does not say itself.
fn watched(url: &str) -> String {
    if !url.contains("://") {
        return url.to_owned();
    }
    let missing = WATCHES.iter().filter(|(name, _)| !url.contains(name));
    missing.fold(url.to_owned(), |url, (name, value)| {
        let mark = if url.contains('?') { '&' } else { '?' };
        format!("{url}{mark}{name}={value}")
    })
}

/// A connection, and how old it is: it was made when so many had turned out to be closed.
struct Link {
    conn: PgConnection,
    age: u64,
}

impl Deref for Link {
    type Target = PgConnection;
    fn deref(&self) -> &PgConnection {
        &self.conn
    }
}
impl DerefMut for Link {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.conn
    }
}

/// Makes connections and tells which are suspect. That takes no round: it compares two numbers.
struct Maker {
    inner: ConnectionManager<PgConnection>,
    age: Arc<AtomicU64>,
}

impl Maker {
    fn suspects(&self, link: &Link) -> bool {
        link.age < self.age.load(Ordering::Relaxed)
    }
}

impl ManageConnection for Maker {
    type Connection = Link;
    type Error = r2d2::Error;

    fn connect(&self) -> Result<Link, r2d2::Error> {
        let age = self.age.load(Ordering::Relaxed);
        Ok(Link { conn: self.inner.connect()?, age })
    }

    fn is_valid(&self, link: &mut Link) -> Result<(), r2d2::Error> {
        if self.suspects(link) { Err(suspect()) } else { Ok(()) }
    }

    fn has_broken(&self, link: &mut Link) -> bool {
        self.suspects(link) || self.inner.has_broken(&mut link.conn)
    }
}

fn suspect() -> r2d2::Error {
    r2d2::Error::QueryError(diesel::result::Error::BrokenTransactionManager)
}

#[derive(Debug)]
struct Greeting(&'static str);

impl CustomizeConnection<Link, r2d2::Error> for Greeting {
    fn on_acquire(&self, link: &mut Link) -> Result<(), r2d2::Error> {
        link.batch_execute(self.0).map_err(r2d2::Error::QueryError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_address_says_itself_stays() {
        let said = watched("postgres://a@b/c?connect_timeout=1");
        assert!(said.starts_with("postgres://a@b/c?connect_timeout=1&keepalives_idle=10&"), "{said}");
        assert_eq!(said.matches("connect_timeout").count(), 1);
        assert!(watched("postgres://a@b/c").contains("/c?connect_timeout=5&"));
    }
}
