//! What Lighthouse says of the public pages.

use crate::figures;
use crate::node;
use crate::page;
use crate::places::Places;
use crate::server::{self, Profile};
use crate::setup;
use crate::shell;
use anyhow::Result;
use std::process::Command;

const HEADING: &str = "## A phone's first visit

Lighthouse as a phone on slow 4G with a quarter of this processor's speed; of three visits the middle one. The goal is a
performance of 95 at least, and 100 of the others.
";

/// Visits the built page on the release server, and keeps the table.
pub fn run(places: &Places) -> Result<()> {
    let tools = setup::for_journeys(places)?;
    let folder = places.root().join("tests/lighthouse");
    node::install(&folder)?;
    page::build(places, &tools.web)?;
    let openhall = server::build(places, Profile::Release)?;
    let mut node = Command::new("node");
    node.arg(folder.join("run.mjs")).env("OPENHALL_BIN", openhall).env("OPENHALL_PAGE", places.dist());
    let table = shell::ask(node.env("OPENHALL_CHROMIUM", tools.chromium))?;
    println!("{table}");
    figures::publish(places, "lighthouse", &format!("{HEADING}\n{table}\n"))
}
