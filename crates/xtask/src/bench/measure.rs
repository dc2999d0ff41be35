//! Measuring one operation: what it costs beside the statement written by hand, and how it does under load.

use super::base::Base;
use super::cpu::{self, Meter, Reading};
use super::load::{Load, Visit};
use super::operation::Operation;
use super::service::Service;
use super::yardstick::{self, Run};
use anyhow::Result;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

/// At so many connections the cost is compared.
const COMPARED: u32 = 16;
/// At so many the memory is looked at.
const REMEMBERED: u32 = 256;
const CONNECTIONS: [u32; 5] = [1, COMPARED, 64, REMEMBERED, 1_000];
const ROUNDS: usize = 3;
/// The server writes who looked at whom every two seconds; that is part of what looking costs.
const SETTLED: Duration = Duration::from_millis(2_500);

pub struct Bench {
    pub base: Base,
    pub service: Service,
    pub scripts: PathBuf,
    pub count: u64,
    /// Of one run.
    pub length: Duration,
}

/// Processor time for one request, and for one statement.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    pub server: Duration,
    pub database: Duration,
    pub yardstick: Duration,
}

impl Cost {
    pub fn of_request(&self) -> Duration {
        self.server + self.database
    }

    pub fn ratio(&self) -> f64 {
        self.of_request().as_secs_f64() / self.yardstick.as_secs_f64()
    }
}

pub struct Measured {
    pub operation: Operation,
    pub cost: Cost,
    pub loads: Vec<Load>,
}

impl Bench {
    pub fn measure(&self, operation: Operation) -> Result<Measured> {
        let visit = Visit::new(&operation, &self.service, &self.scripts, self.count)?;
        visit.load(COMPARED, Duration::from_secs(2))?;
        let rounds = (0..ROUNDS).map(|_| self.round(&operation, &visit)).collect::<Result<Vec<_>>>()?;
        let (cost, compared) = middle(rounds, |(cost, _)| cost.ratio());
        let mut loads = Vec::new();
        for connections in CONNECTIONS {
            loads.push(match connections {
                COMPARED => compared.clone(),
                _ => visit.load(connections, self.length)?,
            });
        }
        drop(visit);
        Ok(Measured { operation, cost, loads })
    }

    /// The most memory that a server has while so many look at lists and records, in bytes. For one that has just been
    /// started: what a thousand connections needed before stays with the process.
    pub fn memory(&self, operations: &[Operation]) -> Result<u64> {
        let asked = operations.iter().filter(|operation| operation.is_steady);
        let visits = asked.map(|operation| Visit::new(operation, &self.service, &self.scripts, self.count));
        let visits = visits.collect::<Result<Vec<_>>>()?;
        // Signing in needs nineteen megabytes for a moment, so that guessing passwords does too.
        cpu::forget_peak(self.service.process())?;
        for visit in visits {
            visit.load(REMEMBERED, self.length)?;
        }
        cpu::peak(self.service.process())
    }

    /// The statement and the requests take turns, so that both meet the same moods of the machine.
    fn round(&self, operation: &Operation, visit: &Visit) -> Result<(Cost, Load)> {
        let meter = Meter { server: self.service.process(), postmaster: self.base.postmaster()? };
        let run = Run { operation, scripts: &self.scripts, count: self.count, length: self.length };
        let yardstick = yardstick::cost(&self.base, meter, &run)?;
        thread::sleep(SETTLED);
        let before = meter.read()?;
        let load = visit.load(COMPARED, self.length)?;
        thread::sleep(SETTLED);
        Ok((cost(before, meter.read()?, load.requests, yardstick), load))
    }
}

fn cost(before: Reading, after: Reading, requests: u64, yardstick: Duration) -> Cost {
    let each = |before: Duration, after: Duration| {
        Duration::from_secs_f64(after.saturating_sub(before).as_secs_f64() / requests.max(1) as f64)
    };
    Cost {
        server: each(before.server, after.server),
        database: each(before.database, after.database),
        yardstick,
    }
}

/// The one in the middle. There is one at least.
pub fn middle<T>(mut all: Vec<T>, by: impl Fn(&T) -> f64) -> T {
    all.sort_by(|left, right| by(left).total_cmp(&by(right)));
    all.swap_remove(all.len() / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_costs_what_server_and_database_spent_on_it() {
        let at = |server, database| Reading {
            server: Duration::from_millis(server),
            database: Duration::from_millis(database),
        };
        let cost = cost(at(100, 50), at(300, 250), 100, Duration::from_millis(2));
        assert_eq!((cost.of_request().as_millis(), cost.ratio()), (4, 2.0));
    }

    #[test]
    fn one_bad_round_changes_nothing() {
        assert_eq!(middle(vec![1.0, 90.0, 2.0], |found| *found), 2.0);
    }
}
