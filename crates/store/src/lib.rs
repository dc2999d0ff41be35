//! The database and the files: every query, every write, and the walls around both.
//!
//! Nothing of HTTP is here, and tables and connections never leave. The walls are [`scope`] (what one sees),
//! [`tx`] (what one may, and who did it) and [`canonical`] (who may change a record without review).

pub mod access;
pub mod account;
mod activity;
pub mod api_keys;
pub mod applications;
pub mod assignments;
pub mod audit;
mod batch;
pub mod board;
pub mod bulk;
pub mod canonical;
pub mod changes;
pub mod clients;
pub mod code_lists;
pub mod configuration;
mod connections;
pub mod crypt;
pub mod custom_fields;
pub mod dashboard;
pub mod demo;
pub mod demographics;
pub mod departments;
pub mod diagnosis;
pub mod disclosures;
pub mod documents;
pub mod drafts;
pub mod enrollments;
pub mod equal_opportunity;
pub mod erasures;
pub mod error;
pub mod exports;
pub mod files;
pub mod follow_ups;
pub mod goals;
mod idempotency;
pub mod intake;
pub mod intake_links;
pub mod jobs;
pub mod legal_holds;
mod letters;
pub mod mail_folder;
pub mod mail_texts;
pub mod matching;
pub mod migrate;
pub mod note_templates;
pub mod notes;
pub mod notifications;
mod order;
pub mod organization;
pub mod outbox;
pub(crate) mod page;
pub(crate) mod parameters;
pub mod passwords;
pub mod photos;
pub mod profiles;
pub mod programs;
pub mod rate_limits;
mod refusals;
pub mod restrictions;
pub mod roles;
pub mod rotation;
pub mod schedules;
pub mod schema;
pub mod scope;
pub mod sessions;
pub mod settings;
pub mod ssn;
mod statement;
pub mod timeline;
pub mod tx;
pub mod unsent;
mod upkeep;
pub mod users;
pub mod views;
pub mod waitlist;

use std::{sync::Arc, time::Duration};

use diesel::connection::SimpleConnection;

pub use error::{StoreError, StoreResult};
pub use upkeep::{Known, Swept};

use crate::{
    access::AccessLog, api_keys::KeyUses, connections::Connections, crypt::Sealer, passwords::Hashing,
    rate_limits::Limits, refusals::Refusals, settings::KeptSettings,
};

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

/// What a new connection is told first.
const READER: &str = "set default_transaction_read_only = on; set statement_timeout = '15s'";
const WRITER: &str = "set statement_timeout = '30s'; set lock_timeout = '5s'";

/// The way to the database, shared by all threads.
#[derive(Clone)]
pub struct Store {
    /// PostgreSQL keeps these from writing.
    pub(crate) readers: Connections,
    pub(crate) writers: Connections,
    pub(crate) sealer: Arc<Sealer>,
    pub(crate) access: Arc<AccessLog>,
    pub(crate) refusals: Arc<Refusals>,
    pub(crate) key_uses: Arc<KeyUses>,
    pub(crate) kept_settings: Arc<KeptSettings>,
    pub(crate) hashing: Hashing,
    pub(crate) limits: Limits,
}

impl Store {
    /// Makes the pools without waiting for the database: a server starts while its database does.
    pub fn new(settings: &Settings, sealer: Arc<Sealer>) -> Self {
        Self {
            readers: Connections::new(settings, READER),
            writers: Connections::new(settings, WRITER),
            sealer,
            access: Arc::default(),
            refusals: Arc::default(),
            key_uses: Arc::default(),
            kept_settings: Arc::default(),
            hashing: Hashing::new(cores()),
            limits: Limits::default(),
        }
    }

    /// The same store with other limits.
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Asks the database whether it is there.
    pub fn ready(&self) -> StoreResult<()> {
        self.readers.ask(|conn| Ok(conn.batch_execute("select 1")?))
    }

    /// Connections in use and at hand, for the metrics.
    pub fn connections(&self) -> (u32, u32) {
        let (readers, writers) = (self.readers.count(), self.writers.count());
        (readers.0 + writers.0, readers.1 + writers.1)
    }
}

/// How many hashes of passwords may be computed at once.
fn cores() -> usize {
    std::thread::available_parallelism().map_or(2, |cores| cores.get().min(8))
}

/// A new id. Later ones sort behind earlier ones, so that new rows stand together in an index.
pub(crate) fn new_id() -> uuid::Uuid {
    uuid::Uuid::now_v7()
}
