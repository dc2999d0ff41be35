//! What `openhall audit verify` says of a log, and how it ends.
#![expect(clippy::unwrap_used, reason = "where arranging a fact fails, the fact fails")]

use std::{
    path::Path,
    process::{Command, Output},
    time::{Duration, Instant},
};

use testkit::{Database, KEYRING, Process, cast};

fn verify(database: &Database, folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_openhall"))
        .args(["audit", "verify"])
        .env("DATABASE_URL", database.web_url())
        .env("OPENHALL_STATE_DIR", folder)
        .env("OPENHALL_KEYS", KEYRING)
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A server seals what is there and keeps the head in its folder.
fn served(database: &Database, folder: &Path) {
    let server = Process::start(env!("CARGO_BIN_EXE_openhall"), database, folder, &[]).unwrap();
    let begun = Instant::now();
    while !folder.join("audit-heads").exists() {
        assert!(begun.elapsed() < Duration::from_secs(60), "nothing was sealed");
        std::thread::sleep(Duration::from_millis(100));
    }
    drop(server);
}

#[test]
fn a_log_that_a_server_sealed_is_as_it_was_and_one_line_edited_is_not() {
    let (database, folder) = (cast().unwrap(), tempfile::tempdir().unwrap());
    served(&database, folder.path());
    let output = verify(&database, folder.path());
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("are those that were kept outside"), "{}", said(&output));
    let edit = "set session_replication_role = replica; \
        update audit set reason = 'another' where seq = (select min(seq) from audit where entity = 'clients'); \
        set session_replication_role = origin";
    database.run(edit).unwrap();
    let output = verify(&database, folder.path());
    assert_eq!(output.status.code(), Some(1));
    let named = database.column("select min(seq) from audit where entity = 'clients'").unwrap().remove(0);
    assert!(said(&output).contains(&format!("BAD   altered: line {named} seal ")), "{}", said(&output));
}

#[test]
fn a_file_of_heads_that_was_named_has_to_be_there() {
    let (database, folder) = (cast().unwrap(), tempfile::tempdir().unwrap());
    let output = Command::new(env!("CARGO_BIN_EXE_openhall"))
        .args(["audit", "verify", "--heads", "/nowhere/heads"])
        .env("DATABASE_URL", database.web_url())
        .env("OPENHALL_STATE_DIR", folder.path())
        .output()
        .unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("/nowhere/heads"));
}
