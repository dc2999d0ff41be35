//! Asking the server as fast as it answers.

use super::operation::Operation;
use super::service::Service;
use crate::shell;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Somebody who asks for one operation again and again.
pub struct Visit<'a> {
    operation: &'a Operation,
    token: String,
    address: &'a str,
    script: PathBuf,
    count: u64,
}

/// How the server did.
#[derive(Clone, Debug)]
pub struct Load {
    pub connections: u32,
    pub requests: u64,
    pub took: Duration,
    pub median: Duration,
    pub slowest_percent: Duration,
    /// Connections that broke and requests without an answer.
    pub broken: u64,
    /// Answers that were refusals.
    pub refused: u64,
}

impl Load {
    pub fn per_second(&self) -> f64 {
        self.requests as f64 / self.took.as_secs_f64()
    }

    pub fn errors(&self) -> u64 {
        self.broken + self.refused
    }
}

impl<'a> Visit<'a> {
    /// Signs in, where the operation is not for everybody.
    pub fn new(operation: &'a Operation, service: &'a Service, scripts: &Path, count: u64) -> Result<Self> {
        let token = operation.who.map(|name| service.sign_in(name)).transpose()?.unwrap_or_default();
        Ok(Self { operation, token, address: &service.address, script: scripts.join("load.lua"), count })
    }

    /// Every connection asks again as soon as it has its answer.
    pub fn load(&self, connections: u32, length: Duration) -> Result<Load> {
        let mut wrk = Command::new("wrk");
        wrk.args(["--threads", "1", "--timeout", "20s", "--connections", &connections.to_string()]);
        wrk.args(["--duration", &format!("{}s", length.as_secs()), "--script"]);
        wrk.arg(&self.script).arg(format!("http://{}", self.address));
        wrk.args(["--", self.operation.code, &self.token, &self.count.to_string(), &self.operation.word]);
        let output = shell::ask(&mut wrk)?;
        let figures = output.lines().find_map(|line| line.strip_prefix("figures "));
        read(figures.context("wrk told no figures")?, connections)
            .with_context(|| format!("what wrk told: {output}"))
    }
}

/// The line that load.lua writes in the end.
fn read(line: &str, connections: u32) -> Option<Load> {
    let figures: Vec<u64> = line.split(' ').map_while(|figure| figure.parse().ok()).collect();
    let [requests, took, median, slowest_percent, broken, refused] = figures[..] else { return None };
    let time = Duration::from_micros;
    Some(Load {
        connections,
        requests,
        took: time(took),
        median: time(median),
        slowest_percent: time(slowest_percent),
        broken,
        refused,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_and_broken_connections_are_errors() {
        let load = read("3000 2000000 1500 9000 2 5", 16).unwrap();
        assert_eq!((load.per_second(), load.errors(), load.median.as_micros()), (1500.0, 7, 1500));
    }
}
