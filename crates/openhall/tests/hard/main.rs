//! What is tried to break a server that runs as a process of its own (see tests/hard).
#![expect(clippy::unwrap_used, reason = "where arranging a fact fails, the fact fails")]

mod approvals;
mod bombs;
mod boot;
mod crowd;
mod logs;
mod once;
mod oversize;
mod reminders;
mod restored;
mod slow;
mod stop;

use std::path::Path;

use serde_json::{Value, json};
use testkit::{Cast, Database, PASSWORD, Process, Served};

/// The real server over a database.
pub fn start(database: &Database, folder: &Path, words: &[&str]) -> Process {
    Process::start(env!("CARGO_BIN_EXE_openhall"), database, folder, words).unwrap()
}

/// Signs in; gives the access token.
pub async fn token(server: &Process, person: Cast) -> String {
    let body = json!({ "email": person.email(), "password": PASSWORD });
    let answer = reqwest::Client::new().post(server.url("/sessions")).json(&body).send().await.unwrap();
    answer.json::<Value>().await.unwrap()["access_token"].as_str().unwrap().to_owned()
}

pub fn maria(database: &Database) -> String {
    let query = format!("select id from clients where first_name = '{}'", Served::Maria.first_name());
    database.column(&query).unwrap().remove(0)
}

/// The largest but one in a hundred.
pub fn p99(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[(times.len() * 99 / 100).min(times.len() - 1)]
}

/// From here on the peak of our own memory is counted anew; gives where it begins, in MiB.
pub fn peak_begins() -> u64 {
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    testkit::peak_memory(std::process::id()).unwrap()
}
