//! Files on their way to the draft.

use domain::{
    documents::{Document, Refusal, promising},
    problem::{Code, FieldError},
    settings::FileLimits,
};
use leptos::{
    ev,
    prelude::*,
    task::{spawn_local, spawn_local_scoped_with_cancellation},
};
use web_sys::{File, FileList};

use super::{saver::Saver, transfer::Transfer};
use crate::api::{Failure, intake};

#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// How many per cent are there.
    Sending(u8),
    /// The connection is lost; it goes on by itself from there.
    Waiting(u8),
    Kept(Document),
    /// It is not taken, whatever one tries.
    Refused(FieldError),
    /// It did not get through.
    Failed(Failure),
}

impl State {
    /// How many per cent are there, of one that is on its way.
    pub fn percent(&self) -> u8 {
        match self {
            Self::Sending(percent) | Self::Waiting(percent) => *percent,
            Self::Kept(_) | Self::Refused(_) | Self::Failed(_) => 0,
        }
    }
}

#[derive(Clone)]
pub struct Upload {
    pub key: u32,
    pub name: String,
    pub size: i64,
    pub state: RwSignal<State>,
    /// Absent when it was sent before the page was loaded again.
    transfer: Option<Transfer>,
    /// Ends the transfer when it is cleaned up.
    owner: Owner,
}

/// A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Uploads {
    all: RwSignal<Vec<Upload>, LocalStorage>,
    pub limits: FileLimits,
    saver: Saver,
    last: StoredValue<u32>,
    /// Outlives the page of one part.
    owner: StoredValue<Owner>,
}

impl Uploads {
    pub fn new(documents: Vec<Document>, limits: FileLimits, saver: Saver) -> Self {
        let owner = Owner::current().unwrap_or_default();
        let uploads = Self {
            all: RwSignal::new_local(Vec::new()),
            limits,
            saver,
            last: StoredValue::new(0),
            owner: StoredValue::new(owner),
        };
        for document in documents {
            let (name, size) = (document.name.clone(), document.size);
            uploads.add(name, size, State::Kept(document), None);
        }
        uploads.watch();
        uploads
    }

    /// A page that is closed takes what is on its way with it.
    fn watch(self) {
        let leaving = window_event_listener(ev::beforeunload, move |event| {
            if untrack(|| self.busy()) {
                event.prevent_default();
                event.set_return_value("unsent");
            }
        });
        on_cleanup(move || leaving.remove());
    }

    pub fn all(self) -> Vec<Upload> {
        self.all.get()
    }

    /// The files that the server has.
    pub fn kept(self) -> Vec<Document> {
        self.all.get().into_iter().filter_map(|upload| upload.document()).collect()
    }

    /// Whether a file is still on its way.
    pub fn busy(self) -> bool {
        let on_its_way = |state: &State| matches!(state, State::Sending(_) | State::Waiting(_));
        self.all.get().iter().any(|upload| on_its_way(&upload.state.read()))
    }

    pub fn take(self, files: &FileList) {
        for file in (0..files.length()).filter_map(|at| files.get(at)) {
            self.take_one(file);
        }
    }

    fn take_one(self, file: File) {
        let (name, size) = (file.name(), file.size());
        let files = self.all.read_untracked().iter().filter(|upload| upload.counts()).count();
        let refusal = match promising(&name, size as u64) {
            _ if files >= self.limits.files => Some(Refusal::TooMany),
            Ok(_) if size as u64 > self.limits.bytes() => Some(Refusal::TooLarge),
            found => found.err(),
        };
        match refusal {
            Some(refusal) => {
                let why = FieldError::new("/file", refusal.code());
                self.add(name, size as i64, State::Refused(why), None);
            }
            None => self.add(name, size as i64, State::Sending(0), Some(file)).send(),
        }
    }

    fn add(self, name: String, size: i64, state: State, file: Option<File>) -> Upload {
        self.last.update_value(|last| *last += 1);
        let saver = self.saver;
        let (owner, state, transfer) = self.owner.get_value().with(|| {
            let state = RwSignal::new(state);
            let transfer = file.map(|file| Transfer::new(file, saver, state));
            (Owner::current().unwrap_or_default().child(), state, transfer)
        });
        let upload = Upload { key: self.last.get_value(), name, size, state, transfer, owner };
        self.all.update(|all| all.push(upload.clone()));
        upload
    }

    /// Takes a file off the list. What the server has of it is removed there first.
    pub async fn remove(self, upload: Upload) -> Result<(), Failure> {
        upload.owner.cleanup();
        let begun = upload.transfer.as_ref().and_then(Transfer::begun);
        let kept = untrack(|| upload.document()).map(|document| document.id);
        match (kept, begun) {
            (Some(kept), _) => match intake::remove_document(kept).await {
                Err(failure) if !failure.is(Code::NotFound) => return Err(failure),
                _ => {}
            },
            // Half a file is no document: what cannot be removed now is erased by the server in a while.
            (None, Some(begun)) => spawn_local(async move { drop(intake::remove_document(begun).await) }),
            (None, None) => {}
        }
        self.all.try_update(|all| all.retain(|other| other.key != upload.key));
        Ok(())
    }

    /// The server has forgotten what it had. What is on its way finds that out by itself.
    pub fn forget(self) {
        self.all.update(|all| all.retain(|upload| upload.transfer.is_some()));
        for upload in self.all.get_untracked() {
            if untrack(|| upload.document()).is_some() {
                upload.transfer.iter().for_each(Transfer::start_over);
                upload.send();
            }
        }
    }
}

impl Upload {
    fn document(&self) -> Option<Document> {
        match &*self.state.read() {
            State::Kept(document) => Some(document.clone()),
            _ => None,
        }
    }

    /// Whether it takes one of the places there are.
    fn counts(&self) -> bool {
        !matches!(*self.state.read_untracked(), State::Refused(_))
    }

    /// Sends it, again where it failed.
    pub fn send(&self) {
        let (Some(transfer), state) = (self.transfer.clone(), self.state) else { return };
        state.set(State::Sending(0));
        self.owner.with(|| {
            spawn_local_scoped_with_cancellation(async move {
                let end = transfer.run().await;
                state.try_set(end);
            });
        });
    }
}
