//! Starting what comes every day or every hour: once, however many servers look.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use diesel::prelude::*;
use domain::{
    jobs::State,
    schedules::{LastRun, Schedule},
};

use crate::{
    Store, StoreResult,
    jobs::NewJob,
    schema::{jobs, organization, scheduled_runs},
    scope::Scoped,
    tx::{Caller, ReadTx, WriteTx},
};

impl Store {
    /// Starts the turns that are due by the database's clock; says how many.
    pub fn start_due_runs(&self) -> StoreResult<usize> {
        self.write_public(&Caller::job(), "schedules.start", |tx| {
            let now = tx.now();
            start_due(tx, now)
        })
    }
}

/// Starts the turns that are due at this moment and that nobody has started: each becomes a job.
pub fn start_due(tx: &mut WriteTx, now: DateTime<Utc>) -> StoreResult<usize> {
    let local = now.with_timezone(&time_zone(tx)?).naive_local();
    let mut started = 0;
    for schedule in Schedule::ALL {
        if let Some(slot) = schedule.slot(now, local) {
            started += usize::from(start(tx, *schedule, &slot)?);
        }
    }
    Ok(started)
}

/// Whoever of several servers writes the slot's row also writes its job. The others wait for that and find it taken.
fn start(tx: &mut WriteTx, schedule: Schedule, slot: &str) -> StoreResult<bool> {
    let job = NewJob { subject: schedule.code(), ..NewJob::of(schedule.kind()) };
    let run = diesel::insert_into(scheduled_runs::table)
        .values((
            scheduled_runs::name.eq(schedule.code()),
            scheduled_runs::slot.eq(slot),
            scheduled_runs::job_id.eq(job.id),
        ))
        .on_conflict_do_nothing();
    if tx.run(run)? == 0 {
        return Ok(false);
    }
    tx.run(diesel::insert_into(jobs::table).values(job))?;
    Ok(true)
}

/// The last turn of each schedule.
pub fn last_runs(tx: &mut ReadTx) -> StoreResult<Vec<LastRun>> {
    Schedule::ALL.iter().map(|schedule| last_run(tx, *schedule)).collect()
}

fn last_run(tx: &mut ReadTx, schedule: Schedule) -> StoreResult<LastRun> {
    let state = jobs::table.filter(jobs::id.eq(scheduled_runs::job_id)).select(jobs::state);
    let query = Scoped::by_permission(scheduled_runs::table)
        .filter(scheduled_runs::name.eq(schedule.code()))
        .order(scheduled_runs::slot.desc())
        .limit(1)
        .select((scheduled_runs::slot, scheduled_runs::started_at, state.single_value()));
    let found: Option<(String, DateTime<Utc>, Option<String>)> = tx.find(query)?;
    Ok(match found {
        Some((slot, at, state)) => LastRun {
            schedule,
            slot: Some(slot),
            started_at: Some(at),
            state: state.and_then(|state| State::from_code(&state)),
        },
        None => LastRun { schedule, slot: None, started_at: None, state: None },
    })
}

/// Before the organization has a profile its days are those of Greenwich.
fn time_zone(tx: &mut ReadTx) -> StoreResult<Tz> {
    let name: Option<String> =
        tx.find(Scoped::by_permission(organization::table).select(organization::time_zone))?;
    Ok(name.and_then(|name| name.parse().ok()).unwrap_or(Tz::UTC))
}
