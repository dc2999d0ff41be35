//! Case notes.

use actix_web::{delete, get, patch, post, put};
use domain::{
    clients::Reason,
    ids::{ClientId, NoteId},
    notes::{
        AddendumDraft, Note, NoteDraft, NoteFilter, NoteOfClient, NotePatch, NoteReader, NoteReaders,
        NoteReviewDraft, NotesFilter,
    },
    page::Page,
    permission::Permission::{
        DiscloseConfidentialNotes, ReadNotes, ReviewNotes, WriteConfidentialNotes, WriteGeneralNotes,
        WriteNotes,
    },
};
use store::{notes, tx::WriteTx};

use crate::{
    answer::{Answer, Reply},
    extract::{Id, IfMatch, Json, Query},
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(list).service(create).service(amend).service(add).service(disclose);
    api.service(across).service(review).service(take_back).service(readers).service(pin).service(unpin);
}

/// A client's notes
///
/// Latest first, by when it happened. A confidential note has no text here, and is not here at all for those
/// who may not open one.
#[utoipa::path(operation_id = "notes.list", params(NoteFilter),
    extensions(("x-permission" = json!(ReadNotes))), responses((status = 200, body = Page<Note>)))]
#[get("/clients/{client_id}/notes")]
async fn list(session: Session, client: Id<ClientId>, filter: Query<NoteFilter>) -> Reply<Page<Note>> {
    Ok(Answer::ok(session.read(ReadNotes, move |tx| notes::list(tx, client.0, &filter.0)).await?))
}

/// Write a note
///
/// A confidential note is sealed, and answered without its text.
#[utoipa::path(operation_id = "notes.create", request_body = NoteDraft,
    extensions(("x-permission" = json!([WriteGeneralNotes, WriteNotes, WriteConfidentialNotes]))),
    responses((status = 201, body = Note)))]
#[post("/clients/{client_id}/notes")]
async fn create(session: Session, client: Id<ClientId>, draft: Json<NoteDraft>) -> Reply<Note> {
    let permission = draft.0.permission();
    let write = move |tx: &mut WriteTx| notes::create(tx, client.0, &draft.0);
    let note = session.write(&[permission], "notes.create", write).await?;
    let at = format!("/api/v1/clients/{}/notes", note.client_id);
    Ok(Answer::created(note, at).etag(|note| note.version))
}

/// Correct a note
///
/// By its author, within a day of writing. Afterwards the answer is 409: add an addendum.
#[utoipa::path(operation_id = "notes.amend", request_body = NotePatch, params(IfMatch),
    extensions(("x-permission" = json!([WriteGeneralNotes, WriteNotes, WriteConfidentialNotes]))),
    responses((status = 200, body = Note), (status = 409, description = "The day for corrections is over")))]
#[patch("/notes/{id}")]
async fn amend(session: Session, id: Id<NoteId>, seen: IfMatch, patch: Json<NotePatch>) -> Reply<Note> {
    let writers = [WriteGeneralNotes, WriteNotes, WriteConfidentialNotes];
    let write = move |tx: &mut WriteTx| notes::amend(tx, id.0, patch.into_inner(), seen.0);
    Ok(Answer::ok(session.write(&writers, "notes.update", write).await?).etag(|note| note.version))
}

/// Add to a note
///
/// The note itself stays as it was written.
#[utoipa::path(operation_id = "notes.add", request_body = AddendumDraft,
    extensions(("x-permission" = json!([WriteGeneralNotes, WriteNotes, WriteConfidentialNotes]))),
    responses((status = 201, body = Note)))]
#[post("/notes/{id}/addenda")]
async fn add(session: Session, id: Id<NoteId>, draft: Json<AddendumDraft>) -> Reply<Note> {
    let writers = [WriteGeneralNotes, WriteNotes, WriteConfidentialNotes];
    let write = move |tx: &mut WriteTx| notes::add(tx, id.0, &draft.0);
    let note = session.write(&writers, "notes.add", write).await?;
    let at = format!("/api/v1/clients/{}/notes", note.client_id);
    Ok(Answer::created(note, at).etag(|note| note.version))
}

/// Open a confidential note
///
/// With what was added to it. The reader and the reason stand in the audit before the text is opened.
#[utoipa::path(operation_id = "notes.disclose", request_body = Reason,
    extensions(("x-permission" = json!(DiscloseConfidentialNotes))), responses((status = 200, body = Note),
        (status = 409, description = "The note is not confidential; its text stands in the list")))]
