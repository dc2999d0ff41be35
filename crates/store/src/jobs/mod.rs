//! The queue of background work.
//!
//! A worker takes what is due and gets a lease on it. When the lease is over another worker may take it, so what a killed
//! server had begun is begun again. Each taking has a number, and only the last one's word about how it went is heard:
//! a worker that comes back from the dead changes nothing. Work is so done at least once; what it does to others bears the
//! job's id, for them to notice a repetition.

mod look;
mod take;

use chrono::TimeDelta;
use diesel::prelude::*;
use domain::jobs::Kind;
use uuid::Uuid;

pub use look::{Figures, discard, list, retry};
pub use take::{Failure, Task};

use crate::{
    Store, StoreResult, bulk,
    crypt::Place,
    new_id, notifications,
    schema::{jobs, scheduled_runs},
    tx::{Caller, WriteTx},
};

/// Work to be done as soon as there is time. The database knows the time.
#[derive(Insertable)]
#[diesel(table_name = jobs)]
pub(crate) struct NewJob {
    pub id: Uuid,
    pub kind: &'static str,
    pub subject: &'static str,
    pub payload_sealed: Option<Vec<u8>>,
    pub lease_seconds: i32,
}

impl NewJob {
    pub fn of(kind: Kind) -> Self {
        Self {
            id: new_id(),
            kind: kind.code(),
            subject: "",
            payload_sealed: None,
            lease_seconds: kind.lease_seconds(),
        }
    }
}

/// Where the content of a job is sealed.
pub(crate) fn place(id: Uuid) -> Place {
    Place::new("jobs", "payload", id)
}

impl Store {
    /// Forgets work that ended long ago, and what else the settings keep no longer. Says how much.
    pub fn sweep_jobs(&self) -> StoreResult<usize> {
        self.forget_applications()?;
        self.erase_due()?;
        self.forget_looks()?;
        self.write_public(&Caller::job(), "notifications.sweep", notifications::sweep)?;
        self.write_public(&Caller::job(), "jobs.sweep", sweep)
    }
}

fn sweep(tx: &mut WriteTx) -> StoreResult<usize> {
    bulk::sweep(tx)?;
    let before = |days: i32| tx.now() - TimeDelta::days(days.into());
    let (done, dead) = (before(tx.settings().job_days), before(tx.settings().failed_job_days));
    let is_done = jobs::state.eq("done").and(jobs::finished_at.lt(done));
    let is_dead = jobs::state.eq("dead").and(jobs::finished_at.lt(dead));
    tx.run(diesel::delete(scheduled_runs::table.filter(scheduled_runs::started_at.lt(dead))))?;
    tx.run(diesel::delete(jobs::table.filter(is_done.or(is_dead))))
}
