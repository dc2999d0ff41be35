//! One file on its way to the server, piece by piece, through lost connections.

use std::time::Duration;

use domain::{
    documents::{Document, MAX_PIECE, Refusal, UploadDraft},
    ids::DocumentId,
    problem::{Code, FieldError},
};
use leptos::prelude::*;
use web_sys::{Blob, File};

use super::{saver::Saver, uploads::State};
use crate::{
    api::{Answer, Failure, intake, key::new_key},
    wait::wait_for_connection,
};

/// How long to wait after a failure, one after another; the last one again and again.
const PAUSES: [u64; 5] = [1, 2, 4, 8, 15];
/// How often in a row the server may have something against it before the person is asked.
const TRIES: usize = 5;

/// A handle: what it knows outlives a try.
#[derive(Clone)]
pub struct Transfer {
    file: File,
    saver: Saver,
    state: RwSignal<State>,
    /// Makes a repeated beginning one upload.
    key: StoredValue<String>,
    /// What the server calls it, once it has begun.
    begun: StoredValue<Option<DocumentId>>,
}

impl Transfer {
    pub fn new(file: File, saver: Saver, state: RwSignal<State>) -> Self {
        Self { file, saver, state, key: StoredValue::new(new_key()), begun: StoredValue::new(None) }
    }

    /// What the server has to forget when the file is taken off the list.
    pub fn begun(&self) -> Option<DocumentId> {
        self.begun.get_value()
    }

    /// From the beginning, under a new name.
    pub fn start_over(&self) {
        self.begun.set_value(None);
        self.key.set_value(new_key());
    }

    /// Sends until the server has the file, or does not want it. A connection that is lost is waited for.
    pub async fn run(self) -> State {
        let mut failures = Failures::default();
        loop {
            let failure = match self.go_on(&mut failures).await {
                Ok(document) => return State::Kept(document),
                Err(failure) => failure,
            };
            if failures.is_enough(&failure) {
                return unwanted(&failure).map_or(State::Failed(failure), State::Refused);
            }
            let percent = self.state.try_get_untracked().map_or(0, |state| state.percent());
            self.state.try_set(State::Waiting(percent));
            wait_for_connection(failures.pause()).await;
        }
    }

    async fn go_on(&self, failures: &mut Failures) -> Answer<Document> {
        let (id, mut received) = self.place().await?;
        loop {
            self.state.try_set(State::Sending(self.percent(received)));
            let upload = intake::append(id, received, self.piece(received)?).await?;
            *failures = Failures::default();
            match upload.document {
                Some(document) => return Ok(document),
                None => received = upload.received,
            }
        }
    }

    /// Where to go on. The server may have forgotten it: then it begins anew.
    async fn place(&self) -> Answer<(DocumentId, u64)> {
        let Some(id) = self.begun() else { return self.begin().await };
        match intake::received(id).await {
            Err(failure) if failure.is(Code::NotFound) => {
                self.start_over();
                self.begin().await
            }
            answer => answer.map(|received| (id, received)),
        }
    }

    async fn begin(&self) -> Answer<(DocumentId, u64)> {
        let offered = UploadDraft { name: self.file.name(), size: self.file.size() as u64 };
        let key = self.key.get_value();
        let upload = match intake::begin_upload(&offered, &key).await {
            // The form lay so long that its cookie opens nothing any more; saving opens it again.
            Err(failure) if failure.is(Code::NotFound) => {
                self.saver.flush().await?;
                intake::begin_upload(&offered, &key).await?
            }
            answer => answer?,
        };
        self.begun.set_value(Some(upload.id));
        Ok((upload.id, upload.received))
    }

    fn piece(&self, start: u64) -> Answer<Blob> {
        let end = start + MAX_PIECE as u64;
        let piece = self.file.slice_with_f64_and_f64(start as f64, (end as f64).min(self.file.size()));
        piece.map_err(|_| Failure::Unreachable)
    }

    fn percent(&self, received: u64) -> u8 {
        (received as f64 / self.file.size() * 100.0) as u8
    }
}

/// Since the last piece that arrived.
#[derive(Default)]
struct Failures {
    all: usize,
    /// Those of a server that answered.
    refused: usize,
}

impl Failures {
    /// Counts one; says whether the person should be asked.
    fn is_enough(&mut self, failure: &Failure) -> bool {
        self.all += 1;
        if !is_lost(failure) {
            self.refused += 1;
        }
        self.refused >= TRIES || is_final(failure)
    }

    fn pause(&self) -> Duration {
        Duration::from_secs(PAUSES[self.all.clamp(1, PAUSES.len()) - 1])
    }
}

fn is_lost(failure: &Failure) -> bool {
    *failure == Failure::Unreachable || failure.is(Code::Unavailable)
}

/// Whether trying again would end alike.
fn is_final(failure: &Failure) -> bool {
    let passing = [
        Code::NotFound,
        Code::Conflict,
        Code::StillRunning,
        Code::TooManyRequests,
        Code::Malformed,
        Code::Internal,
    ];
    !is_lost(failure) && !passing.iter().any(|code| failure.is(*code))
}

/// What the server has against the file itself.
fn unwanted(failure: &Failure) -> Option<FieldError> {
    let Failure::Refused(problem) = failure else { return None };
    match problem.code {
        Code::TooLarge => Some(FieldError::new("/file", Refusal::TooLarge.code())),
        _ => problem.errors.first().cloned(),
    }
}

#[cfg(test)]
mod tests {
    use domain::problem::Problem;

    use super::*;

    fn refused(code: Code) -> Failure {
        Failure::Refused(Box::new(Problem::new(code)))
    }

    fn ends(failure: &Failure) -> Option<usize> {
        let mut failures = Failures::default();
        (1..=100).find(|_| failures.is_enough(failure))
    }

    #[test]
    fn a_lost_connection_is_waited_for_without_end() {
        assert_eq!(ends(&Failure::Unreachable), None);
        assert_eq!(ends(&refused(Code::Unavailable)), None);
    }

    #[test]
    fn a_refused_file_is_not_sent_again_and_a_stubborn_server_is_asked_five_times() {
        assert_eq!(ends(&refused(Code::Invalid)), Some(1));
        assert_eq!(ends(&refused(Code::Conflict)), Some(TRIES));
    }

    #[test]
    fn pauses_grow_and_stay_short() {
        let mut failures = Failures::default();
        let pauses = [1, 2, 4, 8, 15, 15].map(|_| {
            failures.is_enough(&Failure::Unreachable);
            failures.pause().as_secs()
        });
        assert_eq!(pauses, [1, 2, 4, 8, 15, 15]);
    }
}
