//! Programs and services.

use actix_web::{delete, get, patch, post};
use domain::{
    bulk::LeftBehindFilter,
    follow_ups::FollowUp,
    ids::{CapacityId, ProgramId, UserId},
    page::Page,
    permission::Permission::{EditPrograms, SeePrograms, SetCapacity},
    programs::{
        AsOf, Capacity, CapacityDraft, Program, ProgramDetail, ProgramDraft, ProgramFilter, ProgramPatch,
    },
};
use store::{
    programs::{self, capacity},
    tx::WriteTx,
};

use crate::{
    answer::{Answer, Reply},
    extract::{Id, Ids, IfMatch, Json, Query},
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(list).service(add).service(find).service(amend).service(left_behind).service(remove);
    api.service(set_capacity).service(remove_capacity);
}

/// Programs, in the organization's order
///
/// `capacity` and `enrolled` are of today, or of the day in `on`.
#[utoipa::path(operation_id = "programs.list", params(ProgramFilter),
    extensions(("x-permission" = json!(SeePrograms))), responses((status = 200, body = Vec<Program>)))]
#[get("/programs")]
async fn list(session: Session, filter: Query<ProgramFilter>) -> Reply<Vec<Program>> {
    Ok(Answer::ok(session.read(SeePrograms, move |tx| programs::list(tx, &filter.0)).await?))
}

/// Add a program
#[utoipa::path(operation_id = "programs.add", request_body = ProgramDraft,
    extensions(("x-permission" = json!(EditPrograms))), responses((status = 201, body = ProgramDetail)))]
#[post("/programs")]
async fn add(session: Session, draft: Json<ProgramDraft>) -> Reply<ProgramDetail> {
    let work = move |tx: &mut WriteTx| programs::add(tx, &draft.0);
    let made = session.write(&[EditPrograms], "programs.add", work).await?;
    let address = format!("/api/v1/programs/{}", made.program.id);
    Ok(Answer::created(made, address).etag(|made| made.program.version))
}

/// A program with its staff and its capacity at all times
///
/// `capacity` and `enrolled` are of today, or of the day in `on`.
#[utoipa::path(operation_id = "programs.find", params(AsOf), extensions(("x-permission" = json!(SeePrograms))),
    responses((status = 200, body = ProgramDetail)))]
#[get("/programs/{id}")]
async fn find(session: Session, id: Id<ProgramId>, day: Query<AsOf>) -> Reply<ProgramDetail> {
    let found = session.read(SeePrograms, move |tx| programs::find_as_of(tx, id.0, day.0)).await?;
    Ok(Answer::ok(found).etag(|found| found.program.version))
}

/// Change a program, or who works in it
///
/// Whoever works in a program sees the people who are enrolled in it. `staff` names everybody: who is not in it does not
/// work there any more. Open follow-ups with clients whom they saw by it alone have to go somewhere: without `follow_ups`
/// that is 422. `position` puts it among the others, in the order in which the first page and the form name them.
#[utoipa::path(operation_id = "programs.amend", request_body = ProgramPatch, params(IfMatch),
    extensions(("x-permission" = json!(EditPrograms))), responses((status = 200, body = ProgramDetail)))]
#[patch("/programs/{id}")]
async fn amend(
    session: Session,
    id: Id<ProgramId>,
    seen: IfMatch,
    patch: Json<ProgramPatch>,
) -> Reply<ProgramDetail> {
    let work = move |tx: &mut WriteTx| programs::amend(tx, id.0, seen.0, &patch.0);
    let amended = session.write(&[EditPrograms], "programs.amend", work).await?;
    Ok(Answer::ok(amended).etag(|amended| amended.program.version))
}

/// The open follow-ups that one of a program's staff would leave behind
///
/// Those with clients whom they see by this program alone. It takes the permission `see_follow_ups` too.
#[utoipa::path(operation_id = "programs.left_behind", params(LeftBehindFilter,
        ("id" = ProgramId, Path), ("user" = UserId, Path)),
    extensions(("x-permission" = json!(EditPrograms))), responses((status = 200, body = Page<FollowUp>)))]
#[get("/programs/{id}/staff/{user}/follow-ups")]
async fn left_behind(
    session: Session,
    ids: Ids<ProgramId, UserId>,
    filter: Query<LeftBehindFilter>,
) -> Reply<Page<FollowUp>> {
    let Ids(id, user) = ids;
    let left = session.read(EditPrograms, move |tx| programs::left_behind(tx, id, user, &filter.0));
    Ok(Answer::ok(left.await?))
}

/// Delete a program that nothing names
///
/// One that is in use is 409, and the detail says by what: close it to intake instead.
#[utoipa::path(operation_id = "programs.remove", params(IfMatch),
    extensions(("x-permission" = json!(EditPrograms))),
    responses((status = 204), (status = 409, description = "Records name it")))]
#[delete("/programs/{id}")]
async fn remove(session: Session, id: Id<ProgramId>, seen: IfMatch) -> Reply<()> {
    let work = move |tx: &mut WriteTx| programs::remove(tx, id.0, seen.0);
    session.write(&[EditPrograms], "programs.remove", work).await?;
    Ok(Answer::no_content())
}

/// Set how many people fit from a day on
///
/// Days that have gone by keep what was true of them. One that is set for the same day again replaces it.
#[utoipa::path(operation_id = "programs.set_capacity", request_body = CapacityDraft,
    extensions(("x-permission" = json!(SetCapacity))), responses((status = 201, body = Capacity)))]
#[post("/programs/{id}/capacities")]
async fn set_capacity(session: Session, id: Id<ProgramId>, draft: Json<CapacityDraft>) -> Reply<Capacity> {
    let address = format!("/api/v1/programs/{}", id.0);
    let work = move |tx: &mut WriteTx| capacity::set(tx, id.0, &draft.0);
    Ok(Answer::created(session.write(&[SetCapacity], "programs.set_capacity", work).await?, address))
}

/// Take back a capacity whose day has not come
#[utoipa::path(operation_id = "programs.remove_capacity",
    params(("id" = ProgramId, Path), ("capacity" = CapacityId, Path)),
    extensions(("x-permission" = json!(SetCapacity))),
    responses((status = 204), (status = 409, description = "It holds already")))]
#[delete("/programs/{id}/capacities/{capacity}")]
async fn remove_capacity(session: Session, ids: Ids<ProgramId, CapacityId>) -> Reply<()> {
    let work = move |tx: &mut WriteTx| capacity::remove(tx, ids.0, ids.1);
    session.write(&[SetCapacity], "programs.remove_capacity", work).await?;
    Ok(Answer::no_content())
}
