//! The checked-in OpenAPI document is the server's own.

use std::fs;

const CHECKED_IN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../openapi/openapi.json");

/// `cargo xtask openapi` writes it.
#[test]
fn the_checked_in_document_is_current() {
    let current = serde_json::to_string_pretty(&api::openapi::document()).unwrap();
    let checked_in = fs::read_to_string(CHECKED_IN).unwrap_or_default();
    assert!(
        checked_in.trim_end() == current.trim_end(),
        "run `cargo xtask openapi` and look at the difference"
    );
}

#[test]
fn every_operation_names_its_permission_and_its_refusals() {
    let document = api::openapi::document();
    for (path, method, operation) in api::openapi::operations(&document) {
        let answers = operation["responses"].as_object().unwrap();
        assert!(!operation["x-permission"].is_null(), "{method} {path}");
        assert!(answers.keys().any(|status| status.starts_with('2')), "{method} {path}");
        assert!(operation["x-permission"] == "public" || answers.contains_key("401"), "{method} {path}");
    }
}
