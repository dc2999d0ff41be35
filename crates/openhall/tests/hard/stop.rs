//! L3: servers are replaced one after the other under load, and nobody notices.

use std::{
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use testkit::{Cast, Database, Figure, Process, cast, times};

use super::{start, token};

/// A balancer of two: it asks each whether it is ready, and sends requests to those that are.
#[derive(Clone)]
struct Balancer {
    ready: Arc<Mutex<Vec<String>>>,
    failed: Arc<AtomicUsize>,
    answered: Arc<AtomicUsize>,
    is_over: Arc<AtomicBool>,
}

impl Balancer {
    fn over(servers: &[Process]) -> Self {
        let ready = servers.iter().map(|server| server.address().to_owned()).collect();
        Self {
            ready: Arc::new(Mutex::new(ready)),
            failed: Arc::default(),
            answered: Arc::default(),
            is_over: Arc::default(),
        }
    }

    /// Takes a server out that says it is not ready; gives when it did.
    async fn sees_it_go(&self, http: &reqwest::Client, address: &str) -> bool {
        for _ in 0..40 {
            let answer = http.get(format!("http://{address}/health/ready")).send().await;
            if answer.is_ok_and(|answer| answer.status() == 503) {
                self.ready.lock().unwrap().retain(|ready| ready != address);
                return true;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        false
    }

    /// Asks, one request after the other, until it is over. None is tried a second time.
    async fn load(self, http: reqwest::Client, token: String, lane: usize) {
        while !self.is_over.load(Ordering::Relaxed) {
            let address = {
                let ready = self.ready.lock().unwrap();
                ready[lane % ready.len()].clone()
            };
            let request = http.get(format!("http://{address}/api/v1/clients")).bearer_auth(&token);
            let answered = match request.send().await {
                Ok(answer) => answer.status() == 200 && answer.bytes().await.is_ok(),
                Err(_) => false,
            };
            let count = if answered { &self.answered } else { &self.failed };
            count.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// Replaces a server; gives seconds from the signal to its end. `politely` is how it should be done.
async fn replace(
    server: &mut Process,
    (database, folder): (&Database, &Path),
    balancer: &Balancer,
    is_polite: bool,
) -> f64 {
    let (http, address) = (reqwest::Client::new(), server.address().to_owned());
    let fresh = start(database, folder, &["--drain", "1"]);
    balancer.ready.lock().unwrap().push(fresh.address().to_owned());
    let begun = Instant::now();
    let mut old = std::mem::replace(server, fresh);
    if is_polite {
        old.terminate().unwrap();
        assert!(balancer.sees_it_go(&http, &address).await, "readiness turns to 503");
        let status = tokio::task::spawn_blocking(move || old.wait()).await.unwrap().unwrap();
        assert!(status.success(), "{status}");
    } else {
        old.kill().unwrap();
        tokio::time::sleep(Duration::from_millis(300)).await;
        balancer.ready.lock().unwrap().retain(|ready| *ready != address);
    }
    begun.elapsed().as_secs_f64()
}

async fn under_load(
    database: &Database,
    folder: &Path,
    rounds: usize,
    is_polite: bool,
) -> (usize, usize, f64) {
    let mut servers =
        [start(database, folder, &["--drain", "1"]), start(database, folder, &["--drain", "1"])];
    let (balancer, token) = (Balancer::over(&servers), token(&servers[0], Cast::Ada).await);
    let http = reqwest::Client::new();
    let lanes: Vec<_> =
        (0..8).map(|lane| tokio::spawn(balancer.clone().load(http.clone(), token.clone(), lane))).collect();
    tokio::time::sleep(Duration::from_millis(300)).await;
    let mut slowest = 0.0_f64;
    for round in 0..rounds {
        slowest =
            slowest.max(replace(&mut servers[round % 2], (database, folder), &balancer, is_polite).await);
    }
    balancer.is_over.store(true, Ordering::Relaxed);
    for lane in lanes {
        lane.await.unwrap();
    }
    (balancer.answered.load(Ordering::Relaxed), balancer.failed.load(Ordering::Relaxed), slowest)
}

#[tokio::test]
async fn servers_are_replaced_under_load_and_nobody_notices() {
    let (database, folder) = (cast().unwrap(), tempfile::tempdir().unwrap());
    let rounds = times(2, 20);
    let (answered, failed, slowest) = under_load(&database, folder.path(), rounds, true).await;
    assert_eq!(failed, 0, "of {answered}");
    assert!(answered > 20 && slowest < 30.0, "{answered} {slowest}");
    let (of, lost, _) = under_load(&database, folder.path(), 2, false).await;
    assert!(lost > 0, "of {of}");
    Figure {
        id: "L3",
        tried: format!("two servers replaced in turns, {rounds} times in all, under eight callers who never try again: SIGTERM, one second of drain"),
        goal: "requests that failed 0; ends within 30 s; readiness turns to 503 first",
        found: format!("0 of {answered}; {slowest:.1} s at most; 503"),
        control: format!("killed instead of told: {lost} failed in 2 replacements"),
    }
    .keep();
}
