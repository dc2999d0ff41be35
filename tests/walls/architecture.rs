//! The absences that ARCHITECTURE names: who may import what, and what stands where alone.

use std::{
    fs,
    path::{Path, PathBuf},
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn manifest(name: &str) -> String {
    fs::read_to_string(root().join(name).join("Cargo.toml")).unwrap()
}

/// Every Rust file below a folder, with its text.
fn sources(folder: &str) -> Vec<(String, String)> {
    let mut folders = vec![root().join(folder)];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found
}

fn files_with(folder: &str, words: &str) -> Vec<String> {
    let all = sources(folder);
    all.into_iter().filter(|(_, text)| text.contains(words)).map(|(path, _)| path).collect()
}

#[test]
fn each_crate_lacks_what_it_must_not_know() {
    for (name, absent) in [
        (
            "crates/domain",
            &["diesel", "actix", "leptos", "tokio", "store", "reqwest", "regex", "getrandom"][..],
        ),
        ("crates/linkage", &["diesel", "actix", "domain", "store", "tokio"]),
        ("crates/store", &["actix", "leptos", "api.workspace", "reqwest"]),
        ("crates/api", &["diesel", "leptos", "postgres"]),
        ("crates/jobs", &["diesel", "actix", "api.workspace"]),
        ("crates/postgres", &["diesel", "domain", "store"]),
        ("frontend", &["diesel", "actix", "store.workspace", "api.workspace", "regex"]),
    ] {
        let text = manifest(name);
        let dependencies = text.split("[dependencies]").nth(1).unwrap_or_default();
        let dependencies = dependencies.split("[dev-dependencies]").next().unwrap_or_default();
        for word in absent {
            assert!(!dependencies.lines().any(|line| line.starts_with(word)), "{name} must not know {word}");
        }
    }
}

#[test]
fn the_database_is_reached_through_the_session_alone() {
    let places = files_with("crates/api/src", "web::block(");
    assert!(matches!(places.as_slice(), [one] if one.ends_with("session.rs")), "{places:?}");
}

#[test]
fn addresses_of_the_api_stand_in_one_folder_of_the_page() {
    let places = files_with("frontend/src", "/api/v1");
    assert!(places.iter().all(|path| path.contains("/src/api/")), "{places:?}");
}

#[test]
fn canonical_tables_are_written_in_one_folder() {
    for table in [
        "clients",
        "contact_points",
        "addresses",
        "external_ids",
        "client_tags",
        "restrictions",
        "assignments",
        "enrollments",
        "intakes",
        "discharges",
    ] {
        for verb in ["insert_into", "update", "delete"] {
            let places = files_with("crates/store/src", &format!("diesel::{verb}({table}::table"));
            let stray: Vec<_> = places
                .iter()
                .filter(|path| !path.contains("/canonical/") && !path.contains("/demo/"))
                .collect();
            assert!(stray.is_empty(), "{verb} {table}: {stray:?}");
        }
    }
}

#[test]
fn only_the_scope_makes_scoped_queries() {
    let makers: Vec<_> = files_with("crates/store/src", "Scoped(").into_iter().collect();
    assert!(makers.iter().all(|path| path.ends_with("scope.rs")), "{makers:?}");
}
