//! Where a cluster lives.

use crate::account::Account;
use crate::lock::Lock;
use crate::process;
use anyhow::{Context, Result, bail};
use std::env;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

const THROW_AWAY_PREFIX: &str = "throw-away-postgres-";

/// The folder of one server: `data`, `log`, `lock` and, where it is durable, `password`.
#[derive(Debug)]
pub(crate) struct Directory {
    path: PathBuf,
    is_removed_in_the_end: bool,
}

impl Directory {
    /// The wanted folder; where PostgreSQL's user cannot get to it, one under /var/lib that belongs to the same wish.
    pub fn durable(wanted: &Path, account: &Account) -> Result<Self> {
        let wanted = std::path::absolute(wanted)?;
        let path = match account.reaches(existing_ancestor(&wanted))? {
            true => wanted,
            false => substitute(&wanted),
        };
        make(&path, account)?;
        Ok(Self { path, is_removed_in_the_end: false })
    }

    /// A new folder under the temporary ones, after tidying up behind owners that were killed.
    pub fn throw_away(account: &Account) -> Result<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let parent = match account.reaches(&env::temp_dir())? {
            true => env::temp_dir(),
            false => PathBuf::from("/tmp"),
        };
        remove_abandoned(&parent, account)?;
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = parent.join(format!("{THROW_AWAY_PREFIX}{}-{count}", std::process::id()));
        make(&path, account)?;
        Ok(Self { path, is_removed_in_the_end: true })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn data(&self) -> PathBuf {
        self.path.join("data")
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        if self.is_removed_in_the_end
            && let Err(error) = fs::remove_dir_all(&self.path)
        {
            eprintln!("could not remove {}: {error}", self.path.display());
        }
    }
}

fn existing_ancestor(path: &Path) -> &Path {
    path.ancestors().find(|ancestor| ancestor.is_dir()).unwrap_or(Path::new("/"))
}

/// `/root/openhall/state` becomes `/var/lib/openhall/root-openhall-state`, so that two checkouts keep two databases.
fn substitute(wanted: &Path) -> PathBuf {
    let name: Vec<_> = wanted.components().skip(1).map(|part| part.as_os_str().to_string_lossy()).collect();
    Path::new("/var/lib/openhall").join(name.join("-"))
}

fn make(path: &Path, account: &Account) -> Result<()> {
    fs::create_dir_all(path).with_context(|| format!("cannot make {}", path.display()))?;
    fs::set_permissions(path, Permissions::from_mode(0o700))?;
    account.give(path)?;
    if !account.reaches(path)? {
        bail!("PostgreSQL's user cannot get to {}: a folder above it is closed to others", path.display());
    }
    Ok(())
}

/// A killed test run cannot tidy up, so the next one does: whoever gets the lock knows that its owner is gone.
fn remove_abandoned(parent: &Path, account: &Account) -> Result<()> {
    for entry in fs::read_dir(parent)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name.starts_with(THROW_AWAY_PREFIX) && Lock::is_abandoned(&path) {
            let stopped = process::stop_abandoned(&path.join("data"), account);
            // Another run that tidies up may have been quicker.
            if path.exists() {
                stopped?;
                remove(&path)?;
            }
        }
    }
    Ok(())
}

/// Two runs may tidy up at the same time; what the other one has removed is removed.
fn remove(path: &Path) -> Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", path.display()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_unreachable_wishes_become_two_folders() {
        let first = substitute(Path::new("/root/first/state"));
        assert_eq!(first, Path::new("/var/lib/openhall/root-first-state"));
        assert_ne!(first, substitute(Path::new("/root/second/state")));
    }
}
