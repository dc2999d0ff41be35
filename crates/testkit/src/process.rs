//! The real program as a process of its own: for what only a process can show.

use std::{
    ffi::OsStr,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use anyhow::{Context, Result};

use crate::{Database, KEYRING, Visitor};

/// A running `openhall serve`. Killed, where it still runs, when it is dropped.
pub struct Process {
    child: Child,
    address: String,
}

impl Process {
    /// Starts it over a database, with a folder of its own. `words` are added to its command line.
    pub fn start(
        program: impl AsRef<OsStr>,
        database: &Database,
        folder: &Path,
        words: &[&str],
    ) -> Result<Self> {
        Self::start_logging(program, database, folder, words, Stdio::inherit())
    }

    /// The same with its log going somewhere else.
    pub fn start_logging(
        program: impl AsRef<OsStr>,
        database: &Database,
        folder: &Path,
        words: &[&str],
        log: impl Into<Stdio>,
    ) -> Result<Self> {
        let mut child = Command::new(program)
            .args(["serve", "--listen", "127.0.0.1:0", "--workers", "2", "--connections", "4"])
            .args(words)
            .env("DATABASE_URL", database.web_url())
            .env("MIGRATION_URL", database.owner_url())
            .env("OPENHALL_STATE_DIR", folder)
            .env("OPENHALL_KEYS", KEYRING)
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()?;
        let lines = BufReader::new(child.stdout.take().context("its output")?).lines();
        let address = lines
            .map_while(Result::ok)
            .find_map(|line| line.split_once("http://").map(|(_, address)| address.trim().to_owned()));
        Ok(Self { address: address.context("it did not say where it listens")?, child })
    }

    /// Host and port.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Somebody who is not signed in.
    pub fn anybody(&self) -> Result<Visitor> {
        Visitor::new(format!("http://{}", self.address), None)
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}/api/v1{path}", self.address)
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The most memory that it had so far, in MiB.
    pub fn peak_memory(&self) -> Result<u64> {
        peak_memory(self.child.id())
    }

    /// Whether it still runs.
    pub fn is_running(&mut self) -> Result<bool> {
        Ok(self.child.try_wait()?.is_none())
    }

    /// Asks it to stop; [`Process::wait`] says when it has.
    pub fn terminate(&self) -> Result<()> {
        let killed = Command::new("kill").arg(self.child.id().to_string()).status()?;
        anyhow::ensure!(killed.success(), "it was not there to be told");
        Ok(())
    }

    /// Waits until it is gone.
    pub fn wait(&mut self) -> Result<std::process::ExitStatus> {
        Ok(self.child.wait()?)
    }

    /// Ends it in the middle of whatever it does.
    pub fn kill(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

/// The most memory that a process had so far, in MiB.
pub fn peak_memory(process: u32) -> Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes: u64 = peak.context("its peak")?.trim().trim_end_matches(" kB").parse()?;
    Ok(kibibytes / 1024)
}

impl Drop for Process {
    fn drop(&mut self) {
        let ended = self.child.kill().and_then(|()| self.child.wait());
        if let Err(error) = ended {
            eprintln!("a server may still run: {error}");
        }
    }
}
