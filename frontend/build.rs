//! Turns `locales/<language>/<folder>/<slice>.json` into keys: a text that is asked for and not there does not compile.
//!
//! The texts themselves are no part of the program. `texts.mjs` puts them together, and the page fetches those of one
//! language and of the pages that are open. So that nothing is missing then, English decides which texts there are, and
//! a language that has a folder has the whole of it, with the same values to fill in.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::Path,
};

type Outcome<T> = Result<T, Box<dyn Error>>;
type Texts = BTreeMap<String, String>;

const FIRST: &str = "en";

fn main() -> Outcome<()> {
    let locales = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("locales");
    println!("cargo::rerun-if-changed={}", locales.display());
    let mut keys = String::from("pub mod keys {\n");
    for folder in names(&locales.join(FIRST))? {
        for slice in names(&locales.join(FIRST).join(&folder))? {
            let file = format!("{folder}/{slice}.json");
            let english = texts(&locales.join(FIRST).join(&file))?;
            for language in names(&locales)?.iter().filter(|one| locales.join(one).join(&folder).exists()) {
                compare(&english, &texts(&locales.join(language).join(&file))?)
                    .map_err(|difference| format!("locales/{language}/{file}: {difference}"))?;
            }
            write_slice(&mut keys, &slice, &english)?;
        }
    }
    keys.push_str("}\n");
    Ok(fs::write(Path::new(&env::var("OUT_DIR")?).join("keys.rs"), keys)?)
}

/// Names of the folders or JSON files in a folder, in order.
fn names(folder: &Path) -> Outcome<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        names.extend(entry?.path().file_stem().map(|name| name.to_string_lossy().into_owned()));
    }
    Ok(names)
}

fn texts(file: &Path) -> Outcome<Texts> {
    let json = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(serde_json::from_str(&json).map_err(|error| format!("{}: {error}", file.display()))?)
}

/// Says what a translation lacks, or has too much.
fn compare(english: &Texts, translated: &Texts) -> Result<(), String> {
    let missing = english.keys().find(|key| !translated.contains_key(*key));
    let unknown = translated.keys().find(|key| !english.contains_key(*key));
    if let Some(key) = missing {
        return Err(format!("\"{key}\" is not there"));
    }
    if let Some(key) = unknown {
        return Err(format!("English has no \"{key}\""));
    }
    match english.iter().find(|(key, text)| values(text) != values(&translated[*key])) {
        Some((key, _)) => Err(format!("\"{key}\" has other values to fill in than English")),
        None => Ok(()),
    }
}

/// Cutting a text at its braces finds its values, so there are no others.
fn has_stray_braces(text: &str) -> bool {
    text.matches(['{', '}']).count() != 4 * values(text).len()
}

/// What a text wants filled in: `n` of "{{ n }} days ago".
fn values(text: &str) -> BTreeSet<&str> {
    text.split("{{ ").skip(1).filter_map(|rest| rest.split_once(" }}")).map(|(value, _)| value).collect()
}

fn write_slice(keys: &mut String, slice: &str, texts: &Texts) -> Outcome<()> {
    writeln!(
        keys,
        "#[allow(non_upper_case_globals, reason = \"a text is called as in its file\")]\npub mod {slice} {{\nuse crate::i18n::Key;"
    )?;
    for (name, text) in texts {
        if has_stray_braces(text) {
            return Err(format!(
                "{slice}.json: \"{name}\" has braces that are none of a value, or a value twice"
            )
            .into());
        }
        let values = Vec::from_iter(values(text));
        writeln!(keys, "pub const {name}: Key = Key::new({slice:?}, {name:?}, &{values:?});")?;
    }
    Ok(writeln!(keys, "}}")?)
}
