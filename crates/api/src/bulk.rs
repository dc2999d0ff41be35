//! One change of many clients.

use actix_web::{get, post};
use domain::{
    bulk::{Bulk, BulkDraft, BulkFilter, BulkRow, BulkRowFilter, BulkRun, LeftBehindFilter},
    follow_ups::FollowUp,
    ids::BulkId,
    page::Page,
    permission::Permission::{AssignStaff, EditClients, ProposeEdits, SeeFollowUps, SetStage},
};
use store::{
    bulk::{self, WRITERS},
    tx::WriteTx,
};

use crate::{
    answer::{Answer, Reply},
    extract::{Id, Json, Query},
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(list)
        .service(plan)
        .service(find)
        .service(rows)
        .service(left_behind)
        .service(run)
        .service(undo);
}

/// My changes of many clients
///
/// Those that were begun, the latest first, each with how far it is. They are kept for as many days as the settings say.
#[utoipa::path(operation_id = "bulk.list", params(BulkFilter),
    extensions(("x-permission" = json!([AssignStaff, SetStage, EditClients, ProposeEdits]))),
    responses((status = 200, body = Page<Bulk>)))]
#[get("/bulk-changes")]
async fn list(session: Session, filter: Query<BulkFilter>) -> Reply<Page<Bulk>> {
    Ok(Answer::ok(session.read_any(&WRITERS, move |tx| bulk::list(tx, &filter.0)).await?))
}

/// Plan a change of many clients
///
/// Nothing is changed yet: it says what would become of each client, and why some are left out. The clients are named
/// with the versions that were seen, or by the filter of the list, at most 5,000. A plan waits for a day.
#[utoipa::path(operation_id = "bulk.plan", request_body(content = BulkDraft,
        example = json!({ "action": { "action": "add_tag", "tag": "job_fair" }, "filter": { "status": ["active"] } })),
    extensions(("x-permission" = json!([AssignStaff, SetStage, EditClients, ProposeEdits]))),
    responses((status = 201, body = Bulk)))]
#[post("/bulk-changes")]
async fn plan(session: Session, draft: Json<BulkDraft>) -> Reply<Bulk> {
    let work = move |tx: &mut WriteTx| bulk::plan(tx, &draft.0);
    let made = session.write(&WRITERS, "bulk.plan", work).await?;
    let location = format!("/api/v1/bulk-changes/{}", made.id);
    Ok(Answer::created(made, location))
}

/// A change of many clients, with how far it is
///
/// Only who planned it sees it.
#[utoipa::path(operation_id = "bulk.find",
    extensions(("x-permission" = json!([AssignStaff, SetStage, EditClients, ProposeEdits]))),
    responses((status = 200, body = Bulk)))]
#[get("/bulk-changes/{id}")]
async fn find(session: Session, id: Id<BulkId>) -> Reply<Bulk> {
    Ok(Answer::ok(session.read_any(&WRITERS, move |tx| bulk::find(tx, id.0)).await?))
}

/// What becomes of each client of a change of many
#[utoipa::path(operation_id = "bulk.rows", params(BulkRowFilter),
    extensions(("x-permission" = json!([AssignStaff, SetStage, EditClients, ProposeEdits]))),
    responses((status = 200, body = Page<BulkRow>)))]
#[get("/bulk-changes/{id}/rows")]
async fn rows(session: Session, id: Id<BulkId>, filter: Query<BulkRowFilter>) -> Reply<Page<BulkRow>> {
    Ok(Answer::ok(session.read_any(&WRITERS, move |tx| bulk::rows(tx, id.0, &filter.0)).await?))
}

/// The open follow-ups that a planned change would leave behind
///
/// Those of whoever would not work with the client any more, or of everybody where the client would be closed. It takes
/// the permission `see_follow_ups` too.
#[utoipa::path(operation_id = "bulk.left_behind", params(LeftBehindFilter),
    extensions(("x-permission" = json!(SeeFollowUps))),
    responses((status = 200, body = Page<FollowUp>)))]
#[get("/bulk-changes/{id}/follow-ups")]
async fn left_behind(
    session: Session,
    id: Id<BulkId>,
    filter: Query<LeftBehindFilter>,
) -> Reply<Page<FollowUp>> {
    Ok(Answer::ok(session.read_any(&WRITERS, move |tx| bulk::left_behind(tx, id.0, &filter.0)).await?))
}

/// Run a planned change
///
/// Up to 300 clients are changed at once; more are changed in the background, and the answer says so in its `state`. Each
/// piece is done with what its author may do at that moment; it ends with the author's session,
/// or with the key that began it. Who may only propose makes
/// a proposal for each client. Open follow-ups that would be left behind go where it is said in the same transaction;
/// nothing has to be said where somebody takes the clients over.
#[utoipa::path(operation_id = "bulk.run", request_body = BulkRun,
    extensions(("x-permission" = json!([AssignStaff, SetStage, EditClients, ProposeEdits]))),
    responses((status = 200, body = Bulk), (status = 409, description = "It was run already")))]
#[post("/bulk-changes/{id}/run")]
async fn run(session: Session, id: Id<BulkId>, decided: Json<BulkRun>) -> Reply<Bulk> {
    let work = move |tx: &mut WriteTx| bulk::run(tx, id.0, &decided.0);
    Ok(Answer::ok(session.write(&WRITERS, "bulk.run", work).await?))
}

/// Take a change of many clients back
///
/// Each client returns to what they were, unless they moved since, or somebody would keep follow-ups with them who would not
/// see them any more. It is a change of its own, with a result for each client.
#[utoipa::path(operation_id = "bulk.undo",
    extensions(("x-permission" = json!([AssignStaff, SetStage, EditClients, ProposeEdits]))),
    responses((status = 201, body = Bulk), (status = 409, description = "Too late, or taken back already")))]
#[post("/bulk-changes/{id}/undoing")]
async fn undo(session: Session, id: Id<BulkId>) -> Reply<Bulk> {
    let back = session.write(&WRITERS, "bulk.undo", move |tx| bulk::undo(tx, id.0)).await?;
    let location = format!("/api/v1/bulk-changes/{}", back.id);
    Ok(Answer::created(back, location))
}
