//! What `openhall doctor` says of an installation.
#![expect(clippy::unwrap_used, reason = "where arranging a fact fails, the fact fails")]

use std::process::Command;

use testkit::{Database, KEYRING, cast};

/// The line about one thing.
fn said(database: &Database, keys: &str, what: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_openhall"))
        .arg("doctor")
        .env("DATABASE_URL", database.web_url())
        .env("MIGRATION_URL", database.owner_url())
        .env("OPENHALL_STATE_DIR", folder.path())
        .env("OPENHALL_KEYS", keys)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().find(|line| line.contains(&format!(" {what}: "))).unwrap_or(&text).to_owned()
}

#[test]
fn the_right_keys_open_what_is_sealed() {
    assert!(said(&cast().unwrap(), KEYRING, "keys and database").starts_with("fine"));
}

#[test]
fn other_keys_are_noticed_before_anything_is_sealed_with_them() {
    let others = store::crypt::Keyring::generate().unwrap();
    let line = said(&cast().unwrap(), &others.text(), "keys and database");
    assert!(line.starts_with("BAD") && line.contains("not the keys of this database"), "{line}");
}

#[test]
fn a_key_that_is_missing_is_named() {
    let others = KEYRING.replace("seal 1 ", "seal 7 ");
    assert_ne!(others, KEYRING);
    let line = said(&cast().unwrap(), &others, "keys and database");
    assert!(line.starts_with("BAD") && line.contains("not in the keyring: 1"), "{line}");
}
