//! The tools that come from npm.

use crate::digest::Digest;
use crate::shell;
use anyhow::Result;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// `npm ci`, unless the lock file is the one that was installed last.
pub fn install(folder: &Path) -> Result<()> {
    let wanted = Digest::of_files(&[folder.join("package-lock.json")])?.to_string();
    let mark = folder.join("node_modules/.installed");
    if fs::read_to_string(&mark).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    shell::say(&format!("installing the tools of {} from npm", folder.join("package.json").display()));
    let mut npm = Command::new("npm");
    // Nothing that we use has an install script, so none is let run.
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"]);
    shell::run(npm.current_dir(folder))?;
    Ok(fs::write(mark, wanted)?)
}

/// The page's tools, by their names.
pub fn tools(frontend: &Path) -> PathBuf {
    frontend.join("node_modules/.bin")
}
