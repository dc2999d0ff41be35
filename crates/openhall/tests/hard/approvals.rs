//! I1: proposals that many approve at once, at two servers that are killed, are applied once each, with their audit row.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use reqwest::Client;
use serde_json::{Value, json};
use testkit::{Cast, Database, Figure, Process, cast, times};

use super::{maria, start, token};

/// Where the two servers are now: either may be killed, and another one started.
type Places = Arc<Mutex<[String; 2]>>;

fn url(places: &Places, at: usize, path: &str) -> String {
    format!("http://{}/api/v1{path}", places.lock().unwrap()[at % 2])
}

/// Lena proposes so many restrictions of María.
async fn propose(database: &Database, server: &Process, count: usize) -> Vec<String> {
    let (lena, http) = (token(server, Cast::Lena).await, Client::new());
    let address = server.url(&format!("/clients/{}/restrictions", maria(database)));
    let mut proposed = Vec::new();
    for number in 0..count {
        let body = json!({
            "reach": { "scope": "organization" }, "start_date": "2026-01-01", "reason": format!("Number {number}."),
        });
        let answer = http.post(&address).bearer_auth(&lena).json(&body).send().await.unwrap();
        assert_eq!(answer.status(), 202);
        let change: Value = answer.json().await.unwrap();
        proposed.push(change["id"].as_str().unwrap().to_owned());
    }
    proposed
}

/// Looks at a proposal and approves it; whether it is decided now. Nothing is known where no answer came.
async fn approve(http: &Client, places: &Places, at: usize, token: &str, id: &str) -> Option<bool> {
    let shown = http.get(url(places, at, &format!("/changes/{id}"))).bearer_auth(token).send().await.ok()?;
    let shown: Value = shown.json().await.ok()?;
    if shown["status"] != "pending" {
        return Some(shown["status"].is_string());
    }
    let approval = http.post(url(places, at, &format!("/changes/{id}/approval"))).bearer_auth(token);
    let approval = approval.header("if-match", format!("\"{}\"", shown["version"]));
    let answer = approval.json(&json!({ "seen": shown["digest"] })).send().await.ok()?;
    match answer.status().as_u16() {
        200 => Some(true),
        409 | 412 | 503 => Some(false),
        other => panic!("{other}: {:?}", answer.text().await),
    }
}

/// One reviewer goes through all of them, from a place of their own, until each is decided.
async fn review(places: Places, reviewer: usize, token: String, all: Arc<Vec<String>>) {
    let http = Client::builder().timeout(Duration::from_secs(20)).build().unwrap();
    for step in 0..all.len() {
        let id = &all[(reviewer * 7 + step) % all.len()];
        let mut tries = 0;
        while approve(&http, &places, reviewer + tries, &token, id).await != Some(true) {
            tries += 1;
            assert!(tries < 400, "{id} is never decided");
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    }
}

fn count(database: &Database, sql: &str) -> usize {
    database.column(&format!("select count(*) from {sql}")).unwrap()[0].parse().unwrap()
}

#[tokio::test]
async fn each_proposal_is_applied_once_though_many_approve_it_and_servers_are_killed() {
    let (database, folder) = (cast().unwrap(), tempfile::tempdir().unwrap());
    let words = ["--per-address", "1000000"];
    let (wanted, reviewers, kills) = (times(24, 200), 20, times(1, 10));
    let mut servers = [0, 1].map(|_| start(&database, folder.path(), &words));
    let all = Arc::new(propose(&database, &servers[0], wanted).await);
    let tokens = [token(&servers[0], Cast::Cora).await, token(&servers[1], Cast::Ada).await];
    let places: Places = Arc::new(Mutex::new([0, 1].map(|at| servers[at].address().to_owned())));
    let lanes: Vec<_> = (0..reviewers)
        .map(|reviewer| {
            let (token, all) = (tokens[reviewer % 2].clone(), Arc::clone(&all));
            tokio::spawn(review(Arc::clone(&places), reviewer, token, all))
        })
        .collect();
    for kill in 0..kills {
        tokio::time::sleep(Duration::from_millis(900)).await;
        let fresh = start(&database, folder.path(), &words);
        let killed = std::mem::replace(&mut servers[kill % 2], fresh);
        killed.kill().unwrap();
        places.lock().unwrap()[kill % 2] = servers[kill % 2].address().to_owned();
    }
    for lane in lanes {
        lane.await.unwrap();
    }
    let approved =
        count(&database, "pending_changes where status = 'approved' and body ->> 'edit' = 'add_restriction'");
    let applied = count(&database, "restrictions where reason like 'Number %.'");
    let distinct =
        count(&database, "(select distinct reason from restrictions where reason like 'Number %.') t");
    let audited = count(
        &database,
        "audit where operation = 'changes.approve' and entity = 'restrictions' and action = 'create'",
    );
    let half = count(
        &database,
        "(select xact from audit where operation = 'changes.approve' group by xact \
          having count(*) filter (where entity = 'restrictions') <> 1 \
              or count(*) filter (where entity = 'pending_changes') <> 1) t",
    );
    assert_eq!((approved, applied, distinct, audited, half), (wanted, wanted, wanted, wanted, 0));
    let twice = looked_then_applied(&database, 8);
    assert_eq!(twice, 8);
    Figure {
        id: "I1",
        tried: format!("{wanted} proposals, each approved by {reviewers} reviewers in parallel at two servers; one of them killed {kills} times"),
        goal: "applied exactly once, each with its audit row; half applied 0",
        found: format!("{applied} of {wanted}, {audited} audit rows; {half}"),
        control: format!("two who look whether it waits, apply it, and mark it afterwards: {twice} of 8 applied twice"),
    }
    .keep();
}

/// What is often done: each looks whether it still waits, applies it, and marks it.
fn looked_then_applied(database: &Database, proposals: usize) -> usize {
    let client = maria(database);
    let write = |sql: &str| {
        database
            .run(&format!("begin; select begin_as('job', null, 'test', null, null); {sql}; commit"))
            .unwrap();
    };
    write(
        "update pending_changes set status = 'pending', reviewed_by = null, reviewed_at = null where body ->> 'edit' = 'add_restriction'",
    );
    let waiting = "select id from pending_changes where status = 'pending' and body ->> 'edit' = 'add_restriction' order by id limit 8";
    let looks = [database.column(waiting).unwrap(), database.column(waiting).unwrap()];
    for look in &looks {
        for id in look {
            write(&format!(
                "insert into restrictions (id, client_id, scope, start_date, reason) \
                 values (gen_random_uuid(), '{client}', 'organization', '2026-01-01', 'Again {id}')"
            ));
        }
    }
    write(
        "update pending_changes set status = 'refused', reviewed_at = now() where status = 'pending' and body ->> 'edit' = 'add_restriction'",
    );
    let twice =
        "(select reason from restrictions where reason like 'Again %' group by reason having count(*) = 2) t";
    count(database, twice).min(proposals)
}
