//! What each server does for itself, and looking whether it is time for what comes every hour and every day.

use std::{
    io,
    time::{Duration, Instant},
};

use store::{Store, files::Vault};

use crate::{sealing::Sealing, sweep::Drafts};

/// What a crash may lose of the access log.
const PAUSE: Duration = Duration::from_secs(2);
/// A draft lives thirty minutes; a few more do not matter.
const DRAFTS_EVERY: Duration = Duration::from_secs(60);
/// How long a line of the audit log may wait for its seal.
const SEALED_EVERY: Duration = Duration::from_secs(20);
/// How late a turn may be.
const SCHEDULES_EVERY: Duration = Duration::from_secs(20);

pub(crate) struct Housekeeping {
    store: Store,
    drafts: Drafts,
    drafts_swept: Option<Instant>,
    schedules_read: Option<Instant>,
    sealing: Sealing,
    sealed: Option<Instant>,
}

impl Housekeeping {
    pub fn new(store: Store, vault: Vault, sealing: Sealing) -> io::Result<Self> {
        let drafts = Drafts::new(store.clone(), vault)?;
        Ok(Self { store, drafts, drafts_swept: None, schedules_read: None, sealing, sealed: None })
    }

    /// Does what is due. What fails is due again next time.
    pub fn round(&mut self) -> Duration {
        let now = Instant::now();
        write_access_log(&self.store);
        write_key_uses(&self.store);
        if is_due(self.drafts_swept, now, DRAFTS_EVERY) {
            self.drafts_swept = Some(now);
            self.drafts.sweep();
        }
        if is_due(self.schedules_read, now, SCHEDULES_EVERY) {
            self.schedules_read = Some(now);
            start_due_runs(&self.store);
        }
        if is_due(self.sealed, now, SEALED_EVERY) {
            // What is left over is due in the next round.
            self.sealed = self.sealing.round().then_some(now);
        }
        PAUSE
    }
}

/// What was seen in the last two seconds is written when the server stops.
impl Drop for Housekeeping {
    fn drop(&mut self) {
        write_access_log(&self.store);
        write_key_uses(&self.store);
    }
}

fn is_due(last: Option<Instant>, now: Instant, every: Duration) -> bool {
    last.is_none_or(|last| now.saturating_duration_since(last) >= every)
}

fn write_key_uses(store: &Store) {
    if let Err(error) = store.flush_key_uses() {
        tracing::warn!(%error, "when keys were used last waits to be written");
    }
}

fn write_access_log(store: &Store) {
    match store.flush_access() {
        Ok(0) => {}
        Ok(lines) => tracing::debug!(lines, "wrote the access log"),
        Err(error) => tracing::warn!(%error, "the access log could not be written"),
    }
}

fn start_due_runs(store: &Store) {
    match store.start_due_runs() {
        Ok(0) => {}
        Ok(runs) => tracing::debug!(runs, "started what comes every hour or every day"),
        Err(error) => tracing::warn!(%error, "what comes every hour and every day could not be started"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_never_done_is_due() {
        let now = Instant::now();
        assert!(is_due(None, now, DRAFTS_EVERY));
        assert!(!is_due(Some(now), now, DRAFTS_EVERY));
        assert!(is_due(Some(now), now + DRAFTS_EVERY, DRAFTS_EVERY));
    }
}
