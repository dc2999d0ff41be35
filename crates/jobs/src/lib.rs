//! Work that the server does by itself. Each piece is safe to repeat and calls the store; none has rules of
//! its own.

mod housekeeping;
pub mod mail;
mod sealing;
mod sweep;
mod worker;

use std::{
    io,
    sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel},
    thread::{self, JoinHandle},
    time::Duration,
};

use store::{Store, files::Vault};

pub use self::sealing::Outside;

use self::{housekeeping::Housekeeping, mail::Post, sealing::Sealing, worker::Worker};

/// The threads that work until they are told to stop.
#[derive(Debug)]
pub struct Jobs {
    /// Minds this process: its access log, drafts, the seals of the audit log, and what comes every day.
    housekeeping: Rounds,
    /// Does what is in the queue.
    worker: Rounds,
}

impl Jobs {
    pub fn start(store: Store, vault: Vault, post: Post, outside: Outside) -> io::Result<Self> {
        let sealing = Sealing::new(store.clone(), outside);
        let mut house = Housekeeping::new(store.clone(), vault.clone(), sealing)?;
        let worker = Worker::new(store, vault, post)?;
        Ok(Self {
            housekeeping: Rounds::start("jobs", move || house.round())?,
            worker: Rounds::start("worker", move || worker.round())?,
        })
    }

    /// Ends after the work that was begun, and after one last round, so that nothing that was seen goes unwritten.
    pub fn stop(self) {
        self.worker.stop();
        self.housekeeping.stop();
    }
}

/// A thread that does the same again and again, with the pause that each round asks for.
#[derive(Debug)]
struct Rounds {
    stop: SyncSender<()>,
    thread: JoinHandle<()>,
}

impl Rounds {
    fn start(name: &str, mut round: impl FnMut() -> Duration + Send + 'static) -> io::Result<Self> {
        let (stop, told) = sync_channel(1);
        let work = move || {
            let mut pause = Duration::ZERO;
            while told.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
                pause = round();
            }
        };
        Ok(Self { stop, thread: thread::Builder::new().name(name.to_owned()).spawn(work)? })
    }

    fn stop(self) {
        drop(self.stop);
        if self.thread.join().is_err() {
            tracing::error!("the jobs ended in a panic");
        }
    }
}
