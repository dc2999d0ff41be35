//! A compiler for WebAssembly.

use crate::apt::{self, Package};
use crate::places::Places;
use crate::shell;
use anyhow::{Result, bail};
use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub const TARGET: &str = "wasm32-unknown-unknown";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_SOURCE: &str = "/usr/lib/rustlib/src/rust/library/std";
const DEBIAN_LINKER: &str = "wasm-ld-19";

/// Where the compiler for the page comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toolchain {
    /// rustup's, with the target's standard library.
    Rustup,
    /// Debian's newer one, which builds the standard library itself. For machines where only Debian's packages can be
    /// had; its cargo and rustc are used for the page alone.
    Debian,
}

impl Toolchain {
    pub fn find_or_install() -> Result<Self> {
        if has_target() {
            return Ok(Self::Rustup);
        }
        if has_debians() {
            return Ok(Self::Debian);
        }
        if add_target() {
            return Ok(Self::Rustup);
        }
        install_debians()?;
        Ok(Self::Debian)
    }

    pub fn cargo(self, places: &Places) -> Command {
        let mut cargo = Command::new(match self {
            Self::Rustup => "cargo",
            Self::Debian => DEBIAN_CARGO,
        });
        self.prepare(&mut cargo, places);
        cargo
    }

    /// Makes a command, and the cargo that it may call, use this compiler.
    pub fn prepare(self, command: &mut Command, places: &Places) {
        command.current_dir(places.root()).env("CARGO_TARGET_DIR", places.web_target());
        // Leptos then forgets the type of each component's view, instead of building it into that of its parent, which
        // makes the page smaller and its compilation faster. And a page that everybody loads need not tell where it was
        // built.
        let mut flags = vec!["--cfg erase_components".to_owned()];
        flags.extend(registry().map(|folder| format!("--remap-path-prefix={}=", folder.display())));
        command.env("RUSTFLAGS", flags.join(" "));
        if self == Self::Debian {
            command
                .env("CARGO", DEBIAN_CARGO)
                .env("RUSTC", DEBIAN_RUSTC)
                // Building the standard library is an unstable wish, which a stable compiler grants only with this.
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", DEBIAN_LINKER)
                // We were started by rustup's cargo, whose libraries are not Debian's.
                .env_remove("LD_LIBRARY_PATH")
                .env_remove("RUSTUP_TOOLCHAIN");
        }
    }

    /// Another compiler makes another page.
    pub fn version(self) -> Result<String> {
        shell::ask(
            Command::new(match self {
                Self::Rustup => "rustc",
                Self::Debian => DEBIAN_RUSTC,
            })
            .arg("--version"),
        )
    }
}

/// Where cargo keeps the sources of other people's crates.
fn registry() -> Option<PathBuf> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| env::var_os("HOME").map(|home| Path::new(&home).join(".cargo")))?;
    Some(home.join("registry/src"))
}

fn has_target() -> bool {
    let folder = shell::ask(Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]));
    folder.is_ok_and(|folder| Path::new(&folder).is_dir())
}

fn has_debians() -> bool {
    Path::new(DEBIAN_CARGO).exists()
        && Path::new(DEBIAN_RUSTC).exists()
        && Path::new(DEBIAN_SOURCE).exists()
        && shell::find(DEBIAN_LINKER).is_some()
}

/// False where there is no rustup, or it has no way to its server.
fn add_target() -> bool {
    if shell::find("rustup").is_none() {
        return false;
    }
    shell::say("adding the WebAssembly target with rustup");
    let mut rustup = Command::new("rustup");
    rustup.args(["target", "add", TARGET]).stdout(Stdio::null()).stderr(Stdio::null());
    rustup.status().is_ok_and(|status| status.success()) && has_target()
}

fn install_debians() -> Result<()> {
    shell::say("rustup cannot add it here, so Debian's compiler builds the page");
    apt::install(&[
        Package {
            name: "rustc-web",
            why: "compiles the page to WebAssembly, because rustup cannot add that target",
        },
        Package { name: "cargo-web", why: "the build tool that belongs to rustc-web" },
        Package { name: "rust-web-src", why: "the standard library, to be compiled to WebAssembly" },
        Package { name: "lld-19", why: "links WebAssembly" },
    ])?;
    if !has_debians() {
        bail!(
            "There is no compiler for WebAssembly. Run `rustup target add {TARGET}` where rustup reaches its server, \
             or install Debian's rustc-web, cargo-web, rust-web-src and lld-19."
        );
    }
    Ok(())
}
