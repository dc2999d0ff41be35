//! J4: whoever was erased stays erased where a backup from before is put back.

use std::time::{Duration, Instant};

use serde_json::json;
use testkit::{Cast, Database, Figure, cast, times};

use crate::{start, token};

/// Clients who are named by a word that stands nowhere else.
fn made(database: &Database, clients: usize) -> Vec<String> {
    let insert = format!(
        "begin; select begin_as('job', null, 'test', null, null); \
         insert into clients (id, first_name, last_name, name_key, search_key) \
             select gen_random_uuid(), 'Zqxina', n::text, 'zqxina ' || n, ' zqxina ' || n \
             from generate_series(1, {clients}) as n; commit"
    );
    database.run(&insert).unwrap();
    database.column("select id from clients where first_name = 'Zqxina' order by last_name::int").unwrap()
}

fn named(database: &Database, erased: &[String]) -> usize {
    let query =
        format!("select id from clients where first_name = 'Zqxina' and id in ('{}')", erased.join("', '"));
    database.column(&query).unwrap().len()
}

#[actix_web::test]
async fn a_backup_from_before_brings_nobody_back() {
    let (database, all) = (cast().unwrap(), times(12, 200));
    let (folder, empty) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let clients = made(&database, all);
    let (backup, other) = (database.copy().unwrap(), database.copy().unwrap());
    let erased = clients[..all / 3].to_vec();
    let server = start(&database, folder.path(), &[]);
    let cora = server.anybody().unwrap().with_token(token(&server, Cast::Cora).await);
    for client in &erased {
        let done =
            cora.post_on(&format!("/clients/{client}/erasure"), 1, json!({ "reason": "Asked for it" })).await;
        assert_eq!(done.status, 200, "{}", done.text());
    }
    let kept = || std::fs::read_to_string(folder.path().join("erasures")).unwrap_or_default();
    let begun = Instant::now();
    while kept().lines().filter(|line| line.ends_with(" .")).count() < erased.len() {
        assert!(begun.elapsed() < Duration::from_secs(90), "the ledger is not kept: {}", kept());
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    drop(server);
    assert_eq!((named(&backup, &erased), kept().contains("Zqxina")), (erased.len(), false));
    // Without the file, the backup brings them back.
    drop(start(&other, empty.path(), &[]));
    let without = named(&other, &erased);
    assert_eq!(without, erased.len());
    drop(start(&backup, folder.path(), &[]));
    let resurrected = named(&backup, &erased);
    assert_eq!((resurrected, named(&backup, &clients)), (0, all - erased.len()));
    let again = "select count(*) from erasures where rule = 'restored'";
    assert_eq!(backup.column(again).unwrap(), [erased.len().to_string()]);
    Figure {
        id: "J4",
        tried: format!(
            "{} of {all} clients erased, a backup from before put back, the server started: those who are there by name",
            erased.len()
        ),
        goal: "resurrected: 0",
        found: resurrected.to_string(),
        control: format!("a server without the ledger in its folder: {without}"),
    }
    .keep();
}
