//! Trunk, which serves the page during development. The tests prove that it still builds.

use crate::node;
use crate::places::Places;
use crate::shell;
use crate::web::Toolchain;
use anyhow::Result;
use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// The versions that go with our compiler and with the wasm-bindgen in Cargo.lock.
const TRUNK: (&str, &str) = ("trunk", "0.21.14");
const WASM_BINDGEN: (&str, &str) = ("wasm-bindgen-cli", "0.2.130");

pub fn install(places: &Places) -> Result<()> {
    // wasm-bindgen-cli's own lock file wants versions that have been withdrawn, so it goes without.
    install_one(places, WASM_BINDGEN, &[])?;
    install_one(places, TRUNK, &["--locked"])
}

/// In one piece and for release: it shares the compiled dependencies with the production page, where a development
/// build would compile them all again.
pub fn build(places: &Places, web: Toolchain) -> Command {
    let mut trunk = Command::new(places.tools().join("bin/trunk"));
    web.prepare(&mut trunk, places);
    let ours = [places.tools().join("bin"), node::tools(&places.frontend())];
    // Debian's compiler must be found before rustup's, because Trunk calls whatever `cargo` is on PATH.
    let debians = (web == Toolchain::Debian).then(|| PathBuf::from("/usr/bin"));
    let path = env::var_os("PATH").unwrap_or_default();
    let all = ours.into_iter().chain(debians).chain(env::split_paths(&path));
    trunk.args(["build", "--release", "--offline"]);
    trunk.env("PATH", env::join_paths(all).unwrap_or(path));
    trunk
}

/// The optimisation of the tools' own release profiles takes longer than it saves here.
fn install_one(places: &Places, (name, version): (&str, &str), flags: &[&str]) -> Result<()> {
    let mark = places.tools().join(format!("{name}-{version}"));
    if mark.exists() {
        return Ok(());
    }
    shell::say(&format!("building {name} {version} (minutes, once a machine)"));
    let mut cargo = Command::new("cargo");
    cargo.args(["install", name, "--version", version, "--no-default-features", "--force", "--root"]);
    cargo.arg(places.tools()).args(flags).current_dir(places.root());
    let scratch = places.cache().join("tools-build");
    cargo.env("CARGO_TARGET_DIR", &scratch);
    cargo.env("CARGO_PROFILE_RELEASE_LTO", "off").env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
    shell::run(cargo.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"))?;
    fs::remove_dir_all(scratch)?;
    Ok(fs::write(mark, "")?)
}
