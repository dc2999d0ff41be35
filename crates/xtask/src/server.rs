//! Building and calling `openhall`.

use crate::places::Places;
use crate::setup;
use crate::shell;
use anyhow::Result;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// How the server is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// Compiles in half the time, and the tests use the same build.
    Dev,
    Release,
}

impl Profile {
    fn name(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Release => "release",
        }
    }

    fn folder(self) -> &'static str {
        match self {
            Self::Dev => "debug",
            Self::Release => "release",
        }
    }
}

/// Returns the program.
pub fn build(places: &Places, profile: Profile) -> Result<PathBuf> {
    shell::say("building the server (minutes the first time)");
    build_program(places, "openhall", profile)
}

/// With the features that the whole workspace asks of a library, not only this program: otherwise running and testing
/// would each compile most libraries for themselves.
pub fn build_program(places: &Places, name: &str, profile: Profile) -> Result<PathBuf> {
    let mut cargo = cargo(places);
    cargo.args([
        "build",
        "--workspace",
        "--features",
        "xtask/cut",
        "--bin",
        name,
        "--profile",
        profile.name(),
    ]);
    shell::run(&mut cargo)?;
    Ok(places.target().join(profile.folder()).join(name))
}

pub fn write_openapi(places: &Places) -> Result<()> {
    setup::for_server()?;
    let openhall = build(places, Profile::Dev)?;
    let description = shell::ask(Command::new(openhall).arg("openapi").current_dir(places.root()))?;
    let path = places.root().join("openapi/openapi.json");
    fs::write(&path, description + "\n")?;
    println!("wrote {}", path.display());
    Ok(())
}

/// cargo for this machine.
pub fn cargo(places: &Places) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(places.root()).env("CARGO_TARGET_DIR", places.target());
    cargo
}
