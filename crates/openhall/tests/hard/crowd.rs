//! A2: a thousand who sign in at once cost no more memory than a few, and hold nobody else up.

use std::time::{Duration, Instant};

use futures_util::future::{join, join_all};
use serde_json::json;
use testkit::{Figure, Process, cast, peak_memory, times};

use super::{p99, peak_begins, start};

/// What one hash takes.
const MEBIBYTES: u64 = 19;

/// One wrong try to sign in: the status.
async fn try_in(http: &reqwest::Client, server: &Process, number: usize) -> u16 {
    let body =
        json!({ "email": format!("nobody{number}@example.org"), "password": "wrong horse battery staple" });
    http.post(server.url("/sessions")).json(&body).send().await.unwrap().status().as_u16()
}

/// Milliseconds that somebody else waits for something else, as long as `busy` says.
async fn meanwhile(server: &Process, busy: &std::cell::Cell<bool>) -> Vec<f64> {
    let (http, mut taken) = (reqwest::Client::new(), Vec::new());
    while busy.get() {
        let begun = Instant::now();
        assert_eq!(http.get(server.url("/organization")).send().await.unwrap().status(), 200);
        taken.push(begun.elapsed().as_secs_f64() * 1000.0);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    taken
}

#[tokio::test]
async fn a_thousand_who_sign_in_at_once_take_no_more_memory_than_a_few() {
    let (database, folder) = (cast().unwrap(), tempfile::tempdir().unwrap());
    let server = start(&database, folder.path(), &["--per-address", "1000000"]);
    let (http, crowd) = (reqwest::Client::new(), times(150, 1_000));
    assert_eq!(try_in(&http, &server, 0).await, 401);
    let busy = std::cell::Cell::new(true);
    let storm = async {
        let statuses = join_all((0..crowd).map(|number| try_in(&http, &server, number))).await;
        busy.set(false);
        statuses
    };
    let (statuses, taken) = join(storm, meanwhile(&server, &busy)).await;
    let peak = server.peak_memory().unwrap();
    let count = |wanted: u16| statuses.iter().filter(|status| **status == wanted).count();
    assert_eq!(count(401) + count(503) + count(429), crowd);
    assert!(peak < 200, "{peak} MiB");
    let slow = p99(taken);
    assert!(slow < 3_000.0, "{slow} ms");

    let (before, at_once) = (peak_begins(), 24);
    let hashes: Vec<_> = (0..at_once)
        .map(|_| std::thread::spawn(|| store::passwords::hash("wrong horse battery staple").map(drop)))
        .collect();
    hashes.into_iter().for_each(|hash| hash.join().unwrap().unwrap());
    let unbounded = peak_memory(std::process::id()).unwrap() - before;
    assert!(unbounded > MEBIBYTES * at_once / 2, "{unbounded}");
    Figure {
        id: "A2",
        tried: format!("{crowd} wrong sign-ins at the same moment at a server with two workers"),
        goal: "peak memory under 200 MiB; others are served meanwhile",
        found: format!(
            "peak {peak} MiB; 401 {}, 503 {}, 429 {}; p99 of another request {slow:.0} ms",
            count(401),
            count(503),
            count(429)
        ),
        control: format!(
            "{at_once} hashes at once without a bound take {unbounded} MiB, so {crowd} would take {} GiB",
            crowd as u64 * MEBIBYTES / 1024
        ),
    }
    .keep();
}
