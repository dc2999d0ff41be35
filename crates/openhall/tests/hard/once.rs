//! K2: a form that is sent again and again over bad lines, to servers that are killed, is one application.

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use serde_json::{Value, json};
use testkit::{Database, Figure, cast, times};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::start;

/// Where the server is now: it may be killed, and another one started.
type Place = Arc<Mutex<String>>;

/// Chance that comes the same every time (splitmix64).
#[derive(Clone, Default)]
struct Dice(Arc<AtomicU64>);

impl Dice {
    fn below(&self, limit: u64) -> u64 {
        let mut x = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (x ^ (x >> 31)) % limit
    }
}

fn form(number: usize) -> Value {
    json!({
        "first_name": format!("Rosa{number}"), "last_name": "Luz", "date_of_birth": "1990-02-28",
        "phone": "415-555-0177", "residency": "resident", "consent": true, "consent_version": "2026-1",
        "language": "en",
    })
}

/// Sends once over a line that may be cut: before all is sent, or before the answer is read. The answer, if it came.
async fn send(place: &Place, key: &str, form: &Value, dice: &Dice) -> Option<(u16, Value)> {
    let address = place.lock().unwrap().clone();
    let body = form.to_string();
    let request = format!(
        "POST /api/v1/applications HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\n\
         idempotency-key: {key}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(address).await.ok()?;
    let luck = dice.below(10);
    let bytes = if luck == 0 { &request.as_bytes()[..request.len() - 20] } else { request.as_bytes() };
    stream.write_all(bytes).await.ok()?;
    if luck < 5 {
        // The line is cut, sooner or later, while the server may be at work.
        tokio::time::sleep(Duration::from_millis(dice.below(60))).await;
        return None;
    }
    let mut answer = Vec::new();
    tokio::time::timeout(Duration::from_secs(10), stream.read_to_end(&mut answer)).await.ok()?.ok()?;
    let text = String::from_utf8(answer).ok()?;
    let status = text.split(' ').nth(1)?.parse().ok()?;
    Some((status, serde_json::from_str(text.split_once("\r\n\r\n")?.1).ok()?))
}

/// Sends until it is acknowledged, sometimes twice at once; gives the reference. `key` may change from try to try.
async fn insist(place: Place, number: usize, key: impl Fn(usize) -> String, dice: Dice) -> String {
    let form = form(number);
    for attempt in 0..400 {
        let (first, second) = (key(attempt * 2), key(attempt * 2 + 1));
        let answers = match dice.below(4) {
            0 => {
                let both = futures_util::future::join(
                    send(&place, &first, &form, &dice),
                    send(&place, &second, &form, &dice),
                );
                let (one, other) = both.await;
                [one, other]
            }
            _ => [send(&place, &first, &form, &dice).await, None],
        };
        for (status, body) in answers.into_iter().flatten() {
            match status {
                201 => return body["reference"].as_str().unwrap().to_owned(),
                409 | 503 => {}
                other => panic!("{other}: {body}"),
            }
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{number} was never acknowledged");
}

/// Everybody insists, eight at a time, while the server is killed now and then; gives the references.
async fn storm(database: &Database, count: usize, kills: usize, is_kept: bool) -> Vec<String> {
    let (folder, dice) = (tempfile::tempdir().unwrap(), Dice::default());
    let words = ["--per-address", "1000000"];
    let mut server = start(database, folder.path(), &words);
    let place: Place = Arc::new(Mutex::new(server.address().to_owned()));
    let lanes: Vec<_> = (0..8)
        .map(|lane| {
            let (place, dice) = (Arc::clone(&place), dice.clone());
            tokio::spawn(async move {
                let mut references = Vec::new();
                for number in (lane..count).step_by(8) {
                    let key = move |attempt| match is_kept {
                        true => format!("form-{number}"),
                        false => format!("form-{number}-{attempt}"),
                    };
                    references.push(insist(Arc::clone(&place), number, key, dice.clone()).await);
                }
                references
            })
        })
        .collect();
    for _ in 0..kills {
        tokio::time::sleep(Duration::from_millis(700 + dice.below(600))).await;
        server.kill().unwrap();
        server = start(database, folder.path(), &words);
        *place.lock().unwrap() = server.address().to_owned();
    }
    let mut references = Vec::new();
    for lane in lanes {
        references.extend(lane.await.unwrap());
    }
    references
}

fn applications(database: &Database) -> usize {
    database.column("select reference from applications where last_name = 'Luz'").unwrap().len()
}

#[tokio::test]
async fn a_form_that_is_sent_again_and_again_is_one_application() {
    let database = cast().unwrap();
    let (count, kills) = (times(32, 1_000), times(1, 12));
    let references = storm(&database, count, kills, true).await;
    let distinct: BTreeSet<_> = references.iter().collect();
    let kept = database.column("select reference from applications where last_name = 'Luz'").unwrap();
    let lost = references.iter().filter(|reference| !kept.contains(reference)).count();
    assert_eq!((distinct.len(), kept.len(), lost), (count, count, 0));
    another_body_does_not_open_the_answer(&database, &references).await;

    let careless = cast().unwrap();
    let few = 24;
    storm(&careless, few, 0, false).await;
    let duplicates = applications(&careless) - few;
    assert!(duplicates > 0);
    Figure {
        id: "K2",
        tried: format!("{count} forms, each sent until acknowledged over lines of which half are cut, some twice at once; the server killed {kills} times"),
        goal: "applications = forms; duplicates 0, lost 0; the same key with another form is refused",
        found: format!("{} of {count}; 0, 0; 422", kept.len()),
        control: format!("with a new key for each try: {duplicates} duplicates of {few} forms"),
    }
    .keep();
}

/// A key that was used is no way to somebody else's answer.
async fn another_body_does_not_open_the_answer(database: &Database, references: &[String]) {
    let folder = tempfile::tempdir().unwrap();
    let server = start(database, folder.path(), &["--per-address", "1000000"]);
    let http = reqwest::Client::new();
    let post =
        |body: Value| http.post(server.url("/applications")).header("idempotency-key", "form-0").json(&body);
    let same = post(form(0)).send().await.unwrap();
    assert_eq!(same.status(), 201);
    let same: Value = same.json().await.unwrap();
    assert!(references.iter().any(|reference| same["reference"] == reference.as_str()));
    let other = post(form(1)).send().await.unwrap();
    assert_eq!(other.status(), 422);
    let other = other.text().await.unwrap();
    assert!(!references.iter().any(|reference| other.contains(reference)), "{other}");
}
