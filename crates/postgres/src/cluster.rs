//! Making a cluster and its settings.

use crate::account::Account;
use crate::binaries::Binaries;
use crate::directory::Directory;
use crate::host::takes_socket;
use crate::{Keeping, SUPERUSER, Settings};
use anyhow::{Context, Result, bail};
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Our settings, in the cluster's folder.
const SETTINGS: &str = "started-with.conf";

/// A cluster that exists, and what is needed to run it.
pub(crate) struct Cluster<'a> {
    data: PathBuf,
    log: PathBuf,
    /// Where its socket lies; none where the folder's name is too long for one.
    socket: Option<PathBuf>,
    password: Option<String>,
    settings: &'a Settings,
    binaries: &'a Binaries,
    account: &'a Account,
}

impl<'a> Cluster<'a> {
    /// Makes the cluster where there is none yet.
    pub fn open(
        settings: &'a Settings,
        directory: &Directory,
        binaries: &'a Binaries,
        account: &'a Account,
    ) -> Result<Self> {
        let (data, log) = (directory.data(), directory.path().join("log"));
        let password_file = directory.path().join("password");
        let password = match settings.keeping {
            Keeping::Durable(_) => Some(password_in(&password_file, account)?),
            Keeping::ThrowAway => None,
        };
        let socket = match settings.keeping {
            Keeping::Durable(_) => Some(directory.path().to_owned()).filter(|folder| takes_socket(folder)),
            Keeping::ThrowAway => None,
        };
        let cluster = Self { data, log, socket, password, settings, binaries, account };
        if !cluster.data.join("PG_VERSION").exists() {
            cluster.make(&password_file)?;
        }
        Ok(cluster)
    }

    pub fn data(&self) -> &Path {
        &self.data
    }

    pub fn log(&self) -> &Path {
        &self.log
    }

    pub fn account(&self) -> &Account {
        self.account
    }

    pub fn command(&self, program: &str) -> Command {
        self.account.command(&self.binaries.program(program))
    }

    pub fn into_password(self) -> Option<String> {
        self.password
    }

    /// Written anew at each start, as a file: `pg_ctl start` by hand gives the same server.
    pub fn configure(&self, port: u16) -> Result<()> {
        let text = configuration(self.settings, self.socket.as_deref(), port);
        let path = self.data.join(SETTINGS);
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        self.account.give(&path)
    }

    /// `initdb` works beside the final place and moves there when it has finished, so that an interrupted first start
    /// leaves nothing that looks like a cluster.
    fn make(&self, password_file: &Path) -> Result<()> {
        let unfinished = self.data.with_extension("unfinished");
        if unfinished.exists() {
            fs::remove_dir_all(&unfinished)?;
        }
        let mut initdb = self.command("initdb");
        // In C.UTF-8 `lower` and the trigrams know every alphabet, and the order does not depend on the machine.
        initdb.args(["--username", SUPERUSER, "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]);
        match &self.password {
            Some(_) => initdb.args(["--auth", "scram-sha-256", "--pwfile"]).arg(password_file),
            None => initdb.args(["--auth", "trust"]),
        };
        let output = initdb.arg("--pgdata").arg(&unfinished).output().context("cannot run initdb")?;
        if !output.status.success() {
            bail!(
                "PostgreSQL could not make its cluster:\n{}",
                String::from_utf8_lossy(&output.stderr).trim()
            );
        }
        include_settings(&unfinished)?;
        if let Keeping::Durable(_) = self.settings.keeping {
            self.sync(&unfinished)?;
        }
        fs::rename(&unfinished, &self.data).context("cannot move the new cluster into its place")
    }

    fn sync(&self, data: &Path) -> Result<()> {
        let status = self.command("initdb").arg("--sync-only").arg("--pgdata").arg(data).output()?.status;
        if !status.success() {
            bail!("PostgreSQL could not write its new cluster to the disk");
        }
        Ok(())
    }
}

/// After what `initdb` has found out about this machine, the kind of shared memory for one, which stays.
fn include_settings(data: &Path) -> Result<()> {
    let mut file = OpenOptions::new().append(true).open(data.join("postgresql.conf"))?;
    writeln!(file, "include '{SETTINGS}'").context("cannot write postgresql.conf")
}

fn configuration(settings: &Settings, socket: Option<&Path>, port: u16) -> String {
    let socket = socket.map(in_quotes).unwrap_or_default();
    let common = format!(
        "# Written at each start of the server; changes here are lost.\n\
         listen_addresses = '127.0.0.1'\n\
         port = {port}\n\
         unix_socket_directories = '{socket}'\n\
         max_connections = {}\n\
         timezone = 'UTC'\n\
         log_timezone = 'UTC'\n\
         lc_messages = 'C'\n\
         # Our statements are short: compiling them takes longer than running them.\n\
         jit = off\n",
        settings.max_connections
    );
    match settings.keeping {
        Keeping::Durable(_) => common + "password_encryption = 'scram-sha-256'\n",
        Keeping::ThrowAway => {
            common
                + "fsync = off\nfull_page_writes = off\nsynchronous_commit = off\nwal_level = minimal\nmax_wal_senders = 0\n"
        }
    }
}

/// A folder as one of a list, which stands in quotes of its own.
fn in_quotes(folder: &Path) -> String {
    format!("\"{}\"", folder.display().to_string().replace('"', "\"\"").replace('\'', "''"))
}

/// The password in the file, which only PostgreSQL's user and root can read; made at the first start.
fn password_in(path: &Path, account: &Account) -> Result<String> {
    if !path.exists() {
        write_password(path, account)?;
    }
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(text.trim().to_owned())
}

/// Through a file beside it, so that there is never half a password.
fn write_password(path: &Path, account: &Account) -> Result<()> {
    let unfinished = path.with_extension("unfinished");
    let mut file =
        OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(&unfinished)?;
    file.write_all(random_hex()?.as_bytes())?;
    file.sync_all()?;
    account.give(&unfinished)?;
    fs::rename(&unfinished, path).with_context(|| format!("cannot write {}", path.display()))
}

fn random_hex() -> Result<String> {
    let mut bytes = [0; 24];
    File::open("/dev/urandom").and_then(|mut source| source.read_exact(&mut bytes))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
