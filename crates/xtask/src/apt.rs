//! Installing Debian's packages.

use crate::shell;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;
use std::process::Command;

/// A package, and what stands still without it.
pub struct Package {
    pub name: &'static str,
    pub why: &'static str,
}

/// Installs the packages, saying each and why; where that is not possible, says what to install by hand.
pub fn install(packages: &[Package]) -> Result<()> {
    if packages.is_empty() {
        return Ok(());
    }
    let list: Vec<String> =
        packages.iter().map(|package| format!("  {:14} {}", package.name, package.why)).collect();
    let names: Vec<&str> = packages.iter().map(|package| package.name).collect();
    let by_hand = format!(
        "These packages are missing:\n{}\nInstall them by hand: apt-get install {}",
        list.join("\n"),
        names.join(" ")
    );
    if !is_root()? {
        bail!("{by_hand}\n(Only root can install packages; `cargo xtask` as root does it by itself.)");
    }
    if shell::find("apt-get").is_none() {
        bail!("{by_hand}\n(There is no apt-get here; the names are Debian 12's.)");
    }
    shell::say(&format!("installing Debian's packages (minutes):\n{}", list.join("\n")));
    install_as_root(&names).context(by_hand)
}

fn install_as_root(names: &[&str]) -> Result<()> {
    apt_get(&["update"])?;
    if names.contains(&"postgresql") {
        apt_get(&["install", "postgresql-common"])?;
        prevent_debians_own_cluster()?;
    }
    apt_get(&[&["install"], names].concat())
}

/// Debian would make a server on port 5432 and start it at every boot. Openhall has its own, and needs none of that.
fn prevent_debians_own_cluster() -> Result<()> {
    let folder = Path::new("/etc/postgresql-common/createcluster.d");
    fs::create_dir_all(folder)?;
    let path = folder.join("openhall.conf");
    fs::write(&path, "create_main_cluster = false\n")
        .with_context(|| format!("cannot write {}", path.display()))
}

fn apt_get(words: &[&str]) -> Result<()> {
    let mut command = Command::new("apt-get");
    command.args(["--quiet", "--quiet", "--yes", "--no-install-recommends"]).args(words);
    shell::run_quietly(command.env("DEBIAN_FRONTEND", "noninteractive"))
}

fn is_root() -> Result<bool> {
    Ok(shell::ask(Command::new("id").arg("-u"))? == "0")
}
