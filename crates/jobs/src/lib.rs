//! Work that the server does by itself. Each piece is safe to repeat and calls the store; none has rules of
//! its own.

mod sweep;

use std::{
    io,
    sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use store::{Store, files::Vault};

use sweep::Sweep;

/// What a crash may lose of the access log.
const PAUSE: Duration = Duration::from_secs(2);

/// The thread that works until it is told to stop.
#[derive(Debug)]
pub struct Jobs {
    stop: SyncSender<()>,
    thread: JoinHandle<()>,
}

impl Jobs {
    pub fn start(store: Store, vault: Vault) -> io::Result<Self> {
        let (stop, told) = sync_channel(1);
        let mut sweep = Sweep::new(store.clone(), vault)?;
        let work = move || {
            while told.recv_timeout(PAUSE) == Err(RecvTimeoutError::Timeout) {
                write_access_log(&store);
                sweep.when_due(Instant::now());
            }
            write_access_log(&store);
        };
        Ok(Self { stop, thread: thread::Builder::new().name("jobs".into()).spawn(work)? })
    }

    /// Ends after one last round, so that nothing that was seen goes unwritten.
    pub fn stop(self) {
        drop(self.stop);
        if self.thread.join().is_err() {
            tracing::error!("the jobs ended in a panic");
        }
    }
}

fn write_access_log(store: &Store) {
    match store.flush_access() {
        Ok(0) => {}
        Ok(lines) => tracing::debug!(lines, "wrote the access log"),
        Err(error) => tracing::warn!(%error, "the access log could not be written"),
    }
}
