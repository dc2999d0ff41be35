//! Case notes.

use domain::{
    clients::Reason,
    ids::{ClientId, NoteId, NoteTemplateId},
    note_templates::{NoteTemplate, NoteTemplateDraft, NoteTemplatePatch},
    notes::{
        AddendumDraft, Note, NoteDraft, NoteFilter, NoteOfClient, NotePatch, NoteReader, NoteReaders,
        NoteReviewDraft, NotesFilter,
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

    /// Colleagues who may be named in a note about somebody.
    pub async fn note_readers(self, client: ClientId, of: NoteReaders) -> Answer<Vec<NoteReader>> {
        self.read(Call::get(format!("/clients/{client}/note-readers{}", query(&of)))).await
    }

    pub async fn pin_note(self, id: NoteId) -> Answer<Note> {
        self.read(Call::put(format!("/notes/{id}/pin"))).await
    }

    pub async fn unpin_note(self, id: NoteId) -> Answer<Note> {
        self.read(Call::delete(format!("/notes/{id}/pin"))).await
    }

    pub async fn note_templates(self) -> Answer<Vec<NoteTemplate>> {
        self.read(Call::get("/note-templates")).await
    }

    pub async fn add_note_template(self, draft: NoteTemplateDraft) -> Answer<NoteTemplate> {
        self.read(Call::post("/note-templates").json(&draft)).await
    }

    pub async fn amend_note_template(
        self,
        id: NoteTemplateId,
        version: i32,
        patch: NoteTemplatePatch,
    ) -> Answer<NoteTemplate> {
        self.read(Call::patch(format!("/note-templates/{id}")).version(version).json(&patch)).await
    }

    pub async fn remove_note_template(self, id: NoteTemplateId) -> Answer<()> {
        self.done(Call::delete(format!("/note-templates/{id}"))).await
    }

    /// Notes of all clients in sight.
    pub async fn all_notes(self, filter: NotesFilter) -> Answer<Page<NoteOfClient>> {
        self.read(Call::get(format!("/notes{}", query(&filter)))).await
    }

    /// Marks the note as read, as it stands in this version.
    pub async fn review_note(self, id: NoteId, version: i32, draft: NoteReviewDraft) -> Answer<Note> {
        self.read(Call::put(format!("/notes/{id}/review")).version(version).json(&draft)).await
    }

    /// Takes one's own mark on this version back.
    pub async fn take_back_review(self, id: NoteId, version: i32) -> Answer<Note> {
        self.read(Call::delete(format!("/notes/{id}/review")).version(version)).await
    }
}
