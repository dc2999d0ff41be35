//! A change of five thousand clients: from the press of the button until the last of them is done.

use super::base::Base;
use super::measure::middle;
use super::service::{Service, text_of};
use anyhow::{Result, ensure};
use std::thread;
use std::time::{Duration, Instant};

/// The most that one change may name.
const CLIENTS: u64 = 5_000;
const ROUNDS: usize = 3;
/// How often the page looks how far it is.
const LOOK_EVERY: Duration = Duration::from_millis(100);
const PATIENCE: Duration = Duration::from_secs(60);

/// How long it took in the middle one of some rounds.
pub struct Bulk {
    pub planned: Duration,
    pub changed: Duration,
    pub taken_back: Duration,
    /// How often one saw it under way.
    pub seen_running: u32,
}

/// Of so many clients there are enough who are active and in another stage.
const ENOUGH: u64 = 100_000;

/// Moves them to another stage and back, as a coordinator whose browser looks how far it is. Nothing where the database
/// has too few.
pub fn measure(base: &Base, service: &Service, count: u64) -> Result<Option<Bulk>> {
    if count < ENOUGH {
        return Ok(None);
    }
    let token = service.sign_in("cora")?;
    let rounds = (0..ROUNDS).map(|_| round(base, service, &token)).collect::<Result<Vec<_>>>()?;
    Ok(Some(middle(rounds, |bulk| bulk.changed.as_secs_f64())))
}

fn round(base: &Base, service: &Service, token: &str) -> Result<Bulk> {
    let draft = base.ask(&format!(
        "select json_build_object('action', json_build_object('action', 'set_stage', 'stage', 'progress_tracking'),
            'clients', json_agg(json_build_object('id', id, 'version', version)))
         from (select id, version from clients where stage <> 'progress_tracking' and status = 'active'
               and not exists (select from restrictions where client_id = clients.id) order by id limit {CLIENTS}) as c"
    ))?;
    let begun = Instant::now();
    let plan = service.post("/api/v1/bulk-changes", token, &draft)?;
    let planned = begun.elapsed();
    let ready = format!("\"ready\":{CLIENTS}");
    ensure!(plan.contains(&ready), "not all of them can be changed: {plan}");
    let id = text_of(&plan, "id")?;
    let begun = Instant::now();
    service.post(&format!("/api/v1/bulk-changes/{id}/run"), token, "{}")?;
    let seen_running = until_done(service, token, id)?;
    let changed = begun.elapsed();
    let begun = Instant::now();
    let back = service.post(&format!("/api/v1/bulk-changes/{id}/undoing"), token, "{}")?;
    until_done(service, token, text_of(&back, "id")?)?;
    Ok(Bulk { planned, changed, taken_back: begun.elapsed(), seen_running })
}

/// Looks until nothing is left to do; says how often something was.
fn until_done(service: &Service, token: &str, id: &str) -> Result<u32> {
    let (begun, mut running) = (Instant::now(), 0);
    loop {
        let now = service.get(&format!("/api/v1/bulk-changes/{id}"), token)?;
        if text_of(&now, "state")? == "done" {
            ensure!(now.contains(&format!("\"changed\":{CLIENTS}")), "not all of them were changed: {now}");
            return Ok(running);
        }
        ensure!(begun.elapsed() < PATIENCE, "it is not done after {PATIENCE:?}: {now}");
        running += 1;
        thread::sleep(LOOK_EVERY);
    }
}
