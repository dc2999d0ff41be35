//! Throwing away what nobody came back to.

use std::{io, time::Duration};

use chrono::TimeDelta;
use store::{Store, StoreError, StoreResult, files::Vault, jobs::Failure};
use tokio::{
    runtime::{Builder, Runtime},
    time::timeout,
};

/// A file without a row is a mishap only when no upload can be under way any more.
const UNKNOWN_FOR: TimeDelta = TimeDelta::hours(24);
/// Less than the lease on this work.
const FILES_WITHIN: Duration = Duration::from_secs(900);

/// Idle drafts, with their files.
pub(crate) struct Drafts {
    store: Store,
    vault: Vault,
    /// The vault waits for disks in its own way.
    runtime: Runtime,
}

impl Drafts {
    pub fn new(store: Store, vault: Vault) -> io::Result<Self> {
        Ok(Self { store, vault, runtime: Builder::new_current_thread().enable_all().build()? })
    }

    pub fn sweep(&self) {
        match self.swept() {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "swept drafts"),
            Err(error) => tracing::warn!(%error, "drafts could not be swept"),
        }
    }

    /// Deletes idle drafts, then their files. A server that is killed in between leaves files without rows, which
    /// [`files`] finds.
    fn swept(&self) -> StoreResult<usize> {
        let swept = self.store.sweep()?;
        for file in &swept.files {
            if let Err(error) = self.runtime.block_on(self.vault.delete(*file)) {
                tracing::warn!(%file, %error, "a file stays in the vault until the next sweep");
            }
        }
        Ok(swept.files.len() + swept.keys)
    }
}

/// Deletes files that no row knows. Where the database knows none at all, it is more likely the wrong database than
/// an empty one, and nothing is deleted.
pub(crate) fn files(store: &Store, vault: &Vault, runtime: &Runtime) -> Result<(), Failure> {
    let known = store.known_files()?;
    if known.files.is_empty() {
        return Ok(());
    }
    let sweep = vault.sweep(known.at - UNKNOWN_FOR, |file| known.files.contains(&file));
    let swept = runtime.block_on(async { timeout(FILES_WITHIN, sweep).await });
    let swept = swept.map_err(|_| Failure::passing("it took too long"))?;
    let swept = swept.map_err(|error| StoreError::Internal(error.to_string()))?;
    tracing::info!(count = swept.unknown + swept.unfinished, "swept files");
    Ok(())
}
