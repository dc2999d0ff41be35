//! The production page: compiled for size, cut into pieces, optimised, hashed, compressed.
//!
//! Trunk builds the same sources in one piece for development. It cannot cut, so the page that people load comes from
//! here.

use crate::assemble::{self, Weight};
use crate::digest::{Digest, files_below};
use crate::node;
use crate::places::Places;
use crate::server::{self, Profile};
use crate::shell;
use crate::web::{TARGET, Toolchain};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

const PROFILE: &str = "wasm-release";

/// Builds into dist/, unless the page there was built from the very same sources.
pub fn build(places: &Places, web: &Toolchain) -> Result<()> {
    let inputs = inputs(places, *web)?;
    let mark = places.memory().join("page");
    let is_current = fs::read_to_string(&mark).is_ok_and(|built| built == inputs);
    if is_current && places.dist().join("index.html").exists() {
        return Ok(());
    }
    let weight = build_anew(places, *web)?;
    println!("{weight}");
    fs::create_dir_all(places.memory())?;
    Ok(fs::write(mark, inputs)?)
}

/// What the first visit to a public page costs, of the page in dist/.
pub fn weight(places: &Places) -> Result<Weight> {
    Weight::of(&places.dist())
}

/// Styles by Tailwind; Trunk has the same command in its hook.
fn build_styles(places: &Places) -> Result<()> {
    let frontend = places.frontend();
    let mut tailwind = Command::new(node::tools(&frontend).join("tailwindcss"));
    tailwind.args(["--input", "style/in.css", "--output", "style/out.css", "--minify"]);
    shell::run_quietly(tailwind.current_dir(frontend))
}

fn build_anew(places: &Places, web: Toolchain) -> Result<Weight> {
    shell::say("building the page: styles");
    build_styles(places)?;
    shell::say("building the page: WebAssembly (minutes the first time)");
    let linked = compile(places, web)?;
    shell::say("building the page: pieces");
    let pieces = places.web_target().join("pieces");
    empty(&pieces)?;
    cut(places, &linked, &pieces)?;
    optimise(places, &pieces)?;
    minify(places, &pieces)?;
    put_texts_together(places, &pieces.join("texts"))?;
    minify_work_styles(places, &pieces.join("work.css"))?;
    assemble::assemble(places, &pieces)
}

/// The relocations stay in the file, because the cutting needs to know who calls whom.
fn compile(places: &Places, web: Toolchain) -> Result<PathBuf> {
    let mut cargo = web.cargo(places);
    cargo.args([
        "rustc",
        "--package",
        "frontend",
        "--bin",
        "frontend",
        "--features",
        "pieces",
        "--target",
        TARGET,
        "--profile",
        PROFILE,
    ]);
    shell::run(cargo.args(["--", "-Clink-arg=--emit-relocs"]))?;
    Ok(places.web_target().join(TARGET).join(PROFILE).join("frontend.wasm"))
}

/// Calls this program again with the sixty crates that the cutting takes.
fn cut(places: &Places, linked: &Path, pieces: &Path) -> Result<()> {
    let xtask = server::build_program(places, "xtask", Profile::Dev)?;
    shell::run(Command::new(xtask).arg("cut").arg(linked).arg(pieces))
}

/// With binaryen from npm. Debian 12's writes broken modules without a word, and so does this one with all its features
/// on: the list is what rustc emits, no more.
fn optimise(places: &Places, pieces: &Path) -> Result<()> {
    // Flat code is shaped anew; what the first round leaves, the second one finds. That is one byte in a hundred.
    const PASSES: [&str; 4] = ["--flatten", "--rereloop", "-Oz", "-Oz"];
    const FEATURES: [&str; 6] = [
        "--enable-bulk-memory",
        "--enable-reference-types",
        "--enable-sign-ext",
        "--enable-nontrapping-float-to-int",
        "--enable-mutable-globals",
        "--enable-multivalue",
    ];
    let program = node::tools(&places.frontend()).join("wasm-opt");
    let optimise_one = |module: &PathBuf| {
        let mut wasm_opt = Command::new(&program);
        shell::run_quietly(wasm_opt.args(PASSES).args(FEATURES).arg(module).arg("-o").arg(module))
    };
    let modules = worth_optimising(pieces)?;
    let (one_half, other_half): (Vec<_>, Vec<_>) =
        modules.iter().enumerate().partition(|(place, _)| place % 2 == 0);
    thread::scope(|scope| {
        let elsewhere = scope.spawn(|| one_half.into_iter().try_for_each(|(_, module)| optimise_one(module)));
        let here = other_half.into_iter().try_for_each(|(_, module)| optimise_one(module));
        elsewhere.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)).and(here)
    })
}

/// Trunk has the same command in its hook.
fn put_texts_together(places: &Places, folder: &Path) -> Result<()> {
    shell::run(Command::new("node").arg(places.frontend().join("texts.mjs")).arg(folder))
}

/// The scripts that wasm-bindgen and the cutting wrote, whose blanks and long names are half of them.
fn minify(places: &Places, pieces: &Path) -> Result<()> {
    ["frontend.js", "__wasm_split.js"].iter().try_for_each(|name| minify_script(places, &pieces.join(name)))
}

pub fn minify_script(places: &Places, script: &Path) -> Result<()> {
    let mut esbuild = Command::new(node::tools(&places.frontend()).join("esbuild"));
    esbuild.args(["--minify", "--format=esm", "--log-level=error", "--allow-overwrite"]).arg(script);
    shell::run_quietly(esbuild.arg(format!("--outfile={}", script.display())))
}

/// The staff's pages bring theirs along: nobody else needs them.
fn minify_work_styles(places: &Places, to: &Path) -> Result<()> {
    let mut esbuild = Command::new(node::tools(&places.frontend()).join("esbuild"));
    esbuild.args(["--minify", "--log-level=error"]).arg(places.frontend().join("style/work.css"));
    shell::run_quietly(esbuild.arg(format!("--outfile={}", to.display())))
}

/// Starting the optimiser for less than 6 kB costs more than it gains.
fn worth_optimising(pieces: &Path) -> Result<Vec<PathBuf>> {
    let mut modules = Vec::new();
    for file in files_below(pieces, &[])? {
        if file.extension().is_some_and(|extension| extension == "wasm") && file.metadata()?.len() > 6_000 {
            modules.push(file);
        }
    }
    Ok(modules)
}

/// Everything that the page is made from, as one number.
fn inputs(places: &Places, web: Toolchain) -> Result<String> {
    let root = places.root();
    let mut files = vec![root.join("Cargo.toml"), root.join("Cargo.lock")];
    files.extend(files_below(&places.frontend(), &["node_modules", "out.css", "texts"])?);
    files.extend(files_below(&root.join("crates/domain"), &[])?);
    files.extend(files_below(&root.join("crates/xtask"), &[])?);
    let mut digest = Digest::of_files(&files)?;
    digest.add(web.version()?.as_bytes());
    Ok(digest.to_string())
}

fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))
}
