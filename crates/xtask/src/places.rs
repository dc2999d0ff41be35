//! Where things are.

use anyhow::{Context, Result};
use std::env;
use std::path::{Path, PathBuf};

/// The checkout, and the cache that outlives it: a new clone finds the dependencies and tools of the last one built.
pub struct Places {
    root: PathBuf,
    cache: PathBuf,
}

impl Places {
    pub fn find() -> Result<Self> {
        let crate_folder = env::var_os("CARGO_MANIFEST_DIR").context("start this as `cargo xtask`")?;
        let root = Path::new(&crate_folder).ancestors().nth(2).context("xtask is not in crates/")?;
        Ok(Self { root: root.to_owned(), cache: cache()? })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn frontend(&self) -> PathBuf {
        self.root.join("frontend")
    }

    pub fn browser_tests(&self) -> PathBuf {
        self.root.join("tests/browser")
    }

    /// The production page.
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// What this checkout remembers between calls; ignored by git.
    pub fn memory(&self) -> PathBuf {
        self.root.join(".openhall")
    }

    pub fn cache(&self) -> &Path {
        &self.cache
    }

    /// Builds for this machine.
    pub fn target(&self) -> PathBuf {
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.cache.join("target"), PathBuf::from)
    }

    /// Builds for the browser; apart, because another compiler may make them.
    pub fn web_target(&self) -> PathBuf {
        self.cache.join("web")
    }

    pub fn tools(&self) -> PathBuf {
        self.cache.join("tools")
    }
}

fn cache() -> Result<PathBuf> {
    if let Some(wanted) = env::var_os("OPENHALL_CACHE") {
        return Ok(std::path::absolute(wanted)?);
    }
    let user = env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let home = || env::var_os("HOME").map(|home| Path::new(&home).join(".cache"));
    let folder = user.or_else(home).context("neither OPENHALL_CACHE nor HOME says where the cache is")?;
    Ok(folder.join("openhall"))
}
