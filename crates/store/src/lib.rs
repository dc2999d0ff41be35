//! The database and the files: every query, every write, and the walls around both.
//!
//! Nothing of HTTP is here, and tables and connections never leave. The walls are [`scope`] (what one sees),
//! [`tx`] (what one may, and who did it) and [`canonical`] (who may change a record without review).

pub mod access;
pub mod applications;
pub mod assignments;
pub mod audit;
pub mod canonical;
pub mod changes;
pub mod clients;
pub mod code_lists;
pub mod crypt;
pub mod dashboard;
pub mod demo;
pub mod demographics;
pub mod diagnosis;
pub mod documents;
pub mod drafts;
pub mod enrollments;
pub mod error;
pub mod files;
pub mod follow_ups;
mod idempotency;
pub mod intake;
pub mod matching;
pub mod migrate;
pub mod notes;
pub mod notifications;
pub mod organization;
pub(crate) mod page;
pub(crate) mod parameters;
pub mod passwords;
pub mod profiles;
pub mod programs;
pub mod rate_limits;
pub mod restrictions;
pub mod schema;
pub mod scope;
pub mod sessions;
pub mod ssn;
pub mod timeline;
pub mod tx;
mod upkeep;
pub mod users;

use std::{sync::Arc, time::Duration};

use diesel::{
    PgConnection,
    connection::SimpleConnection,
    r2d2::{self, ConnectionManager, CustomizeConnection, Pool},
};

pub use error::{StoreError, StoreResult};
pub use upkeep::{Known, Swept};

use crate::{access::AccessLog, crypt::Sealer, passwords::Hashing, rate_limits::Limits};

pub(crate) type PooledConnection = r2d2::PooledConnection<ConnectionManager<PgConnection>>;

/// How many connections, and where to.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Of the web role.
    pub database_url: String,
    /// Connections for reading, and as many again for writing.
    pub connections: u32,
    /// How long a request waits for one.
    pub patience: Duration,
}

/// The way to the database, shared by all threads.
#[derive(Clone)]
pub struct Store {
    readers: Pool<ConnectionManager<PgConnection>>,
    writers: Pool<ConnectionManager<PgConnection>>,
    pub(crate) sealer: Arc<Sealer>,
    pub(crate) access: Arc<AccessLog>,
    pub(crate) hashing: Hashing,
    pub(crate) limits: Limits,
}

impl Store {
    /// Makes the pools without waiting for the database: a server starts while its database does.
    pub fn new(settings: &Settings, sealer: Arc<Sealer>) -> Self {
        Self {
            readers: pool(settings, "set default_transaction_read_only = on; set statement_timeout = '15s'"),
            writers: pool(settings, "set statement_timeout = '30s'; set lock_timeout = '5s'"),
            sealer,
            access: Arc::default(),
            hashing: Hashing::new(cores()),
            limits: Limits::default(),
        }
    }

    /// The same store with other limits.
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// A connection that PostgreSQL keeps from writing.
    fn reader(&self) -> StoreResult<PooledConnection> {
        Ok(self.readers.get()?)
    }

    fn writer(&self) -> StoreResult<PooledConnection> {
        Ok(self.writers.get()?)
    }

    /// Asks the database whether it is there.
    pub fn ready(&self) -> StoreResult<()> {
        Ok(self.reader()?.batch_execute("select 1")?)
    }

    /// Connections in use and at hand, for the metrics.
    pub fn connections(&self) -> (u32, u32) {
        let (readers, writers) = (self.readers.state(), self.writers.state());
        let all = readers.connections + writers.connections;
        (all - readers.idle_connections - writers.idle_connections, all)
    }
}

/// How many hashes of passwords may be computed at once.
fn cores() -> usize {
    std::thread::available_parallelism().map_or(2, |cores| cores.get().min(8))
}

fn pool(settings: &Settings, greeting: &'static str) -> Pool<ConnectionManager<PgConnection>> {
    Pool::builder()
        .max_size(settings.connections)
        .min_idle(Some(1))
        .connection_timeout(settings.patience)
        .test_on_check_out(false)
        .connection_customizer(Box::new(Greeting(greeting)))
        .build_unchecked(ConnectionManager::new(&settings.database_url))
}

/// What a new connection is told first.
#[derive(Debug)]
struct Greeting(&'static str);

impl CustomizeConnection<PgConnection, r2d2::Error> for Greeting {
    fn on_acquire(&self, conn: &mut PgConnection) -> Result<(), r2d2::Error> {
        conn.batch_execute(self.0).map_err(r2d2::Error::QueryError)
    }
}

/// A new id. Later ones sort behind earlier ones, so that new rows stand together in an index.
pub(crate) fn new_id() -> uuid::Uuid {
    uuid::Uuid::now_v7()
}
