//! Everything that must hold before a change lands. Every step runs, also after another has failed: one run shows all.

use crate::node;
use crate::page;
use crate::places::Places;
use crate::server::{self, Profile, cargo};
use crate::setup::{self, TestTools};
use crate::shell;
use crate::summary::{Counted, Outcome, Summary};
use crate::trunk;
use anyhow::{Result, bail};
use postgres::{SUPERUSER, Server, Settings};
use std::process::{Command, ExitCode};
use std::time::Instant;

/// What the first visit to a public page may cost, compressed: a phone on a slow line shows so much in two seconds.
const INITIAL_BYTES: u64 = 150_000;

pub fn test(places: &Places) -> Result<ExitCode> {
    let tools = setup::for_test(places)?;
    let mut report = Report::default();
    report.command("format", Counted::Nowhere, cargo(places).args(["fmt", "--all", "--check"]));
    report.command("clippy", Counted::Nowhere, &mut clippy(places));
    report.step("page", || page::build(places, &tools.web));
    report.step("page weight", || check_weight(places));
    rust_tests(places, &mut report);
    report.step("client in TypeScript", || check_client(places));
    report.command("trunk", Counted::Nowhere, &mut trunk::build(places, tools.web));
    journeys(places, &tools, &mut report);
    let summary = Summary(&report.outcomes);
    println!("{summary}");
    Ok(if summary.total().failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[derive(Default)]
struct Report {
    outcomes: Vec<Outcome>,
}

impl Report {
    fn command(&mut self, name: &'static str, counted: Counted, command: &mut Command) {
        shell::say(name);
        let begun = Instant::now();
        let (is_good, lines, remark) = match shell::overhear(command) {
            Ok((status, lines)) => (status.success(), lines, String::new()),
            Err(error) => (false, Vec::new(), format!("{error:#}")),
        };
        let tests = counted.count(&lines);
        self.outcomes.push(Outcome { name, took: begun.elapsed(), is_good, tests, remark });
    }

    fn step(&mut self, name: &'static str, act: impl FnOnce() -> Result<()>) {
        shell::say(name);
        let begun = Instant::now();
        let result = act();
        let remark = result.as_ref().err().map(|error| format!("{error:#}")).unwrap_or_default();
        let (took, is_good) = (begun.elapsed(), result.is_ok());
        self.outcomes.push(Outcome { name, took, is_good, tests: Default::default(), remark });
    }
}

/// The feature is named so that the cutting of the page is looked at too.
fn clippy(places: &Places) -> Command {
    let mut clippy = cargo(places);
    clippy.args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--features",
        "xtask/cut",
        "--",
        "-D",
        "warnings",
    ]);
    clippy
}

fn check_weight(places: &Places) -> Result<()> {
    let weight = page::weight(places)?;
    println!("{weight}");
    if weight.initial() > INITIAL_BYTES {
        bail!("the first visit loads {} bytes, of which {INITIAL_BYTES} are allowed", weight.initial());
    }
    Ok(())
}

/// Somebody else's program, compiled against what the API's description says. A journey runs it.
fn check_client(places: &Places) -> Result<()> {
    let folder = places.root().join("tests/client");
    node::install(&folder)?;
    shell::run(Command::new("npm").args(["run", "--silent", "check"]).current_dir(folder))
}

/// One throw-away PostgreSQL serves all of them; each test gets a database of its own on it.
fn rust_tests(places: &Places, report: &mut Report) {
    let mut database = None;
    report.step("database for the tests", || {
        database = Some(Server::start(&Settings { max_connections: 400, ..Settings::throw_away() })?);
        Ok(())
    });
    let Some(server) = database else { return };
    let address = format!("postgres://{SUPERUSER}@127.0.0.1:{}", server.port());
    let has_nextest = shell::find("cargo-nextest").is_some();
    let (words, counted): (&[&str], _) = match has_nextest {
        true => {
            (&["nextest", "run", "--workspace", "--no-fail-fast", "--color", "never"], Counted::ByNextest)
        }
        false => (&["test", "--workspace", "--no-fail-fast", "--lib", "--bins", "--tests"], Counted::ByCargo),
    };
    let tests = |words: &[&str]| {
        let mut cargo = cargo(places);
        cargo.args(words).args(["--features", "xtask/cut"]).env("OPENHALL_TEST_POSTGRES", &address);
        cargo
    };
    report.command("tests", counted, &mut tests(words));
    report.command(
        "examples in the documentation",
        Counted::ByCargo,
        &mut tests(&["test", "--doc", "--workspace", "--no-fail-fast"]),
    );
}

/// The journeys start servers of their own from the program and the page that they are given.
fn journeys(places: &Places, tools: &TestTools, report: &mut Report) {
    let script = places.browser_tests().join("run.mjs");
    let mut openhall = None;
    report.step("server", || {
        openhall = Some(server::build(places, Profile::Dev)?);
        Ok(())
    });
    let Some(openhall) = openhall else { return };
    if script.exists() {
        let mut journeys = Command::new("node");
        journeys.arg(script).env("OPENHALL_BIN", openhall).env("OPENHALL_PAGE", places.dist());
        report.command(
            "journeys in a browser",
            Counted::ByLastLine,
            journeys.env("OPENHALL_CHROMIUM", &tools.chromium),
        );
    }
}
