//! A key that others may know is replaced: `openhall keys add` and `openhall keys rotate`.
#![expect(clippy::unwrap_used, reason = "where arranging a fact fails, the fact fails")]

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Output},
};

use testkit::{Database, KEYRING, cast};

/// Runs the program on an installation whose keys stand in its folder.
fn openhall(database: &Database, folder: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_openhall"))
        .args(words)
        .env("DATABASE_URL", database.web_url())
        .env("MIGRATION_URL", database.owner_url())
        .env("OPENHALL_STATE_DIR", folder)
        .env_remove("OPENHALL_KEYS")
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn doctors(database: &Database, folder: &Path) -> String {
    let output = openhall(database, folder, &["doctor"]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().find(|line| line.contains(" keys and database: ")).unwrap().to_owned()
}

fn put(file: &Path, keys: &str) {
    fs::write(file, keys).unwrap();
    fs::set_permissions(file, Permissions::from_mode(0o600)).unwrap();
}

/// The names of the seal keys, the one that seals first.
fn names(file: &Path) -> Vec<String> {
    let text = fs::read_to_string(file).unwrap();
    let seals = text.lines().filter_map(|line| line.strip_prefix("seal "));
    seals.map(|line| line.split(' ').next().unwrap().to_owned()).collect()
}

#[test]
fn an_old_key_is_of_no_use_once_everything_is_sealed_anew() {
    let (database, folder) = (cast().unwrap(), tempfile::tempdir().unwrap());
    let file = folder.path().join("keys");
    put(&file, KEYRING);
    said(&openhall(&database, folder.path(), &["keys", "add"]));
    assert_eq!(names(&file), ["2", "1"]);
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);

    let told = said(&openhall(&database, folder.path(), &["keys", "rotate"]));
    assert!(told.contains("key 1 seals nothing any more"), "{told}");
    assert!(!told.contains("sealed 0 secrets"), "{told}");
    let again = said(&openhall(&database, folder.path(), &["keys", "rotate"]));
    assert!(again.contains("sealed 0 secrets"), "{again}");

    let numbers = "select count(*) from clients where ssn_sealed is not null";
    let lines = "select count(*) from audit where operation = 'keys.rotate' and entity = 'clients' \
                 and reason like 'Sealed anew with key 2%'";
    assert_eq!(database.column(lines).unwrap(), database.column(numbers).unwrap(), "each stands in the log");

    let both = fs::read_to_string(&file).unwrap();
    let new: String =
        both.lines().filter(|line| !line.starts_with("seal 1 ")).map(|line| format!("{line}\n")).collect();
    put(&file, &new);
    assert!(doctors(&database, folder.path()).starts_with("fine"), "the new key alone opens everything");
    put(&file, KEYRING);
    let old = doctors(&database, folder.path());
    assert!(old.starts_with("BAD") && old.contains("not in the keyring: 2"), "{old}");
}

/// The negative control: as long as a server seals with the old key, it is not said to be of no use.
#[test]
fn a_key_that_only_opens_yet_seals_nothing() {
    let (database, folder) = (cast().unwrap(), tempfile::tempdir().unwrap());
    let file = folder.path().join("keys");
    put(&file, KEYRING);
    let added = said(&openhall(&database, folder.path(), &["keys", "add", "--last"]));
    assert!(added.contains("Then move the new line to the top"), "{added}");
    assert_eq!(names(&file), ["1", "2"]);
    let told = said(&openhall(&database, folder.path(), &["keys", "rotate"]));
    assert!(told.contains("sealed 0 secrets") && !told.contains("seals nothing any more"), "{told}");
    assert!(told.contains("key 2 is newer than key 1"), "{told}");
}

#[test]
fn every_column_of_secrets_is_sealed_anew() {
    let found = "select table_name || '.' || column_name from information_schema.columns \
                 where table_schema = 'public' and column_name like '%\\_sealed' order by 1";
    assert_eq!(cast().unwrap().column(found).unwrap(), store::rotation::columns());
}

#[test]
fn keys_of_the_environment_are_added_where_they_come_from() {
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_openhall"))
        .args(["keys", "add"])
        .env("OPENHALL_STATE_DIR", folder.path())
        .env("OPENHALL_KEYS", KEYRING)
        .output()
        .unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("OPENHALL_KEYS_FILE"));
}
