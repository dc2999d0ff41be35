//! The statement that somebody would write by hand, run by pgbench over the same rows.

use super::base::Base;
use super::cpu::Meter;
use super::operation::Operation;
use crate::shell;
use anyhow::{Context, Result};
use std::path::Path;
use std::thread;
use std::time::Duration;

/// As many as the server has connections for reading, and for writing.
const CONNECTIONS: &str = "16";

/// What the audit's trigger and the likeness want to know of a session.
const SESSION: &str =
    "-c openhall.principal=job -c openhall.operation=bench -c pg_trgm.word_similarity_threshold=0.3";

/// Processor time of the database for one statement. Connecting and preparing are taken off: a second, short run does
/// little else.
pub fn cost(base: &Base, meter: Meter, run: &Run) -> Result<Duration> {
    let long = run.once(base, meter, &["--time", &run.length.as_secs().to_string()])?;
    let short = run.once(base, meter, &["--transactions", "1"])?;
    let (time, statements) = (long.0.saturating_sub(short.0), long.1.saturating_sub(short.1).max(1));
    Ok(Duration::from_secs_f64(time.as_secs_f64() / statements as f64))
}

pub struct Run<'a> {
    pub operation: &'a Operation,
    pub scripts: &'a Path,
    pub count: u64,
    pub length: Duration,
}

impl Run<'_> {
    fn once(&self, base: &Base, meter: Meter, until: &[&str]) -> Result<(Duration, u64)> {
        let before = meter.read()?.database;
        let mut pgbench = base.program("pgbench", "openhall_web");
        pgbench.args(["--no-vacuum", "--protocol", "prepared", "--client", CONNECTIONS]).args(until);
        pgbench.args(["--define", &format!("count={}", self.count)]);
        pgbench.args(["--define", &format!("word={}", self.operation.word), "--file"]);
        let output =
            shell::ask(pgbench.arg(self.scripts.join(self.operation.yardstick)).env("PGOPTIONS", SESSION))?;
        // The last of its connections may still be ending.
        thread::sleep(Duration::from_millis(200));
        let statements = statements(&output).with_context(|| format!("what pgbench told: {output}"))?;
        Ok((meter.read()?.database.saturating_sub(before), statements))
    }
}

/// From `number of transactions actually processed: 1600/1600`.
fn statements(output: &str) -> Option<u64> {
    let line = output.lines().find(|line| line.contains("transactions actually processed"))?;
    line.rsplit(": ").next()?.split('/').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_counted_with_and_without_a_limit() {
        assert_eq!(statements("x\nnumber of transactions actually processed: 16/16\n"), Some(16));
        assert_eq!(statements("number of transactions actually processed: 4711"), Some(4711));
    }
}
