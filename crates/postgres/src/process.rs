//! The running server.

use crate::account::Account;
use crate::binaries::Binaries;
use crate::cluster::Cluster;
use anyhow::{Context, Result, bail};
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(60);

/// A PostgreSQL that accepts connections. `pg_ctl` starts it in a session of its own, so that neither Ctrl-C nor the
/// death of its owner reaches it before we say so.
#[derive(Debug)]
pub(crate) struct Process {
    data: PathBuf,
    account: Account,
    pg_ctl: PathBuf,
    port: u16,
    was_adopted: bool,
    is_stopped: bool,
}

impl Process {
    /// The caller holds the directory's lock, so a server that runs in it has lost its owner and is ours to take.
    pub fn adopt_or_start(cluster: &Cluster) -> Result<Self> {
        match running_port(cluster.data()) {
            Some(port) => {
                wait_until_ready(cluster, port)?;
                Ok(Self::new(cluster, port, true))
            }
            None => {
                forget_dead(cluster.data())?;
                Ok(Self::new(cluster, start(cluster)?, false))
            }
        }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn was_adopted(&self) -> bool {
        self.was_adopted
    }

    pub fn stop(&mut self) -> Result<()> {
        if self.is_stopped {
            return Ok(());
        }
        self.is_stopped = true;
        stop(self.account.command(&self.pg_ctl), &self.data)
    }

    fn new(cluster: &Cluster, port: u16, was_adopted: bool) -> Self {
        Self {
            data: cluster.data().to_owned(),
            account: cluster.account().clone(),
            pg_ctl: cluster.command("pg_ctl").get_program().into(),
            port,
            was_adopted,
            is_stopped: false,
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Err(error) = self.stop() {
            eprintln!("{error:#}");
        }
    }
}

/// Stops the server that a killed owner has left in a throw-away directory, where one runs.
pub(crate) fn stop_abandoned(data: &Path, account: &Account) -> Result<()> {
    if running_port(data).is_none() {
        return Ok(());
    }
    let binaries = Binaries::for_cluster(data)?;
    stop(account.command(&binaries.program("pg_ctl")), data)
}

/// Between our choosing a free port and PostgreSQL's taking it, another program may have taken it: hence three tries.
fn start(cluster: &Cluster) -> Result<u16> {
    let mut last = None;
    for _ in 0..3 {
        let port = free_port()?;
        cluster.configure(port)?;
        match start_on_its_port(cluster) {
            Ok(()) => return Ok(port),
            Err(error) => last = Some(error),
        }
    }
    match last {
        Some(error) => Err(error),
        None => bail!("PostgreSQL was not started"),
    }
}

fn start_on_its_port(cluster: &Cluster) -> Result<()> {
    let mut pg_ctl = cluster.command("pg_ctl");
    pg_ctl.args(["start", "--silent", "--wait", "--timeout"]).arg(PATIENCE.as_secs().to_string());
    pg_ctl.arg("--pgdata").arg(cluster.data()).arg("--log").arg(cluster.log());
    let status = pg_ctl.stdout(Stdio::null()).stderr(Stdio::null()).status().context("cannot run pg_ctl")?;
    if !status.success() {
        bail!("PostgreSQL did not start. The end of {}:\n{}", cluster.log().display(), end_of(cluster.log()));
    }
    Ok(())
}

fn stop(mut pg_ctl: Command, data: &Path) -> Result<()> {
    pg_ctl.args(["stop", "--silent", "--wait", "--mode", "fast", "--pgdata"]).arg(data);
    let output = pg_ctl.output().context("cannot run pg_ctl")?;
    if !output.status.success() {
        bail!("PostgreSQL did not stop: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(())
}

/// A server that was adopted right after a crash may still be busy with its recovery.
fn wait_until_ready(cluster: &Cluster, port: u16) -> Result<()> {
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        let mut asked = cluster.command("pg_isready");
        asked.args(["--quiet", "--host", "127.0.0.1", "--port"]).arg(port.to_string());
        if asked.status().context("cannot run pg_isready")?.success() {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(100));
    }
    bail!("PostgreSQL in {} runs but does not answer on port {port}", cluster.data().display())
}

/// The port of the server that runs in `data`, from the first and the fourth line of its `postmaster.pid`.
pub(crate) fn running_port(data: &Path) -> Option<u16> {
    let text = fs::read_to_string(data.join("postmaster.pid")).ok()?;
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let port = lines.get(3)?.parse().ok()?;
    is_postgres_of(lines.first()?, data).then_some(port)
}

/// After a reboot the number in the file may belong to any program, so its command line must name the directory too.
fn is_postgres_of(process: &str, data: &Path) -> bool {
    fs::read(format!("/proc/{process}/cmdline")).is_ok_and(|line| {
        line.split(|byte| *byte == 0).any(|word| word == data.as_os_str().as_encoded_bytes())
    })
}

/// Removes the `postmaster.pid` of a server that was killed. PostgreSQL would do so itself, but not where the number in
/// it is taken: by another program after a reboot, or by its own unburied process in a container whose first process
/// does not wait for orphans. Its children notice the death within moments, and only then is the memory free.
fn forget_dead(data: &Path) -> Result<()> {
    let file = data.join("postmaster.pid");
    if !file.exists() {
        return Ok(());
    }
    let begun = Instant::now();
    while somebody_works_in(data) {
        if begun.elapsed() > PATIENCE {
            bail!("processes of a PostgreSQL that was killed still work in {}", data.display());
        }
        thread::sleep(Duration::from_millis(50));
    }
    fs::remove_file(&file).with_context(|| format!("cannot remove {}", file.display()))
}

/// Every process of PostgreSQL has the data as its working directory.
fn somebody_works_in(data: &Path) -> bool {
    let (Ok(processes), Ok(data)) = (fs::read_dir("/proc"), data.canonicalize()) else { return false };
    processes
        .flatten()
        .any(|process| fs::read_link(process.path().join("cwd")).is_ok_and(|folder| folder == data))
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").context("there is no free port on localhost")?;
    Ok(listener.local_addr()?.port())
}

fn end_of(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(10)..].join("\n")
}
