//! What each command needs on the machine, and how it comes there.

use crate::apt::{self, Package};
use crate::node;
use crate::places::Places;
use crate::shell;
use crate::trunk;
use crate::web::Toolchain;
use anyhow::{Result, bail};
use std::path::PathBuf;

/// To build and run the server.
pub fn for_server() -> Result<()> {
    let mut missing = Vec::new();
    if shell::find("pg_config").is_none() {
        missing.push(Package {
            name: "libpq-dev",
            why: "the server is linked with PostgreSQL's client library",
        });
    }
    if postgres::find_binaries().is_err() {
        missing.push(Package {
            name: "postgresql",
            why: "Openhall keeps its records in a PostgreSQL of its own",
        });
    }
    apt::install(&missing)
}

/// To measure the server.
pub fn for_bench() -> Result<()> {
    for_server()?;
    if shell::find("wrk").is_some() {
        return Ok(());
    }
    apt::install(&[Package { name: "wrk", why: "it asks the server as fast as the server answers" }])
}

/// To build the page.
pub fn for_page(places: &Places) -> Result<Toolchain> {
    if shell::find("npm").is_none() {
        bail!("Node and its npm are missing; they make the page's styles. Install Node 20 or newer by hand.");
    }
    node::install(&places.frontend())?;
    Toolchain::find_or_install()
}

/// What the tests need beyond that.
pub struct TestTools {
    pub web: Toolchain,
    pub chromium: PathBuf,
}

pub fn for_test(places: &Places) -> Result<TestTools> {
    let tools = for_journeys(places)?;
    trunk::install(places)?;
    Ok(tools)
}

/// To go through the page in a browser.
pub fn for_journeys(places: &Places) -> Result<TestTools> {
    for_server()?;
    let web = for_page(places)?;
    let chromium = chromium()?;
    node::install(&places.browser_tests())?;
    Ok(TestTools { web, chromium })
}

fn chromium() -> Result<PathBuf> {
    let known = || ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(shell::find);
    if let Some(found) = known() {
        return Ok(found);
    }
    apt::install(&[Package { name: "chromium", why: "the journeys are tested in a real browser" }])?;
    match known() {
        Some(found) => Ok(found),
        None => bail!("chromium was installed but is not on PATH"),
    }
}
