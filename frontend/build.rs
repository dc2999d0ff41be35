//! Turns `locales/<language>/<slice>.json` into typed keys: a missing text does not compile.
//!
//! Languages and slices are what the folder holds, so adding one is adding files. English is whole; a text that
//! another language lacks falls back to English. (`leptos_i18n_build` would do the same, and bring an HTTP client
//! and Unicode's data tables along as build dependencies.)

use std::{env, error::Error, fs, path::Path};

use leptos_i18n_parser::parse_locales::{
    options::{Config, ParseOptions},
    parse_locales,
};

const FIRST: &str = "en";

fn main() -> Result<(), Box<dyn Error>> {
    let root = env::var("CARGO_MANIFEST_DIR")?;
    let locales = Path::new(&root).join("locales");
    println!("cargo::rerun-if-changed={}", locales.display());
    let config = Config::new(FIRST)?
        .add_locales(names(&locales)?.into_iter().filter(|language| language != FIRST))?
        .add_namespaces(names(&locales.join(FIRST))?)?
        .parse_options(ParseOptions::new().interpolate_display(true).suppress_key_warnings(true));
    let parsed = parse_locales(Some(root.into()), config)?;
    let attributes =
        "#![allow(clippy::all, clippy::pedantic, clippy::expect_used, unused_qualifications, unused_imports, dead_code)]"
            .parse()?;
    let code = leptos_i18n_codegen::gen_code(&parsed, None, true, Some(&attributes), false)?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("i18n.rs"), code.to_string())?;
    Ok(())
}

/// Names of the folders or JSON files in a folder, in order.
fn names(folder: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.extend(entry?.path().file_stem().map(|name| name.to_string_lossy().into_owned()));
    }
    names.sort();
    Ok(names)
}
