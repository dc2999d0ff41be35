//! What a balancer asks: does the process live, and may it get requests?

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use actix_web::{get, web::Data};
use domain::problem::Code;
use serde::Serialize;
use store::Store;

use crate::{
    answer::{Answer, Reply},
    problem::Refused,
    session::State,
};

/// A balancer gives up after a few seconds; so does the question to the database.
const PATIENCE: Duration = Duration::from_secs(3);

/// Whether the server is going down: then it is not ready, and finishes what it has.
#[derive(Clone, Debug, Default)]
pub struct Stopping(Arc<AtomicBool>);

impl Stopping {
    pub fn begin(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn has_begun(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

#[derive(Debug, Serialize)]
struct Health {
    status: &'static str,
}

/// Yes as long as the process answers, also without its database: starting it anew would not help.
#[get("/health/live")]
pub async fn live() -> Reply<impl Serialize> {
    Ok(Answer::ok(Health { status: "live" }))
}

#[get("/health/ready")]
pub async fn ready(stopping: Data<Stopping>, state: Data<State>) -> Reply<impl Serialize> {
    if stopping.has_begun() {
        return Err(Refused::new(Code::Unavailable).because("The server is going down."));
    }
    let asked = tokio::time::timeout(PATIENCE, state.run(Store::ready)).await;
    asked.map_err(|_| Refused::new(Code::Unavailable).because("The database does not answer."))??;
    Ok(Answer::ok(Health { status: "ready" }))
}
