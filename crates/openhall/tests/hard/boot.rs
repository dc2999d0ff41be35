//! A8: a server does not start with secrets that can be guessed, nor without its own; nobody has an account from the start.

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use store::crypt::Keyring;
use testkit::{Cast, Database, Figure, KEYRING, cast};

use crate::{start, token};

/// How long a server may take to refuse.
const PATIENCE: Duration = Duration::from_secs(20);

/// One way to set a server up badly: what, the variable, its value, and a word of the refusal.
type Bad = (&'static str, &'static str, String, &'static str);

/// The database's address with another password.
fn with_password(url: &str, password: &str) -> String {
    let (user, host) = url.split_once('@').unwrap();
    let user = user.strip_prefix("postgres://").unwrap().split(':').next().unwrap();
    format!("postgres://{user}:{password}@{host}")
}

/// The keyring with another text after the word at the beginning of a line.
fn with_key(role: &str, key: &str) -> String {
    let change = |line: &str| match line.strip_prefix(role) {
        Some(_) => format!("{role} {key}"),
        None => line.to_owned(),
    };
    KEYRING.lines().map(change).collect::<Vec<_>>().join("\n")
}

fn all_bad(database: &Database, folder: &Path) -> Vec<Bad> {
    let (web, owner) = (database.web_url(), database.owner_url());
    let open = folder.join("open-keys");
    fs::write(&open, KEYRING).unwrap();
    fs::set_permissions(&open, Permissions::from_mode(0o644)).unwrap();
    let without = |role: &str| {
        let kept = KEYRING.lines().filter(|line| !line.starts_with(role));
        kept.collect::<Vec<_>>().join("\n")
    };
    let (zeros, short) = (format!("{}=", "A".repeat(43)), "c2hvcnQ=");
    let index = KEYRING.lines().find_map(|line| line.strip_prefix("index ")).unwrap();
    vec![
        ("DATABASE_URL", "DATABASE_URL", with_password(&web, "changeme"), "can be guessed"),
        ("DATABASE_URL", "DATABASE_URL", with_password(&web, "ccdpass"), "can be guessed"),
        ("DATABASE_URL", "DATABASE_URL", with_password(&web, "Ab3$xyz"), "can be guessed"),
        ("DATABASE_URL", "DATABASE_URL", with_password(&web, "openhall-default-2026"), "can be guessed"),
        ("MIGRATION_URL", "MIGRATION_URL", with_password(&owner, "password1234567"), "can be guessed"),
        ("MIGRATION_URL", "MIGRATION_URL", with_password(&owner, "my-secret-for-now"), "can be guessed"),
        ("metrics token", "OPENHALL_METRICS_TOKEN", "short".into(), "can be guessed"),
        ("metrics token", "OPENHALL_METRICS_TOKEN", "changeme-changeme-changeme".into(), "can be guessed"),
        ("keys", "OPENHALL_KEYS", "changeme".into(), "keys"),
        ("keys", "OPENHALL_KEYS", with_key("tokens", "changeme"), "keys"),
        ("keys", "OPENHALL_KEYS", with_key("tokens", short), "keys"),
        ("keys", "OPENHALL_KEYS", with_key("seal 1", &zeros), "keys"),
        ("keys", "OPENHALL_KEYS", with_key("tokens", index), "keys"),
        ("keys", "OPENHALL_KEYS", without("tokens"), "keys"),
        ("keys", "OPENHALL_KEYS", without("seal"), "keys"),
        ("keys", "OPENHALL_KEYS", KEYRING.replace("seal 1 ", "seal 7 "), "not in the keyring"),
        ("keys", "OPENHALL_KEYS", Keyring::generate().unwrap().text().to_string(), "not the keys of this"),
        ("keys", "OPENHALL_KEYS", String::new(), "there are no keys"),
        ("key file", "OPENHALL_KEYS_FILE", open.display().to_string(), "keys"),
    ]
}

/// What it says on the way out; none where it still runs when patience ends.
fn refusal(database: &Database, folder: &Path, bad: &Bad) -> Option<String> {
    let log = folder.join("log");
    let mut server = Command::new(env!("CARGO_BIN_EXE_openhall"));
    server.args(["serve", "--listen", "127.0.0.1:0"]).env("OPENHALL_STATE_DIR", folder);
    server.env("DATABASE_URL", database.web_url()).env("MIGRATION_URL", database.owner_url());
    server.env("OPENHALL_KEYS", if bad.1 == "OPENHALL_KEYS_FILE" { "" } else { KEYRING });
    server.env(bad.1, &bad.2).stdout(Stdio::null()).stderr(fs::File::create(&log).unwrap());
    let (mut child, begun) = (server.spawn().unwrap(), Instant::now());
    while begun.elapsed() < PATIENCE {
        if let Some(status) = child.try_wait().unwrap() {
            assert!(!status.success(), "{}", bad.0);
            return Some(fs::read_to_string(&log).unwrap());
        }
        thread::sleep(Duration::from_millis(20));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    None
}

#[test]
fn a_server_does_not_start_with_secrets_that_can_be_guessed() {
    let (database, folder) = (cast().unwrap(), tempfile::tempdir().unwrap());
    let all = all_bad(&database, folder.path());
    let mut refused = 0;
    for bad in &all {
        let said = refusal(&database, folder.path(), bad).unwrap_or_default();
        assert!(said.contains(bad.3), "{} {}: {said}", bad.0, bad.2);
        let secret = bad.2.len() > 7 && bad.1 != "OPENHALL_KEYS_FILE" && said.contains(&bad.2);
        assert!(!secret, "the secret stands in the log: {said}");
        refused += 1;
    }
    // The same server with the right ones.
    let right = start(&database, folder.path(), &[]);
    let signed_in = actix_web::rt::System::new().block_on(token(&right, Cast::Ada));
    assert!(!signed_in.is_empty());
    Figure {
        id: "A8",
        tried: format!(
            "{} starts: passwords of databases, metrics tokens and keys that are examples, short, empty, cut, used twice, of \
             another installation, or open to others",
            all.len()
        ),
        goal: "all refused, with what to do; the secret is not repeated",
        found: format!("{refused} of {} refused", all.len()),
        control: "with the right ones the server starts, and its administrator signs in".into(),
    }
    .keep();
}
