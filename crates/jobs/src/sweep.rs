//! Throwing away what nobody came back to.

use std::{
    io,
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use store::{Store, StoreResult, files::Vault};
use tokio::runtime::{Builder, Runtime};

/// A draft lives thirty minutes; a few more do not matter.
const DRAFTS_EVERY: Duration = Duration::from_secs(60);
/// Looking through all files is work.
const VAULT_EVERY: Duration = Duration::from_secs(3_600);
/// A file without a row is a mishap only when no upload can be under way any more.
const UNKNOWN_FOR: TimeDelta = TimeDelta::hours(24);

/// Drafts and keys in the database, and files in the vault.
pub(crate) struct Sweep {
    store: Store,
    vault: Vault,
    /// The vault waits for disks in its own way.
    runtime: Runtime,
    drafts: Option<Instant>,
    vault_swept: Option<Instant>,
}

impl Sweep {
    pub fn new(store: Store, vault: Vault) -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        Ok(Self { store, vault, runtime, drafts: None, vault_swept: None })
    }

    /// Does what is due. What fails is due again next time.
    pub fn when_due(&mut self, now: Instant) {
        if is_due(self.drafts, now, DRAFTS_EVERY) {
            self.drafts = Some(now);
            tell("drafts", drafts(&self.store, &self.vault, &self.runtime));
        }
        if is_due(self.vault_swept, now, VAULT_EVERY) {
            self.vault_swept = Some(now);
            tell("files", files(&self.store, &self.vault, &self.runtime));
        }
    }
}

fn is_due(last: Option<Instant>, now: Instant, every: Duration) -> bool {
    last.is_none_or(|last| now.saturating_duration_since(last) >= every)
}

fn tell(what: &str, swept: StoreResult<usize>) {
    match swept {
        Ok(0) => {}
        Ok(count) => tracing::info!(what, count, "swept"),
        Err(error) => tracing::warn!(what, %error, "could not be swept"),
    }
}

/// Deletes idle drafts, then their files. A server that is killed in between leaves files without rows, which
/// [`files`] finds.
fn drafts(store: &Store, vault: &Vault, runtime: &Runtime) -> StoreResult<usize> {
    let swept = store.sweep()?;
    for file in &swept.files {
        if let Err(error) = runtime.block_on(vault.delete(*file)) {
            tracing::warn!(%file, %error, "a file stays in the vault until the next sweep");
        }
    }
    Ok(swept.files.len() + swept.keys)
}

/// Deletes files that no row knows. Where the database knows none at all, it is more likely the wrong database than
/// an empty one, and nothing is deleted.
fn files(store: &Store, vault: &Vault, runtime: &Runtime) -> StoreResult<usize> {
    let known = store.known_files()?;
    if known.files.is_empty() {
        return Ok(0);
    }
    let swept = runtime.block_on(vault.sweep(known.at - UNKNOWN_FOR, |file| known.files.contains(&file)));
    match swept {
        Ok(swept) => Ok(swept.unknown + swept.unfinished),
        Err(error) => Err(store::StoreError::Internal(error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_never_done_is_due() {
        let now = Instant::now();
        assert!(is_due(None, now, DRAFTS_EVERY));
        assert!(!is_due(Some(now), now, DRAFTS_EVERY));
        assert!(is_due(Some(now), now + DRAFTS_EVERY, DRAFTS_EVERY));
    }
}
