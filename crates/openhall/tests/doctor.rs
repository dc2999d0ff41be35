//! What `openhall doctor` says of an installation.
#![expect(clippy::unwrap_used, reason = "where arranging a fact fails, the fact fails")]

use std::process::Command;

use store::crypt::{Keyring, Place, Sealer};
use testkit::{Database, KEYRING, MailServer, cast};

/// The line about one thing.
fn said(database: &Database, keys: &str, what: &str) -> String {
    said_with(database, keys, what, &[])
}

fn said_with(database: &Database, keys: &str, what: &str, settings: &[(&str, String)]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_openhall"))
        .arg("doctor")
        .env("DATABASE_URL", database.web_url())
        .env("MIGRATION_URL", database.owner_url())
        .env("OPENHALL_STATE_DIR", folder.path())
        .env("OPENHALL_KEYS", keys)
        .envs(settings.iter().cloned())
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
    let others = Keyring::generate().unwrap();
    let line = said(&cast().unwrap(), &others.text(), "keys and database");
    assert!(line.starts_with("BAD") && line.contains("not the keys of this database"), "{line}");
}

/// The demo agency, in which nothing is sealed.
fn without_secrets() -> Database {
    let database = cast().unwrap();
    let all = "select string_agg(distinct format('delete from %I', table_name), '; ') as q from information_schema.columns \
        where table_schema = 'public' and column_name like '%\\_sealed' and table_name <> 'users'";
    let emptied = database.column(all).unwrap().remove(0);
    database.run(&format!("set session_replication_role = replica; {emptied}")).unwrap();
    database
}

/// Users, the newest first.
fn newest(database: &Database) -> Vec<String> {
    database.column("select id from users order by id desc").unwrap()
}

/// Gives somebody a secret.
fn seal(database: &Database, keys: &str, id: &str) {
    let sealer = Sealer::new(&Keyring::parse(keys).unwrap()).unwrap();
    let place = Place::new("users", "second_factor", id.parse::<domain::ids::UserId>().unwrap());
    let sealed: String =
        sealer.seal(&place, b"secret").unwrap().iter().map(|byte| format!("{byte:02x}")).collect();
    let kept = format!(
        "set session_replication_role = replica; update users set second_factor_since = now(), \
         second_factor_sealed = decode('{sealed}', 'hex') where id = '{id}'"
    );
    database.run(&kept).unwrap();
}

#[test]
fn one_damaged_secret_says_nothing_of_the_keys() {
    let database = without_secrets();
    let users = newest(&database);
    users.iter().take(3).for_each(|id| seal(&database, KEYRING, id));
    let damage = format!(
        "set session_replication_role = replica; update users set second_factor_sealed = \
         set_byte(second_factor_sealed, 40, 255 - get_byte(second_factor_sealed, 40)) where id = '{}'",
        users[0]
    );
    database.run(&damage).unwrap();
    let line = said(&database, KEYRING, "keys and database");
    assert!(line.starts_with("fine"), "{line}");
    let others = Keyring::generate().unwrap();
    let line = said(&database, &others.text(), "keys and database");
    assert!(line.starts_with("BAD") && line.contains("not the keys of this database"), "{line}");
}

#[test]
fn of_several_keys_each_has_to_be_the_one_that_sealed() {
    let database = without_secrets();
    let with_another = || Keyring::parse(KEYRING).unwrap().with_new_key().unwrap().text();
    let (ours, theirs) = (with_another(), with_another());
    let users = newest(&database);
    seal(&database, &ours, &users[0]);
    users.iter().skip(1).take(2).for_each(|id| seal(&database, KEYRING, id));
    assert!(said(&database, &ours, "keys and database").starts_with("fine"));
    let line = said(&database, &theirs, "keys and database");
    assert!(line.starts_with("BAD") && line.contains("not the keys of this database"), "{line}");
}

