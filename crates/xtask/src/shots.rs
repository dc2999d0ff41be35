//! Pictures of the pages, for the documentation and for looking at them.

use crate::page;
use crate::places::Places;
use crate::server::{self, Profile};
use crate::setup;
use crate::shell;
use anyhow::Result;
use std::process::Command;

/// The journey that sees every page.
const TOUR: &str = "tour";

/// Takes a picture of every page, on a phone and a desktop, light and dark, into `folder`; without one, those that the
/// documentation shows, into docs/pictures/.
pub fn take(places: &Places, folder: Option<&str>) -> Result<()> {
    let tools = setup::for_journeys(places)?;
    page::build(places, &tools.web)?;
    let openhall = server::build(places, Profile::Dev)?;
    let folder = folder.map_or_else(|| places.root().join("docs/pictures"), Into::into);
    let mut journeys = Command::new("node");
    journeys.arg(places.browser_tests().join("run.mjs")).arg("--shots").arg(&folder);
    let is_for_docs = folder.ends_with("docs/pictures");
    journeys.arg(if is_for_docs { "pictures" } else { TOUR });
    journeys.env("OPENHALL_BIN", openhall).env("OPENHALL_PAGE", places.dist());
    shell::run(journeys.env("OPENHALL_CHROMIUM", tools.chromium))
}
