//! `cargo xtask bench`: what requests cost beside the database's own limit, and how the server does under load.
//!
//! Everything runs on this machine: wrk asks, the release server answers with its production settings, and a durable
//! private PostgreSQL keeps the rows. For each operation there is a statement that somebody would write by hand
//! (crates/xtask/bench/*.sql); pgbench runs it over the same rows, in turns with the requests. What is compared is
//! processor time: of server and database for a request, of the database alone for a statement.

mod base;
mod bulk;
mod cpu;
mod figures;
mod fill;
mod load;
mod machine;
mod measure;
mod names;
mod operation;
mod report;
mod rows;
mod searches;
mod service;
mod trail;
mod yardstick;

use crate::figures::publish;
use crate::places::Places;
use crate::server::{self, Profile};
use crate::{setup, shell};
use anyhow::{Result, bail};
use measure::{Bench, middle};
use operation::Operation;
use report::Report;
use service::Service;
use std::path::Path;
use std::time::Duration;

struct Wanted {
    clients: u64,
    /// Of the audit log that is searched; 0 for none.
    lines: u64,
    /// Of one run.
    length: Duration,
    /// Operations whose names begin so. Then nothing is written down.
    only: Option<String>,
}

pub fn bench(places: &Places, arguments: &[&str]) -> Result<()> {
    let wanted = Wanted::read(arguments)?;
    setup::for_bench()?;
    let openhall = server::build(places, Profile::Release)?;
    let base = fill::open(places, &openhall, wanted.clients)?;
    let (state, scripts) = (fill::folder(places, wanted.clients), fill::scripts(places));
    base.run(&scripts.join("tidy.sql"), wanted.clients)?;
    let started_in = start_time(&openhall, &state)?;
    let service = Service::start(&openhall, &state)?;
    let operations = Operation::all(&base)?;
    let bench = Bench { base, service, scripts, count: wanted.clients, length: wanted.length };
    let memory = bench.memory(&operations)?;
    let bulk = bulk::measure(&bench.base, &bench.service, bench.count)?;
    let trail = trail::measure(&bench.base, &bench.service)?;
    let searches = match wanted.lines {
        0 => None,
        lines => Some(searches::measure(&bench.base, &bench.service, &bench.scripts, lines)?),
    };
    let mut measured = Vec::new();
    for operation in operations.into_iter().filter(|operation| wanted.includes(operation)) {
        shell::say(&format!("measuring: {}", operation.name));
        measured.push(bench.measure(operation)?);
    }
    if wanted.only.is_none() {
        figures::keep(places, wanted.clients, &measured)?;
    }
    let grown = figures::growth(places, wanted.clients)?;
    let text = Report { count: wanted.clients, started_in, memory, bulk, trail, searches, measured, grown }
        .markdown();
    println!("\n{text}");
    if wanted.only.is_none() {
        publish(places, &format!("bench {}", wanted.clients), &text)?;
    }
    Ok(())
}

impl Wanted {
    fn read(arguments: &[&str]) -> Result<Self> {
        let mut wanted = Self { clients: 10_000, lines: 0, length: Duration::from_secs(5), only: None };
        for pair in arguments.chunks(2) {
            match pair {
                ["--clients", number] => wanted.clients = number.replace(',', "").parse()?,
                ["--lines", number] => wanted.lines = number.replace(',', "").parse()?,
                ["--seconds", number] => wanted.length = Duration::from_secs(number.parse()?),
                ["--only", name] => wanted.only = Some(name.to_lowercase()),
                _ => bail!("bench takes --clients N, --lines N, --seconds S and --only NAME"),
            }
        }
        if wanted.clients < 1_000 {
            bail!("fewer than 1,000 clients tell nothing");
        }
        Ok(wanted)
    }

    fn includes(&self, operation: &Operation) -> bool {
        self.only.as_ref().is_none_or(|only| operation.name.to_lowercase().starts_with(only))
    }
}

/// On a database that is warm and already runs.
fn start_time(openhall: &Path, state: &Path) -> Result<Duration> {
    let starts: Result<Vec<_>> = (0..5).map(|_| Ok(Service::start(openhall, state)?.started_in)).collect();
    Ok(middle(starts?, Duration::as_secs_f64))
}
