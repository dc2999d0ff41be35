//! The durable PostgreSQL that is measured, and its own programs for talking to it.

use crate::shell;
use anyhow::{Context, Result};
use postgres::{Binaries, SUPERUSER, Server, Settings};
use std::fs;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{ChildStdin, Command, Stdio};

const DATABASE: &str = "openhall";

pub struct Base {
    server: Server,
    binaries: Binaries,
}

impl Base {
    /// The private PostgreSQL of an installation, started as the product starts it. An `openhall` with the same folder
    /// joins it.
    pub fn start(state: &Path) -> Result<Self> {
        let server = Server::start(&Settings::durable(state.join("postgres")))?;
        Ok(Self { server, binaries: postgres::find_binaries()? })
    }

    /// Stops it and forgets everything.
    pub fn remove(self) -> Result<()> {
        let directory = self.server.directory().to_owned();
        self.server.stop()?;
        Ok(fs::remove_dir_all(directory)?)
    }

    /// The process whose children are all of the server.
    pub fn postmaster(&self) -> Result<u32> {
        let text = fs::read_to_string(self.server.directory().join("data/postmaster.pid"))?;
        text.lines().next().and_then(|line| line.parse().ok()).context("postmaster.pid names no process")
    }

    /// One of PostgreSQL's programs, connected as this role.
    pub fn program(&self, name: &str, role: &str) -> Command {
        let mut command = Command::new(self.binaries.program(name));
        command.arg("--host").arg(self.server.host_name());
        command.args(["--username", role, "--port"]).arg(self.server.port().to_string());
        command.env("PGPASSWORD", self.server.password().unwrap_or_default()).env("PGDATABASE", DATABASE);
        command
    }

    /// What one statement answers, with tabs between columns.
    pub fn ask(&self, statement: &str) -> Result<String> {
        shell::ask(self.psql().args([
            "--no-align",
            "--tuples-only",
            "--field-separator",
            "\t",
            "--command",
            statement,
        ]))
    }

    /// Runs statements that answer nothing, each by itself but in one session.
    pub fn tell(&self, statements: &[&str]) -> Result<()> {
        shell::run_quietly(self.psql().args(statements.iter().flat_map(|statement| ["--command", statement])))
    }

    /// Runs a file with the number of clients as `:count`.
    pub fn run(&self, file: &Path, count: u64) -> Result<()> {
        shell::run_quietly(self.psql().args(["--set", &format!("count={count}"), "--file"]).arg(file))
    }

    /// Copies the lines that `write` writes into a table, without its triggers.
    pub fn copy(
        &self,
        into: &str,
        write: impl FnOnce(&mut BufWriter<ChildStdin>) -> Result<()>,
    ) -> Result<()> {
        let mut psql = self.psql();
        psql.env("PGOPTIONS", "-c session_replication_role=replica -c synchronous_commit=off");
        let mut child =
            psql.args(["--command", &format!("copy {into} from stdin")]).stdin(Stdio::piped()).spawn()?;
        let mut lines = BufWriter::new(child.stdin.take().context("psql takes no lines")?);
        let written = write(&mut lines).and_then(|()| Ok(lines.flush()?));
        drop(lines);
        let status = child.wait()?;
        written?;
        anyhow::ensure!(status.success(), "copying into {into} failed ({status})");
        Ok(())
    }

    fn psql(&self) -> Command {
        let mut psql = self.program("psql", SUPERUSER);
        psql.args(["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1"]);
        psql
    }
}
