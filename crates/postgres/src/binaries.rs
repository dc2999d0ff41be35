//! Where PostgreSQL's programs are.

use anyhow::{Context, Result, anyhow};
use std::cmp::Reverse;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder with `initdb`, `postgres`, `pg_ctl` and `pg_isready` of one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binaries {
    folder: PathBuf,
}

/// The PostgreSQL to use for a new cluster: the one on PATH, else the one `pg_config` knows, else Debian's newest.
pub fn find_binaries() -> Result<Binaries> {
    candidates().next().ok_or_else(|| {
        anyhow!(
            "PostgreSQL is not installed: there is no `initdb` on PATH, none where `pg_config --bindir` points, and \
             none in /usr/lib/postgresql. Install it by hand with `apt-get install postgresql` (Debian, Ubuntu), or \
             name a server of your own in DATABASE_URL."
        )
    })
}

impl Binaries {
    /// A cluster is readable only by the major version that made it, which `PG_VERSION` in it names.
    pub(crate) fn for_cluster(data: &Path) -> Result<Self> {
        let Ok(made_by) = fs::read_to_string(data.join("PG_VERSION")) else { return find_binaries() };
        let made_by = made_by.trim();
        candidates().find(|found| found.major().as_deref() == Some(made_by)).ok_or_else(|| {
            anyhow!(
                "the database in {} was made by PostgreSQL {made_by}, which is not installed. \
                 Install it by hand with `apt-get install postgresql-{made_by}`.",
                data.display()
            )
        })
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Reads "postgres (PostgreSQL) 15.20 (Debian …)" as "15".
    fn major(&self) -> Option<String> {
        let output = Command::new(self.program("postgres")).arg("--version").output().ok()?;
        let text = String::from_utf8(output.stdout).ok()?;
        let version =
            text.split_whitespace().find(|word| word.starts_with(|first: char| first.is_ascii_digit()))?;
        Some(version.split('.').next()?.to_owned())
    }
}

fn candidates() -> impl Iterator<Item = Binaries> {
    on_path()
        .into_iter()
        .chain(by_pg_config())
        .chain(by_debian())
        .filter(|folder| is_complete(folder))
        .map(|folder| Binaries { folder })
}

/// Debian has the clients in one package and the server in another, so a folder with only some of them does not do.
fn is_complete(folder: &Path) -> bool {
    ["initdb", "postgres", "pg_ctl", "pg_isready"].iter().all(|program| folder.join(program).is_file())
}

fn on_path() -> Vec<PathBuf> {
    env::var_os("PATH").map(|path| env::split_paths(&path).collect()).unwrap_or_default()
}

fn by_pg_config() -> Option<PathBuf> {
    let output = Command::new("pg_config").arg("--bindir").output().ok()?;
    Some(PathBuf::from(String::from_utf8(output.stdout).ok()?.trim()))
}

/// `/usr/lib/postgresql/<major>/bin`, the newest first.
fn by_debian() -> Vec<PathBuf> {
    let versions = debian_versions(Path::new("/usr/lib/postgresql")).unwrap_or_default();
    versions.into_iter().map(|(_, folder)| folder.join("bin")).collect()
}

fn debian_versions(parent: &Path) -> Result<Vec<(u32, PathBuf)>> {
    let mut versions = Vec::new();
    for entry in fs::read_dir(parent).with_context(|| format!("cannot list {}", parent.display()))? {
        let folder = entry?.path();
        let version = folder.file_name().and_then(|name| name.to_str()).and_then(|name| name.parse().ok());
        versions.extend(version.map(|version: u32| (version, folder)));
    }
    versions.sort_by_key(|(version, _)| Reverse(*version));
    Ok(versions)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_of_debians_versions_comes_first() {
        let parent = tempfile::tempdir().unwrap();
        for name in ["9", "15", "17", "extension-notes"] {
            fs::create_dir(parent.path().join(name)).unwrap();
        }
        let versions: Vec<u32> =
            debian_versions(parent.path()).unwrap().into_iter().map(|(version, _)| version).collect();
        assert_eq!(versions, [17, 15, 9]);
    }

    #[test]
    fn a_cluster_of_a_version_that_is_not_here_names_the_package() {
        let data = tempfile::tempdir().unwrap();
        fs::write(data.path().join("PG_VERSION"), "8\n").unwrap();
        let error = Binaries::for_cluster(data.path()).unwrap_err().to_string();
        assert!(error.contains("apt-get install postgresql-8"), "{error}");
    }
}
