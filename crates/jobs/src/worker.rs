//! Doing what is in the queue, one piece after the other.

use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    thread,
    time::Duration,
};

use domain::jobs::Kind;
use store::{
    Store, StoreResult,
    files::Vault,
    jobs::{Failure, Task},
};
use tokio::runtime::{Builder, Runtime};

use crate::{mail::Post, sweep};

/// How long new work may wait for somebody to look.
const PAUSE: Duration = Duration::from_millis(250);
/// A database that is away for a moment must not make a mail go out twice: how it went is said again.
const SAY_AGAIN: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(2)];

pub(crate) struct Worker {
    store: Store,
    vault: Vault,
    post: Post,
    runtime: Runtime,
}

impl Worker {
    pub fn new(store: Store, vault: Vault, post: Post) -> io::Result<Self> {
        Ok(Self { store, vault, post, runtime: Builder::new_current_thread().enable_all().build()? })
    }

    /// Does one piece of work. Where there was one there may be more.
    pub fn round(&self) -> Duration {
        match self.store.take_job() {
            Ok(Some(task)) => {
                self.work(&task);
                Duration::ZERO
            }
            Ok(None) => PAUSE,
            Err(error) => {
                tracing::warn!(%error, "no work could be taken");
                PAUSE
            }
        }
    }

    /// Work that panics has failed, and the next one begins.
    fn work(&self, task: &Task) {
        let done = caught(|| self.attempt(task));
        let said = self.insist(|| match &done {
            Ok(()) => self.store.finish_job(task),
            Err(failure) => self.store.fail_job(task, failure, chance(task)),
        });
        let (job, kind, attempts) = (task.id, task.kind.code(), task.attempts);
        match (done, said) {
            (Ok(()), Ok(true)) => tracing::debug!(%job, kind, attempts, "done"),
            (Err(failure), Ok(true)) => {
                tracing::warn!(%job, kind, attempts, is_final = failure.is_final, "work failed");
            }
            (_, Ok(false)) => {
                tracing::warn!(%job, kind, attempts, "somebody else has taken this work meanwhile")
            }
            (_, Err(error)) => tracing::error!(%job, kind, attempts, %error, "how it went could not be said"),
        }
    }

    fn attempt(&self, task: &Task) -> Result<(), Failure> {
        if task.is_poison() {
            return Err(Failure::last("whoever took it never said how it went"));
        }
        match task.kind {
            Kind::Mail => self.post.send(&self.store, &self.runtime, task),
            Kind::PasswordReset => Ok(self.store.mail_reset(task)?),
            Kind::KnownApplicant => Ok(self.store.tell_known(task)?),
            Kind::SweepFiles => sweep::files(&self.store, &self.vault, &self.runtime),
            Kind::BulkChange => self.store.run_bulk(task),
            Kind::EscalateFollowUps => Ok(self.store.escalate_follow_ups().map(drop)?),
            Kind::RemindOfFollowUps => Ok(self.store.remind_of_follow_ups().map(drop)?),
            Kind::RemindOfRestrictionReviews => Ok(self.store.remind_of_restriction_reviews().map(drop)?),
            Kind::SendDigests => Ok(self.store.send_digests().map(drop)?),
            Kind::LapseOffers => Ok(self.store.lapse_offers().map(drop)?),
            Kind::SweepJobs => Ok(self.store.sweep_jobs().map(drop)?),
        }
    }

    fn insist(&self, say: impl Fn() -> StoreResult<bool>) -> StoreResult<bool> {
        let mut said = say();
        for pause in SAY_AGAIN {
            if said.is_ok() {
                break;
            }
            thread::sleep(pause);
            said = say();
        }
        said
    }
}

fn caught(work: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(Failure::passing("it panicked")))
}

/// Ids end in random bits, and those of two jobs differ: chance enough to spread what failed together.
fn chance(task: &Task) -> f64 {
    f64::from(task.id.as_bytes()[15]) / 255.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_that_panics_has_failed_and_is_tried_again() {
        assert_eq!(caught(|| panic!("a name that must not be logged")), Err(Failure::passing("it panicked")));
        assert_eq!(caught(|| Ok(())), Ok(()));
    }
}
