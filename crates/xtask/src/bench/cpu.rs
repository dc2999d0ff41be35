//! Time that processes spent on the processors, as Linux counts it.

use anyhow::{Context, Result};
use std::fs;
use std::path::Path;
use std::time::Duration;

/// Linux tells programs of hundredths of a second, whatever it counts in.
const TICK: Duration = Duration::from_millis(10);

/// The two whose time a request costs.
#[derive(Clone, Copy)]
pub struct Meter {
    pub server: u32,
    pub postmaster: u32,
}

/// What they had used by a certain time.
#[derive(Clone, Copy)]
pub struct Reading {
    pub server: Duration,
    pub database: Duration,
}

impl Meter {
    pub fn read(self) -> Result<Reading> {
        Ok(Reading { server: Times::of(self.server)?.own, database: tree(self.postmaster)? })
    }
}

/// A postmaster and its children, those that have ended included.
fn tree(postmaster: u32) -> Result<Duration> {
    let main = Times::of(postmaster)?;
    let mut sum = main.own + main.ended_children;
    for entry in fs::read_dir("/proc")? {
        let name = entry?.file_name();
        let Some(process) = name.to_str().and_then(|name| name.parse().ok()) else { continue };
        // A process may end while we look; then its parent has its time.
        if let Ok(times) = Times::of(process)
            && times.parent == postmaster
        {
            sum += times.own;
        }
    }
    Ok(sum)
}

struct Times {
    parent: u32,
    own: Duration,
    ended_children: Duration,
}

impl Times {
    fn of(process: u32) -> Result<Self> {
        let text = fs::read_to_string(format!("/proc/{process}/stat"))
            .with_context(|| format!("process {process} is gone"))?;
        Self::parse(&text).with_context(|| format!("/proc/{process}/stat"))
    }

    /// The name of the program stands in parentheses and may hold anything, so one counts from the last of them.
    fn parse(text: &str) -> Option<Self> {
        let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
        let ticks = |first: usize| Some(TICK * (number(&fields, first)? + number(&fields, first + 1)?));
        Some(Self { parent: number(&fields, 1)?, own: ticks(11)?, ended_children: ticks(13)? })
    }
}

fn number(fields: &[&str], at: usize) -> Option<u32> {
    fields.get(at)?.parse().ok()
}

/// Begins to look for the most memory anew.
pub fn forget_peak(process: u32) -> Result<()> {
    fs::write(format!("/proc/{process}/clear_refs"), "5").context("cannot reset the peak of memory")
}

/// The most memory that a process had, in bytes.
pub fn peak(process: u32) -> Result<u64> {
    let text = fs::read_to_string(Path::new("/proc").join(process.to_string()).join("status"))?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no peak of memory")?;
    let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_programs_name_does_not_shift_the_fields() {
        let times = Times::parse("7 (a) b 1 (c) S 3 7 7 0 -1 4 1 2 3 4 150 50 10 5 20 0 1 0 5").unwrap();
        assert_eq!((times.parent, times.own.as_millis(), times.ended_children.as_millis()), (3, 2_000, 150));
    }
}
