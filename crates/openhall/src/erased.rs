//! Whoever was erased stays erased, also where a backup from before is put back: the ledger in the state directory knows.

use anyhow::{Context, Result, bail};
use domain::ids::ClientId;
use store::erasures::{again, kept};

use crate::{config::Config, database::Database};

/// Those whom the ledger names and the database has as if nothing had been erased.
pub fn brought_back(config: &Config, database: &Database) -> Result<Vec<ClientId>> {
    let path = config.erasures();
    let lines = kept::read(&path).with_context(|| format!("cannot read the ledger in {}", path.display()))?;
    Ok(again::brought_back(database.web_url(), &lines)?)
}

/// Erases them again before anybody can see them.
pub fn again(config: &Config, database: &Database) -> Result<()> {
    let found = brought_back(config, database)?;
    if found.is_empty() {
        return Ok(());
    }
    let Some(owner) = database.owner_url() else {
        bail!(
            "{} clients were erased and are in the database again: run `openhall migrate` with a MIGRATION_URL, which \
             erases them",
            found.len()
        );
    };
    again::erase(owner, &found)?;
    tracing::warn!(clients = found.len(), "erased again what an older backup brought back");
    Ok(())
}
