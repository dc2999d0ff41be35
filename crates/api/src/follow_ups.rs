//! Follow-ups.

use actix_web::{delete, get, patch, post};
use domain::{
    follow_ups::{Completion, FollowUp, FollowUpDraft, FollowUpFilter, FollowUpPatch},
    ids::{ClientId, FollowUpId},
    page::Page,
    permission::Permission::{SeeFollowUps, WriteFollowUps},
};
use store::{follow_ups, tx::WriteTx};

use crate::{
    answer::{Answer, Reply},
    extract::{Id, IfMatch, Json, Query},
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(list).service(set).service(find).service(reschedule).service(complete).service(reopen);
}

/// Follow-ups, earliest first
///
/// One's own open ones where nothing else is asked for. Those of colleagues and of the whole team take the
/// permission `see_team`; without it, whoever manages programs reads the escalated ones with clients of these.
#[utoipa::path(operation_id = "follow_ups.list", params(FollowUpFilter),
    extensions(("x-permission" = json!(SeeFollowUps))), responses((status = 200, body = Page<FollowUp>)))]
#[get("/follow-ups")]
async fn list(session: Session, filter: Query<FollowUpFilter>) -> Reply<Page<FollowUp>> {
    Ok(Answer::ok(session.read(SeeFollowUps, move |tx| follow_ups::list(tx, &filter.0)).await?))
}

/// Set a follow-up with a client
///
/// Where it comes again, the next one is made when one is done.
#[utoipa::path(operation_id = "follow_ups.set", request_body = FollowUpDraft,
    extensions(("x-permission" = json!(WriteFollowUps))), responses((status = 201, body = FollowUp)))]
#[post("/clients/{client_id}/follow-ups")]
async fn set(session: Session, client: Id<ClientId>, draft: Json<FollowUpDraft>) -> Reply<FollowUp> {
    let work = move |tx: &mut WriteTx| follow_ups::set(tx, client.0, &draft.0);
    let made = session.write(&[WriteFollowUps], "follow_ups.set", work).await?;
    let location = format!("/api/v1/follow-ups/{}", made.id);
    Ok(Answer::created(made, location).etag(|follow_up| follow_up.version))
}

/// One follow-up
#[utoipa::path(operation_id = "follow_ups.find",
    extensions(("x-permission" = json!(SeeFollowUps))), responses((status = 200, body = FollowUp)))]
#[get("/follow-ups/{id}")]
async fn find(session: Session, id: Id<FollowUpId>) -> Reply<FollowUp> {
    let found = session.read(SeeFollowUps, move |tx| follow_ups::find(tx, id.0)).await?;
    Ok(Answer::ok(found).etag(|follow_up| follow_up.version))
}

/// Move a follow-up to another day or person
#[utoipa::path(operation_id = "follow_ups.reschedule", request_body = FollowUpPatch, params(IfMatch),
    extensions(("x-permission" = json!(WriteFollowUps))),
    responses((status = 200, body = FollowUp), (status = 409, description = "Closed already")))]
#[patch("/follow-ups/{id}")]
async fn reschedule(
    session: Session,
    id: Id<FollowUpId>,
    seen: IfMatch,
    patch: Json<FollowUpPatch>,
) -> Reply<FollowUp> {
    let work = move |tx: &mut WriteTx| follow_ups::reschedule(tx, id.0, &patch.0, seen.0);
    let moved = session.write(&[WriteFollowUps], "follow_ups.reschedule", work).await?;
    Ok(Answer::ok(moved).etag(|follow_up| follow_up.version))
}

/// Mark a follow-up done
///
/// Of a series the next one is made, and `next_on` says when it is due.
#[utoipa::path(operation_id = "follow_ups.complete", request_body = Completion, params(IfMatch),
    extensions(("x-permission" = json!(WriteFollowUps))),
    responses((status = 200, body = FollowUp), (status = 409, description = "Closed already")))]
#[post("/follow-ups/{id}/completion")]
async fn complete(
    session: Session,
    id: Id<FollowUpId>,
    seen: IfMatch,
    completion: Json<Completion>,
) -> Reply<FollowUp> {
    let work = move |tx: &mut WriteTx| follow_ups::complete(tx, id.0, &completion.0, seen.0);
    let done = session.write(&[WriteFollowUps], "follow_ups.complete", work).await?;
    Ok(Answer::ok(done).etag(|follow_up| follow_up.version))
}

/// Take a completion back
///
/// Within ten minutes, and as long as the record was not closed since. The follow-up is open again, for whoever had it, or
/// for oneself where that person does not see the client any more. The next one of a series is gone, unless somebody has
/// touched it.
#[utoipa::path(operation_id = "follow_ups.reopen", params(IfMatch),
    extensions(("x-permission" = json!(WriteFollowUps))),
    responses((status = 200, body = FollowUp),
        (status = 409, description = "It is not done, it was done longer ago, or the record is closed")))]
#[delete("/follow-ups/{id}/completion")]
async fn reopen(session: Session, id: Id<FollowUpId>, seen: IfMatch) -> Reply<FollowUp> {
    let work = move |tx: &mut WriteTx| follow_ups::reopen(tx, id.0, seen.0);
    let open = session.write(&[WriteFollowUps], "follow_ups.reopen", work).await?;
    Ok(Answer::ok(open).etag(|follow_up| follow_up.version))
}
