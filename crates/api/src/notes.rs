//! Case notes.

use actix_web::{get, patch, post};
use domain::{
    clients::Reason,
    ids::{ClientId, NoteId},
    notes::{AddendumDraft, Note, NoteDraft, NoteFilter, NotePatch},
    page::Page,
    permission::Permission::{
        DiscloseConfidentialNotes, ReadNotes, WriteConfidentialNotes, WriteGeneralNotes, WriteNotes,
    },
};
use store::{notes, tx::WriteTx};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    answer::{Answer, Reply},
    extract::{Id, IfMatch, Json, Query},
    session::Session,
};

pub(crate) fn routes(api: &mut ServiceConfig) {
    api.service(list).service(create).service(amend).service(add).service(disclose);
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
