//! How much room is left where an installation writes.

use std::path::Path;

use anyhow::{Context, Result, bail};
use rustix::fs::statvfs;

use crate::config::Config;

/// Less than this is soon full: a day of files and of the database.
const LEAST: u64 = 1024 * 1024 * 1024;

/// The least that is left in any of the folders. Keys, files and the private PostgreSQL may lie on disks of their own.
pub(super) fn left(config: &Config) -> Result<String> {
    let folders = [config.state_dir.clone(), config.files(), config.mails(), config.private_postgres()];
    let there = folders.iter().filter(|folder| folder.exists());
    let measured = there.map(|folder| Ok((free(folder)?, folder.display().to_string())));
    let least = measured.collect::<Result<Vec<_>>>()?.into_iter().min();
    let (bytes, folder) = least.with_context(|| format!("there is no {}", config.state_dir.display()))?;
    judged(bytes, &folder)
}

/// What somebody who is not root may still write.
fn free(folder: &Path) -> Result<u64> {
    let found = statvfs(folder).with_context(|| format!("cannot look at {}", folder.display()))?;
    Ok(found.f_bavail.saturating_mul(found.f_frsize))
}

fn judged(bytes: u64, folder: &str) -> Result<String> {
    let gigabytes = bytes as f64 / LEAST as f64;
    if bytes < LEAST {
        bail!("{gigabytes:.1} GiB are left for {folder}: make room, or files and the database stop");
    }
    Ok(format!("{gigabytes:.1} GiB for {folder}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn less_than_a_gibibyte_is_too_little() {
        assert!(judged(LEAST - 1, "here").is_err());
        assert_eq!(judged(5 * LEAST / 2, "here").ok().as_deref(), Some("2.5 GiB for here"));
    }
}