#[test]
fn other_keys_are_noticed_where_no_client_has_a_number() {
    let (database, others) = (without_secrets(), Keyring::generate().unwrap());
    assert!(said(&database, &others.text(), "keys and database").starts_with("fine"), "nothing is sealed");
    seal(&database, KEYRING, &newest(&database)[0]);
    let line = said(&database, &others.text(), "keys and database");
    assert!(line.starts_with("BAD") && line.contains("not the keys of this database"), "{line}");
    assert!(said(&database, KEYRING, "keys and database").starts_with("fine"));
}

#[test]
fn a_key_that_is_missing_is_named() {
    let others = KEYRING.replace("seal 1 ", "seal 7 ");
    assert_ne!(others, KEYRING);
    let line = said(&cast().unwrap(), &others, "keys and database");
    assert!(line.starts_with("BAD") && line.contains("not in the keyring: 1"), "{line}");
}

#[test]
fn a_mail_server_is_asked_and_gets_no_mail() {
    let database = cast().unwrap();
    let server = MailServer::start().unwrap();
    let line = said_with(&database, KEYRING, "mail", &mail(server.url()));
    assert!(line.starts_with("fine"), "{line}");
    assert!(server.received().is_empty());
}

#[test]
fn a_mail_server_that_is_not_there_is_told_without_its_password() {
    let line = said_with(&cast().unwrap(), KEYRING, "mail", &mail("smtp://hall:hush@127.0.0.1:9".into()));
    assert!(line.starts_with("BAD") && line.contains("cannot be reached"), "{line}");
    assert!(!line.contains("hush"), "{line}");
}

#[test]
fn without_a_mail_server_it_says_where_mail_is_kept() {
    let line = said(&cast().unwrap(), KEYRING, "mail");
    assert!(line.starts_with("fine") && line.ends_with("mails"), "{line}");
}

#[test]
fn what_would_keep_the_server_from_starting_is_told() {
    let database = cast().unwrap();
    assert!(said(&database, KEYRING, "http").starts_with("fine"));
    let weak = [("OPENHALL_METRICS_TOKEN", "changeme".to_owned())];
    let line = said_with(&database, KEYRING, "http", &weak);
    assert!(
        line.starts_with("BAD") && line.contains("can be guessed") && !line.contains("changeme"),
        "{line}"
    );
    let nowhere = [("OPENHALL_METRICS_TOKEN_FILE", "/nowhere/token".to_owned())];
    let line = said_with(&database, KEYRING, "http", &nowhere);
    assert!(line.starts_with("BAD") && line.contains("cannot read /nowhere/token"), "{line}");
}

#[test]
fn the_servers_role_may_write_rows_and_never_the_log() {
    let database = cast().unwrap();
    let line = said(&database, KEYRING, "server's role");
    assert!(line.starts_with("fine") && line.contains("never the log"), "{line}");
    for (grant, table) in [("update (after)", "audit"), ("delete", "audit"), ("truncate", "access_log")] {
        let database = cast().unwrap();
        database.run(&format!("grant {grant} on {table} to public")).unwrap();
        let line = said(&database, KEYRING, "server's role");
        assert!(line.starts_with("BAD") && line.contains(&format!("({table})")), "{grant}: {line}");
    }
}

#[test]
fn the_owner_is_not_the_servers_role() {
    let database = cast().unwrap();
    let line = said_with(&database, KEYRING, "server's role", &[("DATABASE_URL", database.owner_url())]);
    assert!(line.starts_with("BAD") && line.contains("database's shape"), "{line}");
    let line = said_with(&database, KEYRING, "owner's role", &[("MIGRATION_URL", database.web_url())]);
    assert!(line.starts_with("BAD") && line.contains("MIGRATION_URL is for the owner"), "{line}");
    assert!(said(&database, KEYRING, "owner's role").starts_with("fine"));
}

#[test]
fn migrations_that_wait_are_told() {
    let database = cast().unwrap();
    assert!(said(&database, KEYRING, "migrations").starts_with("fine"));
    let newest = "delete from __diesel_schema_migrations \
        where version = (select max(version) from __diesel_schema_migrations)";
    database.run(newest).unwrap();
    let line = said(&database, KEYRING, "migrations");
    assert!(line.starts_with("BAD") && line.contains("openhall migrate"), "{line}");
}

