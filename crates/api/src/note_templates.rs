//! Templates of notes.

use actix_web::{delete, get, patch, post};
use domain::{
    ids::NoteTemplateId,
    note_templates::{NoteTemplate, NoteTemplateDraft, NoteTemplatePatch},
    permission::Permission::{EditCodeLists, ReadNotes},
};
use store::{note_templates, tx::WriteTx};

use crate::{
    answer::{Answer, Reply},
    extract::{Id, IfMatch, Json},
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(list).service(add).service(amend).service(remove);
}

/// Templates of notes, by name
#[utoipa::path(operation_id = "note_templates.list",
    extensions(("x-permission" = json!([ReadNotes, EditCodeLists]))), responses((status = 200, body = Vec<NoteTemplate>)))]
#[get("/note-templates")]
async fn list(session: Session) -> Reply<Vec<NoteTemplate>> {
    Ok(Answer::ok(session.read_any(&[ReadNotes, EditCodeLists], note_templates::list).await?))
}

/// Add a template of notes
///
/// At most 100, each with a name of its own.
#[utoipa::path(operation_id = "note_templates.add", request_body = NoteTemplateDraft,
    extensions(("x-permission" = json!(EditCodeLists))),
    responses((status = 201, body = NoteTemplate), (status = 409, description = "There are 100 already")))]
#[post("/note-templates")]
async fn add(session: Session, draft: Json<NoteTemplateDraft>) -> Reply<NoteTemplate> {
    let work = move |tx: &mut WriteTx| note_templates::add(tx, &draft.0);
    let made = session.write(&[EditCodeLists], "note_templates.add", work).await?;
    Ok(Answer::created(made, "/api/v1/note-templates".to_owned()).etag(|template| template.version))
}

/// Change a template of notes
///
/// Notes that began with it stay as they are.
#[utoipa::path(operation_id = "note_templates.amend", request_body = NoteTemplatePatch, params(IfMatch),
    extensions(("x-permission" = json!(EditCodeLists))), responses((status = 200, body = NoteTemplate)))]
#[patch("/note-templates/{id}")]
async fn amend(
    session: Session,
    id: Id<NoteTemplateId>,
    seen: IfMatch,
    patch: Json<NoteTemplatePatch>,
) -> Reply<NoteTemplate> {
    let work = move |tx: &mut WriteTx| note_templates::amend(tx, id.0, seen.0, &patch.0);
    let amended = session.write(&[EditCodeLists], "note_templates.amend", work).await?;
    Ok(Answer::ok(amended).etag(|template| template.version))
}

/// Delete a template of notes
#[utoipa::path(operation_id = "note_templates.remove", extensions(("x-permission" = json!(EditCodeLists))),
    responses((status = 204)))]
#[delete("/note-templates/{id}")]
async fn remove(session: Session, id: Id<NoteTemplateId>) -> Reply<()> {
    let work = move |tx: &mut WriteTx| note_templates::remove(tx, id.0);
    session.write(&[EditCodeLists], "note_templates.remove", work).await?;
    Ok(Answer::no_content())
}
