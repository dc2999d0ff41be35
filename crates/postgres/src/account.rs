//! Who PostgreSQL runs as.

use anyhow::{Context, Result, bail};
use std::io;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

/// The user for PostgreSQL's processes and files; ourselves, unless we are root.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    other: Option<(u32, u32)>,
}

impl Account {
    pub fn for_postgres() -> Result<Self> {
        if id(&["-u"]) != Some(0) {
            return Ok(Self { other: None });
        }
        match ["postgres", "nobody"].into_iter().find_map(ids) {
            Some(ids) => Ok(Self { other: Some(ids) }),
            None => bail!(
                "PostgreSQL does not run as root, and there is neither a user `postgres` nor `nobody` to run it as. \
                 Install the package `postgresql`, which makes the first, or start as an ordinary user."
            ),
        }
    }

    /// A command that runs as this user, in a plain environment, so that a stray PGDATA or locale changes nothing.
    pub fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        if let Some((user, group)) = self.other {
            command.uid(user).gid(group);
        }
        command.current_dir("/").env_clear().env("LC_ALL", "C.UTF-8").env("TZ", "UTC").stdin(Stdio::null());
        command
    }

    pub fn give(&self, path: &Path) -> Result<()> {
        let Some((user, group)) = self.other else { return Ok(()) };
        chown(path, Some(user), Some(group))
            .with_context(|| format!("cannot give {} to PostgreSQL's user", path.display()))
    }

    /// Whether this user may walk to a directory. Nobody but root may walk into `/root`, for example.
    pub fn reaches(&self, directory: &Path) -> Result<bool> {
        if self.other.is_none() {
            return Ok(true);
        }
        match self.command(Path::new("true")).env("PATH", "/usr/bin:/bin").current_dir(directory).status() {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(false),
            Err(error) => Err(error).with_context(|| format!("cannot look at {}", directory.display())),
        }
    }
}

fn ids(user: &str) -> Option<(u32, u32)> {
    Some((id(&["-u", user])?, id(&["-g", user])?))
}

/// Asks `id`, which knows every source of users, where a look into /etc/passwd knows one.
fn id(arguments: &[&str]) -> Option<u32> {
    let output = Command::new("id").args(arguments).stderr(Stdio::null()).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}