#[test]
fn a_log_that_waits_long_for_its_seal_is_told() {
    let database = cast().unwrap();
    assert!(said(&database, KEYRING, "audit log").starts_with("fine"));
    let late = "set session_replication_role = replica; update audit set at = at - interval '20 minutes' where seq = 1; \
        set session_replication_role = origin";
    database.run(late).unwrap();
    let line = said(&database, KEYRING, "audit log");
    assert!(line.starts_with("note") && line.contains("wait for their seal"), "{line}");
    database.run("select seal_audit(1000000)").unwrap();
    assert!(said(&database, KEYRING, "audit log").starts_with("fine"));
}

#[test]
fn clocks_that_agree_are_fine() {
    let line = said(&cast().unwrap(), KEYRING, "clock");
    assert!(line.starts_with("fine") && line.ends_with("apart from the database"), "{line}");
}

#[test]
fn what_is_left_on_the_disks_is_told() {
    let line = said(&cast().unwrap(), KEYRING, "free space");
    assert!(line.contains("GiB"), "{line}");
}

#[test]
fn the_newest_backup_is_no_older_than_it_may_be() {
    let (database, folder) = (cast().unwrap(), tempfile::tempdir().unwrap());
    let named = [("OPENHALL_BACKUPS", folder.path().display().to_string())];
    let line = said_with(&database, KEYRING, "backups", &named);
    assert!(
        line.starts_with("BAD") && line.contains("there is none") && line.contains("run the backup"),
        "{line}"
    );
    std::fs::write(folder.path().join("failed.dump"), b"").unwrap();
    assert!(said_with(&database, KEYRING, "backups", &named).starts_with("BAD"), "an empty file is none");
    let dump = std::fs::File::create(folder.path().join("hall.dump")).unwrap();
    std::io::Write::write_all(&mut &dump, b"rows").unwrap();
    let line = said_with(&database, KEYRING, "backups", &named);
    assert!(line.starts_with("fine") && line.contains("0 hours old"), "{line}");
    let days_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(30 * 3_600);
    dump.set_modified(days_ago).unwrap();
    let line = said_with(&database, KEYRING, "backups", &named);
    assert!(line.starts_with("BAD") && line.contains("30 hours old"), "{line}");
    assert!(line.contains("run the backup"), "{line}");
    let ahead = std::time::SystemTime::now() + std::time::Duration::from_secs(50 * 3_600);
    dump.set_modified(ahead).unwrap();
    let line = said_with(&database, KEYRING, "backups", &named);
    assert!(line.starts_with("BAD") && line.contains("in the future"), "{line}");
    dump.set_modified(days_ago).unwrap();
    let patient = [named[0].clone(), ("OPENHALL_BACKUP_HOURS", "48".into())];
    assert!(said_with(&database, KEYRING, "backups", &patient).starts_with("fine"));
    assert!(said(&database, KEYRING, "backups").starts_with("note"));
}

/// As a compose file hands over what is not set, beside the file that is.
#[test]
fn the_mail_servers_address_may_stand_in_a_file() {
    let database = cast().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("smtp_url");
    std::fs::write(&file, "smtp://127.0.0.1:1?tls=none\n").unwrap();
    let mut named = mail(String::new()).to_vec();
    named.push(("OPENHALL_SMTP_URL_FILE", file.display().to_string()));
    let line = said_with(&database, KEYRING, "mail", &named);
    assert!(line.contains("cannot be reached"), "{line}");
}

fn mail(url: String) -> [(&'static str, String); 3] {
    [
        ("OPENHALL_SMTP_URL", url),
        ("OPENHALL_MAIL_FROM", "hall@example.org".into()),
        ("OPENHALL_URL", "https://hall.example.org".into()),
    ]
}
