//! What a code is called on a page it is called in a file.

use std::fs;

use domain::{
    applications,
    clients::{Stage, Status},
    exports::{ApplicationColumn, ClientColumn, Plain},
};
use serde_json::Value;

/// What the page says in a language.
fn page(language: &str, slice: &str) -> Value {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let file = format!("{root}/frontend/locales/{language}/staff/{slice}.json");
    serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

/// The column calls each of these codes as the page does, in both languages.
fn agree<P: Plain>(column: P, slice: &str, codes: &[(&str, &str, bool)]) {
    for language in ["en", "es"] {
        let said = page(language, slice);
        for (code, text, places_people) in codes {
            let file = column.worded((*code).to_owned(), language, *places_people);
            assert_eq!(said[*text], file, "{language} {slice} {text}");
        }
    }
}

#[test]
fn a_file_calls_a_state_as_the_page_does() {
    let plain = |code: &'static str| (code, code, true);
    let statuses = Status::ALL.iter().map(|one| plain(one.code()));
    agree(ClientColumn::Status, "clients", &statuses.collect::<Vec<_>>());
    let stages = Stage::ALL.iter().map(|one| plain(one.code()));
    agree(ClientColumn::Stage, "clients", &stages.collect::<Vec<_>>());
    agree(ClientColumn::Stage, "clients", &[("job_placement", "service_completion", false)]);
    let states = applications::Status::ALL.iter().map(|one| plain(one.code()));
    agree(ApplicationColumn::Status, "applications", &states.collect::<Vec<_>>());
}
