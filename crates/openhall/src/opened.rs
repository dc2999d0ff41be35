//! An installation that is ready to work: its database, its keys and its files.

use std::{sync::Arc, time::Duration};

use anyhow::{Context, Result};
use store::{
    Settings, Store,
    crypt::{Keyring, Sealer},
    files::Vault,
    profiles::{self, Profile, SecondFactor},
    tx::{Caller, WriteTx},
};

use crate::{
    config::{Config, make_state_folder},
    database::Database,
    keys,
};

/// How long one waits for a connection.
const PATIENCE: Duration = Duration::from_secs(3);
/// A command at the command line does one thing at a time.
const CONNECTIONS_OF_A_COMMAND: u32 = 1;

pub struct Opened {
    pub database: Database,
    pub keyring: Keyring,
    pub store: Store,
    pub vault: Vault,
}

impl Opened {
    /// Opens an installation for a command.
    pub fn open(config: &Config) -> Result<Self> {
        Self::with_connections(config, CONNECTIONS_OF_A_COMMAND)
    }

    /// Opens an installation whose pools have so many connections.
    pub fn with_connections(config: &Config, connections: u32) -> Result<Self> {
        let database = Database::open(config)?;
        let keyring = if database.is_new()? { keys::open_or_create(config)? } else { keys::open(config)? };
        let ran = database.make_current()?;
        if !ran.is_empty() {
            tracing::info!(migrations = ran.len(), "brought the database up to date");
        }
        let sealer = Arc::new(Sealer::new(&keyring)?);
        let database_url = database.web_url().to_owned();
        let store =
            Store::new(&Settings { database_url, connections, patience: PATIENCE }, Arc::clone(&sealer));
        keys::refuse_others(&store)?;
        make_state_folder(&config.state_dir)?;
        let vault = Vault::local(&config.files(), sealer).context("cannot open the files")?;
        Ok(Self { database, keyring, store, vault })
    }

    /// Gives a new database its organization. One that has one keeps it.
    pub fn give_profile(&self, profile: Profile, second_factor: SecondFactor) -> Result<()> {
        let job = Caller::job();
        let install = |tx: &mut WriteTx| profiles::install_first(tx, profile, second_factor);
        if self.store.write_public(&job, "profile.install", install)? {
            tracing::info!(profile = profile.name(), "gave the new database its profile");
        }
        Ok(())
    }

    /// For commands: lets go of the database and says what went wrong with that.
    pub fn close(self) -> Result<()> {
        let Self { database, store, .. } = self;
        drop(store);
        database.close()
    }
}
