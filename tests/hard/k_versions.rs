//! K1: of several who write on the same version, one does, and the others are told.

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use testkit::{Answer, App, Cast, Figure, Served, Visitor, send, times};

/// A record that has versions: where it stands, and a change of it.
struct Record {
    path: String,
    field: &'static str,
}

impl Record {
    async fn version(&self, who: &Visitor) -> i64 {
        who.get(&self.path).await.version()
    }

    async fn write(&self, who: &Visitor, version: i64, text: String) -> Answer {
        let mut body = json!({});
        body[self.field] = Value::from(text);
        who.patch(&self.path, version, body).await
    }
}

fn records(app: &App) -> Vec<Record> {
    let maria = app.client(Served::Maria).unwrap();
    let find = |sql: &str| {
        app.database.column(&format!("{sql} and client_id = '{maria}' limit 1")).unwrap().remove(0)
    };
    vec![
        Record { path: format!("/clients/{maria}"), field: "preferred_name" },
        Record {
            path: format!("/restrictions/{}", find("select id from restrictions where lifted_at is null")),
            field: "reason",
        },
    ]
}

#[actix_web::test]
async fn of_several_who_write_on_one_version_one_does() {
    let first = App::start().await.unwrap();
    let second = first.beside(&Default::default()).await.unwrap();
    let coras = [first.sign_in(Cast::Cora).unwrap(), second.sign_in(Cast::Cora).unwrap()];
    let (rounds, mut races, mut lost) = (times(2, 16), 0, 0);
    for record in records(&first) {
        for writers in [2, 4, 8, 16] {
            for round in 0..rounds {
                let version = record.version(&coras[0]).await;
                let all = (0..writers)
                    .map(|n| record.write(&coras[n % 2], version, format!("Writer {round} of {n}")));
                let answers = join_all(all).await;
                let won: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
                assert_eq!(
                    won.len(),
                    1,
                    "{:?}",
                    answers.iter().map(|answer| answer.status).collect::<Vec<_>>()
                );
                assert!(answers.iter().all(|answer| [200, 409, 412].contains(&answer.status)));
                let stands = coras[1].get(&record.path).await.json();
                lost += usize::from(stands[record.field] != won[0].json()[record.field]);
                assert_eq!(stands["version"], json!(version + 1));
                races += 1;
            }
        }
        for (header, status) in [(None, 428), (Some("\"1\""), 412), (Some("*"), 428), (Some("W/\"1\""), 428)]
        {
            let mut request = coras[0].request(Method::PATCH, &record.path).json(&json!({}));
            request = header.iter().fold(request, |request, value| request.header("if-match", *value));
            let answer = send(request).await;
            assert!([status, 400, 412].contains(&answer.status), "{header:?}: {}", answer.text());
        }
    }
    assert_eq!(lost, 0);
    let unguarded = read_then_write(&first, 8);
    assert_eq!(unguarded, 8);
    Figure {
        id: "K1",
        tried: format!("{races} races of 2, 4, 8 and 16 writers on one version of a client and of a restriction, at two servers; writes without a version"),
        goal: "one winner a race; lost updates 0; without If-Match 428, stale 412",
        found: format!("{races} of {races}; 0; as said"),
        control: format!("reading the version and then writing, with the version left out of the WHERE: {unguarded} of 8 win"),
    }
    .keep();
}

/// What is often done: each reads the version, finds it right, and writes.
fn read_then_write(app: &App, writers: usize) -> usize {
    let maria = app.client(Served::Maria).unwrap();
    let version = || {
        app.database.column(&format!("select version from clients where id = '{maria}'")).unwrap().remove(0)
    };
    let read: Vec<String> = (0..writers).map(|_| version()).collect();
    let agreed = read.iter().filter(|version| **version == read[0]);
    agreed
        .map(|_| {
            super::tamper(
                app,
                &format!(
                    "update clients set preferred_name = 'X', version = version + 1 where id = '{maria}'"
                ),
            )
        })
        .count()
}
