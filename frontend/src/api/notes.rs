//! Case notes.

use domain::{
    clients::Reason,
    ids::{ClientId, NoteId},
    notes::{
        AddendumDraft, Note, NoteDraft, NoteFilter, NoteOfClient, NotePatch, NoteReviewDraft, NotesFilter,
    },
    page::Page,
    problem::{Code, Problem},
};

use super::{Answer, Call, Failure, query};
use crate::session::Session;

impl Session {
    pub async fn notes(self, client: ClientId, filter: NoteFilter) -> Answer<Page<Note>> {
        self.read(Call::get(format!("/clients/{client}/notes{}", query(&filter)))).await
    }

    /// One note of a client, where it is among the latest: an older one cannot be edited any more.
    pub async fn note(self, client: ClientId, id: NoteId) -> Answer<Note> {
        let latest = NoteFilter { limit: Some(100), ..NoteFilter::default() };
        let found = self.notes(client, latest).await?.items.into_iter().find(|note| note.id == id);
        found.ok_or_else(|| Failure::Refused(Box::new(Problem::new(Code::NotFound))))
    }

    pub async fn write_note(self, client: ClientId, draft: NoteDraft) -> Answer<Note> {
        self.read(Call::post(format!("/clients/{client}/notes")).json(&draft)).await
    }

    pub async fn correct_note(self, id: NoteId, version: i32, patch: NotePatch) -> Answer<Note> {
        self.read(Call::patch(format!("/notes/{id}")).version(version).json(&patch)).await
    }

    pub async fn add_to_note(self, id: NoteId, addendum: AddendumDraft) -> Answer<Note> {
        self.read(Call::post(format!("/notes/{id}/addenda")).json(&addendum)).await
    }

    /// Opens a confidential note's text.
    pub async fn open_note(self, id: NoteId, why: Reason) -> Answer<Note> {
        self.read(Call::post(format!("/notes/{id}/disclosure")).json(&why)).await
    }

    /// Notes of all clients in sight.
    pub async fn all_notes(self, filter: NotesFilter) -> Answer<Page<NoteOfClient>> {
        self.read(Call::get(format!("/notes{}", query(&filter)))).await
    }

    /// Marks the note as read, as it stands in this version.
    pub async fn review_note(self, id: NoteId, version: i32, draft: NoteReviewDraft) -> Answer<Note> {
        self.read(Call::put(format!("/notes/{id}/review")).version(version).json(&draft)).await
    }

    pub async fn take_back_review(self, id: NoteId) -> Answer<Note> {
        self.read(Call::delete(format!("/notes/{id}/review"))).await
    }
}