#[post("/notes/{id}/disclosure")]
async fn disclose(session: Session, id: Id<NoteId>, reason: Json<Reason>) -> Reply<Note> {
    let open = move |tx: &mut store::tx::Disclosure| notes::disclose(tx, id.0);
    let permission = DiscloseConfidentialNotes;
    Ok(Answer::ok(session.disclose(permission, "notes.disclose", reason.into_inner(), open).await?))
}

/// Notes of all clients in sight
///
/// Latest written first. A confidential note has no text here, and is not here at all for those who may not open one.
#[utoipa::path(operation_id = "notes.across", params(NotesFilter),
    extensions(("x-permission" = json!(ReadNotes))), responses((status = 200, body = Page<NoteOfClient>)))]
#[get("/notes")]
async fn across(session: Session, filter: Query<NotesFilter>) -> Reply<Page<NoteOfClient>> {
    Ok(Answer::ok(session.read(ReadNotes, move |tx| notes::across(tx, &filter.0)).await?))
}

/// Mark a note as reviewed
///
/// In the version that was read. When the author changes the note, or anybody adds to it, it waits for a review again. The
/// author is told of a comment.
#[utoipa::path(operation_id = "notes.review", request_body = NoteReviewDraft, params(IfMatch),
    extensions(("x-permission" = json!(ReviewNotes))), responses((status = 200, body = Note)))]
#[put("/notes/{id}/review")]
async fn review(
    session: Session,
    id: Id<NoteId>,
    seen: IfMatch,
    draft: Json<NoteReviewDraft>,
) -> Reply<Note> {
    let write = move |tx: &mut WriteTx| notes::review(tx, id.0, &draft.0, seen.0);
    Ok(Answer::ok(session.write(&[ReviewNotes], "notes.review", write).await?).etag(|note| note.version))
}

/// Take a review back
///
/// One's own, of the version that `If-Match` names, with its comment. A colleague's stays, and so does one of a later version.
#[utoipa::path(operation_id = "notes.take_back", params(IfMatch), extensions(("x-permission" = json!(ReviewNotes))),
    responses((status = 200, body = Note), (status = 409, description = "No review of one's own of this version")))]
#[delete("/notes/{id}/review")]
async fn take_back(session: Session, id: Id<NoteId>, seen: IfMatch) -> Reply<Note> {
    let write = move |tx: &mut WriteTx| notes::take_back(tx, id.0, seen.0);
    Ok(Answer::ok(session.write(&[ReviewNotes], "notes.take_back", write).await?).etag(|note| note.version))
}

/// Colleagues who may be named in a note about a client
///
/// By name: those who see the client and may read a note of this kind. Nobody else can be named.
#[utoipa::path(operation_id = "notes.readers", params(NoteReaders),
    extensions(("x-permission" = json!([WriteGeneralNotes, WriteNotes, WriteConfidentialNotes]))),
    responses((status = 200, body = Vec<NoteReader>)))]
#[get("/clients/{client_id}/note-readers")]
async fn readers(session: Session, client: Id<ClientId>, of: Query<NoteReaders>) -> Reply<Vec<NoteReader>> {
    let writers = [WriteGeneralNotes, WriteNotes, WriteConfidentialNotes];
    Ok(Answer::ok(session.read_any(&writers, move |tx| notes::readers(tx, client.0, &of.0)).await?))
}

/// Pin a note
///
/// It stands before the others of its client, at most five of them. Whoever may write a note of its kind may pin it.
#[utoipa::path(operation_id = "notes.pin",
    extensions(("x-permission" = json!([WriteGeneralNotes, WriteNotes, WriteConfidentialNotes]))),
    responses((status = 200, body = Note), (status = 409, description = "Five are pinned already")))]
#[put("/notes/{id}/pin")]
async fn pin(session: Session, id: Id<NoteId>) -> Reply<Note> {
    let writers = [WriteGeneralNotes, WriteNotes, WriteConfidentialNotes];
    let write = move |tx: &mut WriteTx| notes::pin(tx, id.0);
    Ok(Answer::ok(session.write(&writers, "notes.pin", write).await?).etag(|note| note.version))
}

/// Unpin a note
#[utoipa::path(operation_id = "notes.unpin",
    extensions(("x-permission" = json!([WriteGeneralNotes, WriteNotes, WriteConfidentialNotes]))),
    responses((status = 200, body = Note)))]
#[delete("/notes/{id}/pin")]
async fn unpin(session: Session, id: Id<NoteId>) -> Reply<Note> {
    let writers = [WriteGeneralNotes, WriteNotes, WriteConfidentialNotes];
    let write = move |tx: &mut WriteTx| notes::unpin(tx, id.0);
    Ok(Answer::ok(session.write(&writers, "notes.unpin", write).await?).etag(|note| note.version))
}
