//! L5: mail that is waiting goes out, though those who send it are killed again and again.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use store::{
    Settings, Store,
    crypt::{Keyring, Sealer},
    outbox::{self, Mail, Message},
    tx::Caller,
};
use testkit::{Database, Figure, KEYRING, MailServer, Mood, Process, cast, times};

use super::start;

/// As a mail server that looks at each mail for a while, so that kills meet mails on their way.
const DAWDLES: Duration = Duration::from_millis(120);

fn store(database: &Database) -> Store {
    let sealer = Sealer::new(&Keyring::parse(KEYRING).unwrap()).unwrap();
    let settings =
        Settings { database_url: database.web_url(), connections: 2, patience: Duration::from_secs(10) };
    Store::new(&settings, Arc::new(sealer))
}

fn remind(store: &Store, count: usize) {
    for number in 0..count {
        let message = Message::ApplicationReceived { reference: format!("R-{number}") };
        let mail = Mail { to: format!("person{number}@example.org"), language: "en".into(), message };
        store.write_public(&Caller::job(), "test.remind", |tx| outbox::send(tx, &mail)).unwrap();
    }
}

fn worker(database: &Database, folder: &Path, server: &MailServer) -> Process {
    let words = ["--smtp-url", &server.url(), "--mail-from", "hall@example.org", "--url", "http://hall.test"];
    start(database, folder, &words)
}

fn waiting(database: &Database) -> usize {
    database.column("select count(*) from jobs where kind = 'mail' and state <> 'done'").unwrap()[0]
        .parse()
        .unwrap()
}

/// Workers send until nothing is left, while one after the other is killed and started anew. Gives the number of kills.
fn storm(database: &Database, server: &MailServer, workers: usize, most_kills: usize) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let mut running: Vec<_> = (0..workers).map(|_| worker(database, folder.path(), server)).collect();
    let (begun, mut kills) = (Instant::now(), 0);
    while waiting(database) > 0 {
        assert!(begun.elapsed() < Duration::from_secs(600), "mail still waits");
        thread::sleep(Duration::from_millis(if kills < most_kills { 2_000 } else { 200 }));
        if kills < most_kills && waiting(database) > 0 {
            running.remove(0).kill().unwrap();
            running.push(worker(database, folder.path(), server));
            kills += 1;
        }
    }
    kills
}

#[test]
fn every_reminder_goes_out_though_workers_are_killed() {
    let (database, server) = (cast().unwrap(), MailServer::start().unwrap());
    let (count, workers) = (times(60, 500), times(2, 3));
    remind(&store(&database), count);
    server.becomes(Mood::Slow(DAWDLES));
    let kills = storm(&database, &server, workers, times(1, 1_000));

    let mut sent: BTreeMap<String, Vec<String>> = BTreeMap::new();
    // In the morning the cast gets a digest besides.
    for mail in server.received().into_iter().filter(|mail| mail.to.starts_with("person")) {
        sent.entry(mail.to.clone()).or_default().push(mail.header("Message-ID").to_owned());
    }
    let missing =
        (0..count).filter(|number| !sent.contains_key(&format!("person{number}@example.org"))).count();
    let duplicates: usize = sent.values().map(|ids| ids.len() - 1).sum();
    assert_eq!(missing, 0);
    assert!(duplicates <= kills, "{duplicates} duplicates of {kills} kills");
    // A mail server and a mail program can tell a repetition by this.
    assert!(sent.values().all(|ids| ids.iter().all(|id| !id.is_empty() && *id == ids[0])));
    let lost = taken_is_done();
    assert!(lost > 0);
    Figure {
        id: "L5",
        tried: format!("{count} reminders, {workers} servers that send them, one of them killed every two seconds: {kills} kills"),
        goal: "missing 0; duplicates at most as many as kills, each with the id of the first",
        found: format!("{missing} missing, {duplicates} duplicates"),
        control: format!("with a mail counted as sent when somebody takes it: {lost} of 5 lost when whoever took it is gone"),
    }
    .keep();
}

/// What is often done: who takes work crosses it off the list.
fn taken_is_done() -> usize {
    let database = cast().unwrap();
    let store = store(&database);
    let take_all = || {
        database.run("update jobs set due_at = now() where state = 'running'").unwrap();
        std::iter::from_fn(|| store.take_job().unwrap()).count()
    };
    remind(&store, 5);
    assert_eq!((take_all(), take_all()), (5, 5));
    database
        .run(
            "update jobs set due_at = now(), state = 'waiting'; \
             create function crossed_off() returns trigger language plpgsql as $$ begin \
                 new.state := 'done'; new.finished_at := now(); return new; end $$; \
             create trigger crossed_off before update on jobs for each row execute function crossed_off()",
        )
        .unwrap();
    take_all();
    5 - take_all()
}
