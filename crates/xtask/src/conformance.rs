//! The API against its own description, judged by tools of others.

use crate::apt::{self, Package};
use crate::hard;
use crate::node;
use crate::places::Places;
use crate::server::{self, Profile};
use crate::setup;
use crate::shell;
use anyhow::Result;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

const SCHEMATHESIS: &str = "4.32.5";

/// The arguments go to tests/conformance/run.mjs: `--examples 500`, `--seed N`.
pub fn run(places: &Places, arguments: &[&str]) -> Result<()> {
    setup::for_server()?;
    let folder = places.root().join("tests/conformance");
    node::install(&folder)?;
    let schemathesis = schemathesis(places)?;
    let openhall = server::build(places, Profile::Dev)?;
    let figures = hard::fresh_folder(places)?;
    let mut node = Command::new("node");
    node.arg(folder.join("run.mjs")).args(arguments).env(hard::FIGURES, &figures);
    let tried = shell::run(node.env("OPENHALL_BIN", openhall).env("OPENHALL_SCHEMATHESIS", schemathesis));
    hard::publish(places, &figures)?;
    tried
}

/// From PyPI, in a folder of its own.
fn schemathesis(places: &Places) -> Result<PathBuf> {
    let folder = places.tools().join(format!("schemathesis-{SCHEMATHESIS}"));
    let (program, mark) = (folder.join("bin/st"), folder.join("installed"));
    if mark.exists() {
        return Ok(program);
    }
    if !has_venv() {
        apt::install(&[Package {
            name: "python3-venv",
            why: "schemathesis, which tries the API out, is Python",
        }])?;
    }
    shell::say("installing schemathesis from PyPI");
    shell::run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    let wanted = format!("schemathesis=={SCHEMATHESIS}");
    shell::run_quietly(Command::new(folder.join("bin/pip")).args(["install", "--quiet", &wanted]))?;
    fs::write(mark, "")?;
    Ok(program)
}

fn has_venv() -> bool {
    let mut python = Command::new("python3");
    python.args(["-c", "import ensurepip"]).stdout(Stdio::null()).stderr(Stdio::null());
    python.status().is_ok_and(|status| status.success())
}
