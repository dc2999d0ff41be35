//! The database that a command works on: one that is given, or the private PostgreSQL.

use anyhow::{Context, Result, bail};
use postgres::{Neighbor, SUPERUSER, Server, Settings};
use secrecy::{ExposeSecret, SecretString};
use store::migrate;

use crate::config::{Config, make_state_folder};

const NAME: &str = "openhall";
const OWNER: &str = "openhall_owner";
const WEB: &str = "openhall_web";

/// How to get in, and the private server as long as it runs for us.
#[derive(Debug)]
pub struct Database {
    web: SecretString,
    owner: Option<SecretString>,
    is_private: bool,
    running: Option<Server>,
}

impl Database {
    /// Takes the database that was configured, joins the private server of a running `openhall`, or starts it.
    pub fn open(config: &Config) -> Result<Self> {
        if let Some(web) = config.database_url()? {
            return Ok(Self { web, owner: config.migration_url()?, is_private: false, running: None });
        }
        make_state_folder(&config.state_dir)?;
        let folder = config.private_postgres();
        match Neighbor::find(&folder)? {
            Some(neighbor) => Ok(Self::joined(&neighbor)),
            None => Self::start(&Settings::durable(folder)),
        }
    }

    fn start(settings: &Settings) -> Result<Self> {
        let server = Server::start(settings)?;
        let password = server.password().context("the private PostgreSQL has no password")?.to_owned();
        migrate::found(&server.url("postgres", SUPERUSER), NAME, [&password, &password])?;
        tracing::info!(folder = %server.directory().display(), "started the private PostgreSQL");
        let (web, owner) = (server.url(NAME, WEB), server.url(NAME, OWNER));
        Ok(Self { web: web.into(), owner: Some(owner.into()), is_private: true, running: Some(server) })
    }

    fn joined(neighbor: &Neighbor) -> Self {
        let (web, owner) = (neighbor.url(NAME, WEB), neighbor.url(NAME, OWNER));
        Self { web: web.into(), owner: Some(owner.into()), is_private: true, running: None }
    }

    pub fn web_url(&self) -> &str {
        self.web.expose_secret()
    }

    pub fn owner_url(&self) -> Option<&str> {
        self.owner.as_ref().map(ExposeSecret::expose_secret)
    }

    /// Whether this is a private PostgreSQL that was never used. A shared database never counts as new: other
    /// servers may be about to use it with keys of their own.
    pub fn is_new(&self) -> Result<bool> {
        match self.owner_url().filter(|_| self.is_private) {
            Some(owner) => Ok(migrate::is_untouched(owner)?),
            None => Ok(false),
        }
    }

    /// Brings the tables to the shape that this program knows, where the owner's URL is known; elsewhere it only
    /// makes sure that they have it.
    pub fn make_current(&self) -> Result<Vec<String>> {
        let Some(owner) = self.owner_url() else {
            if migrate::pending(self.web_url())? {
                bail!("the database is older than this program: run `openhall migrate` with a MIGRATION_URL");
            }
            return Ok(Vec::new());
        };
        Ok(migrate::up(owner)?)
    }

    /// Stops the private PostgreSQL, if it runs for us, and says so where that fails.
    pub fn close(self) -> Result<()> {
        self.running.map_or(Ok(()), Server::stop)
    }
}
