//! From a clone to a running Openhall.

use crate::page;
use crate::places::Places;
use crate::server::{self, Profile};
use crate::setup;
use anyhow::{Context, Result};
use std::os::unix::process::CommandExt;
use std::process::Command;

/// Becomes the server, so that Ctrl-C and the exit code are its own. It starts its PostgreSQL, migrates, loads the demo
/// agency into an empty database, and prints its address and the demo's sign-ins.
pub fn run(places: &Places, arguments: &[&str]) -> Result<()> {
    let (profile, arguments) = match arguments {
        ["--release", rest @ ..] => (Profile::Release, rest),
        all => (Profile::Dev, all),
    };
    setup::for_server()?;
    let web = setup::for_page(places)?;
    page::build(places, &web)?;
    let openhall = server::build(places, profile)?;
    let mut server = Command::new(&openhall);
    server
        .current_dir(places.root())
        .args(["serve", "--page"])
        .arg(places.dist())
        .args(demo(arguments))
        .args(arguments);
    Err(server.exec()).with_context(|| format!("cannot start {}", openhall.display()))
}

/// The demo agency, unless the arguments say which one.
fn demo(arguments: &[&str]) -> Option<&'static str> {
    let is_said = arguments.iter().any(|argument| argument.starts_with("--demo"));
    (!is_said).then_some("--demo")
}
