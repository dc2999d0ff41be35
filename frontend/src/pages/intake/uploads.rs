//! Files on their way to the draft.

use domain::{
    documents::{Document, MAX_FILES, Refusal, promising},
    problem::{Code, FieldError},
};
use leptos::{prelude::*, task::spawn_local_scoped_with_cancellation};
use web_sys::{File, FileList};

use crate::api::{Failure, intake};

#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// How many per cent are there.
    Sending(u8),
    Kept(Document),
    /// It is not taken, whatever one tries.
    Refused(FieldError),
    /// It did not get through.
    Failed(Failure),
}

#[derive(Clone)]
pub struct Upload {
    pub key: u32,
    pub name: String,
    pub size: i64,
    pub state: RwSignal<State>,
    /// Absent when it was sent before the page was loaded again.
    file: Option<File>,
    /// Ends the transfer when it is cleaned up.
    transfer: Owner,
}

/// A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Uploads {
    all: RwSignal<Vec<Upload>, LocalStorage>,
    last: StoredValue<u32>,
    /// Outlives the page of one part.
    owner: StoredValue<Owner>,
}

impl Uploads {
    pub fn new(documents: Vec<Document>) -> Self {
        let owner = Owner::current().unwrap_or_default();
        let uploads = Self {
            all: RwSignal::new_local(Vec::new()),
            last: StoredValue::new(0),
            owner: StoredValue::new(owner),
        };
        for document in documents {
            let (name, size) = (document.name.clone(), document.size);
            uploads.add(name, size, State::Kept(document), None);
        }
        uploads
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
        self.all.get().iter().any(|upload| matches!(*upload.state.read(), State::Sending(_)))
    }

    pub fn take(self, files: &FileList) {
        for file in (0..files.length()).filter_map(|at| files.get(at)) {
            self.take_one(file);
        }
    }

    fn take_one(self, file: File) {
        let (name, size) = (file.name(), file.size());
        let full = self.all.read_untracked().iter().filter(|upload| upload.counts()).count() >= MAX_FILES;
        let refusal = if full { Some(Refusal::TooMany) } else { promising(&name, size as u64).err() };
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
        let (transfer, state) = self
            .owner
            .get_value()
            .with(|| (Owner::current().unwrap_or_default().child(), RwSignal::new(state)));
        let upload = Upload { key: self.last.get_value(), name, size, state, file, transfer };
        self.all.update(|all| all.push(upload.clone()));
        upload
    }

    /// Takes a file off the list. One that the server has is removed there first.
    pub async fn remove(self, upload: Upload) -> Result<(), Failure> {
        upload.transfer.cleanup();
        if let Some(document) = untrack(|| upload.document()) {
            match intake::remove_document(document.id).await {
                Err(failure) if !failure.is(Code::NotFound) => return Err(failure),
                _ => {}
            }
        }
        self.all.try_update(|all| all.retain(|other| other.key != upload.key));
        Ok(())
    }

    /// The server has forgotten them.
    pub fn forget(self) {
        self.all.update(|all| all.retain(|upload| upload.file.is_some()));
        self.all.get_untracked().into_iter().for_each(|upload| upload.send());
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
        let (Some(file), state) = (self.file.clone(), self.state) else { return };
        state.set(State::Sending(0));
        self.transfer.with(|| {
            spawn_local_scoped_with_cancellation(async move {
                let progress = move |percent| drop(state.try_set(State::Sending(percent)));
                let end = match intake::add_document(&file, progress).await {
                    Ok(document) => State::Kept(document),
                    Err(failure) => refused(&failure).map_or(State::Failed(failure), State::Refused),
                };
                state.try_set(end);
            });
        });
    }
}

/// What the server has against the file itself.
fn refused(failure: &Failure) -> Option<FieldError> {
    let Failure::Refused(problem) = failure else { return None };
    match problem.code {
        Code::TooLarge => Some(FieldError::new("/file", Refusal::TooLarge.code())),
        Code::UnsupportedMediaType => Some(FieldError::new("/file", Refusal::Kind.code())),
        _ => problem.errors.first().cloned(),
    }
}
