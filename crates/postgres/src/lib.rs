//! The private PostgreSQL: a server of our own on this machine, so that trying Openhall out or running its tests needs no
//! database administrator.
//!
//! PostgreSQL refuses to run as root, so as root everything runs as the user `postgres`, else `nobody`. The server stops
//! with its owner. Should the owner be killed, PostgreSQL lives on, and the next start on the same directory adopts it.
//!
//! ```no_run
//! let server = postgres::Server::start(&postgres::Settings::throw_away())?;
//! println!("{}", server.url("postgres", "postgres"));
//! server.stop()?;
//! # Ok::<(), anyhow::Error>(())
//! ```

mod account;
mod binaries;
mod cluster;
mod directory;
mod host;
mod lock;
mod process;

pub use binaries::{Binaries, find_binaries};

use account::Account;
use anyhow::Result;
use cluster::Cluster;
use directory::Directory;
use host::Host;
use lock::Lock;
use process::Process;
use std::fs;
use std::path::{Path, PathBuf};

/// The superuser that `initdb` makes. Its password, where there is one, stands in `password` in the directory.
pub const SUPERUSER: &str = "postgres";

/// What kind of server is wanted.
#[derive(Clone, Debug)]
pub struct Settings {
    pub keeping: Keeping,
    pub max_connections: u16,
}

/// Whether what is written must survive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// In this directory, safe against power cuts, behind a random password.
    Durable(PathBuf),
    /// In a directory of its own that is removed in the end; fast, and open to every user of this machine.
    ThrowAway,
}

impl Settings {
    pub fn durable(directory: impl Into<PathBuf>) -> Self {
        Self { keeping: Keeping::Durable(directory.into()), max_connections: 200 }
    }

    pub fn throw_away() -> Self {
        Self { keeping: Keeping::ThrowAway, max_connections: 200 }
    }
}

/// A server that another process runs, as far as one needs to know it for connecting.
#[derive(Debug)]
pub struct Neighbor {
    host: Host,
    password: String,
}

impl Neighbor {
    /// The server that runs in a durable directory, where one does and its owner lives.
    pub fn find(wanted: &Path) -> Result<Option<Self>> {
        let directory = Directory::durable(wanted, &Account::for_postgres()?)?;
        let (Some(port), false) =
            (process::running_port(&directory.data()), Lock::is_abandoned(directory.path()))
        else {
            return Ok(None);
        };
        let password = fs::read_to_string(directory.path().join("password"))?;
        Ok(Some(Self { host: Host::of(directory.path(), port), password: password.trim().to_owned() }))
    }

    /// As [`Server::url`].
    pub fn url(&self, database: &str, user: &str) -> String {
        self.host.url(Some(&self.password), database, user)
    }

    pub fn password(&self) -> &str {
        &self.password
    }
}

/// A running server. Dropping it stops PostgreSQL; `stop` does the same and says what went wrong.
// The fields are dropped in this order: first the process stops, then the directory goes, and the lock is the last.
#[derive(Debug)]
pub struct Server {
    process: Process,
    password: Option<String>,
    directory: Directory,
    _lock: Lock,
}

impl Server {
    /// Makes the cluster at the first start, adopts a server that outlived its owner, or starts a new one.
    pub fn start(settings: &Settings) -> Result<Self> {
        let account = Account::for_postgres()?;
        let directory = match &settings.keeping {
            Keeping::Durable(wanted) => Directory::durable(wanted, &account)?,
            Keeping::ThrowAway => Directory::throw_away(&account)?,
        };
        let lock = Lock::take(directory.path())?;
        let binaries = Binaries::for_cluster(&directory.data())?;
        let cluster = Cluster::open(settings, &directory, &binaries, &account)?;
        let process = Process::adopt_or_start(&cluster)?;
        Ok(Self { process, password: cluster.into_password(), directory, _lock: lock })
    }

    /// Every role that the caller makes shares the superuser's password, so that there is one secret to keep.
    pub fn url(&self, database: &str, user: &str) -> String {
        self.host().url(self.password(), database, user)
    }

    /// What PostgreSQL's own programs take as `--host`.
    pub fn host_name(&self) -> String {
        self.host().name()
    }

    fn host(&self) -> Host {
        Host::of(self.directory.path(), self.port())
    }

    pub fn port(&self) -> u16 {
        self.process.port()
    }

    /// None where the server trusts everybody on this machine, which only a throw-away one does.
    pub fn password(&self) -> Option<&str> {
        self.password.as_deref()
    }

    /// Where the data really is: not always where it was wanted, see [`Keeping::Durable`] under `/root`.
    pub fn directory(&self) -> &Path {
        self.directory.path()
    }

    /// Whether this server was already running when its former owner died.
    pub fn was_adopted(&self) -> bool {
        self.process.was_adopted()
    }

    pub fn stop(mut self) -> Result<()> {
        self.process.stop()
    }
}
