//! Programs and services.

use actix_web::{delete, get, patch, post};
use domain::{
    bulk::LeftBehindFilter,
    changes::{Change, Edit},
    follow_ups::FollowUp,
    ids::{CapacityId, ProgramId, UserId},
    page::Page,
    permission::Permission::{EditPrograms, ProposeEdits, SeePrograms, SetCapacity},
    programs::{
        AsOf, Capacity, CapacityDraft, Program, ProgramDetail, ProgramDraft, ProgramFilter, ProgramPatch,
    },
};
use store::programs;

use crate::{
    answer::{Answer, Reply},
    changed::{Changed, Removed},
    extract::{Id, Ids, IfMatch, Json, Query},
    problem::Refused,
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(list).service(add).service(find).service(amend).service(left_behind).service(remove);
    api.service(set_capacity).service(remove_capacity);
}

/// Programs, in the organization's order
///
/// `capacity`, `enrolled` and `taken` are of today, or of the day in `on`.
#[utoipa::path(operation_id = "programs.list", params(ProgramFilter),
    extensions(("x-permission" = json!(SeePrograms))), responses((status = 200, body = Vec<Program>)))]
#[get("/programs")]
async fn list(session: Session, filter: Query<ProgramFilter>) -> Reply<Vec<Program>> {
    Ok(Answer::ok(session.read(SeePrograms, move |tx| programs::list(tx, &filter.0)).await?))
}

/// Add a program
///
/// Applied at once, or kept as a proposal for those who may only propose; so is every change of one.
#[utoipa::path(operation_id = "programs.add", request_body = ProgramDraft,
    extensions(("x-permission" = json!([EditPrograms, ProposeEdits]))),
    responses((status = 201, body = ProgramDetail), (status = 202, body = Change)))]
#[post("/programs")]
async fn add(session: Session, draft: Json<ProgramDraft>) -> Result<Changed<ProgramDetail>, Refused> {
    let changed = session.change(Edit::CreateProgram { draft: draft.into_inner() }, None).await?;
    Ok(changed.made(|made: &ProgramDetail| format!("/api/v1/programs/{}", made.program.id)))
}

/// A program with its staff and its capacity at all times
///
/// `capacity`, `enrolled` and `taken` are of today, or of the day in `on`.
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
    extensions(("x-permission" = json!([EditPrograms, ProposeEdits]))),
    responses((status = 200, body = ProgramDetail), (status = 202, body = Change)))]
#[patch("/programs/{id}")]
async fn amend(
    session: Session,
    id: Id<ProgramId>,
    seen: IfMatch,
    patch: Json<ProgramPatch>,
) -> Result<Changed<ProgramDetail>, Refused> {
    session.change(Edit::UpdateProgram { id: id.0, patch: patch.into_inner() }, Some(seen.0)).await
}

/// The open follow-ups that one of a program's staff would leave behind
///
/// Those with clients whom they see by this program alone. It takes the permission `see_follow_ups` too.
#[utoipa::path(operation_id = "programs.left_behind", params(LeftBehindFilter,
        ("id" = ProgramId, Path), ("user" = UserId, Path)),
    extensions(("x-permission" = json!([EditPrograms, ProposeEdits]))),
    responses((status = 200, body = Page<FollowUp>)))]
#[get("/programs/{id}/staff/{user}/follow-ups")]
async fn left_behind(
    session: Session,
    ids: Ids<ProgramId, UserId>,
    filter: Query<LeftBehindFilter>,
) -> Reply<Page<FollowUp>> {
    let Ids(id, user) = ids;
    let may = [EditPrograms, ProposeEdits];
    let left = session.read_any(&may, move |tx| programs::left_behind(tx, id, user, &filter.0));
    Ok(Answer::ok(left.await?))
}

/// Delete a program that nothing names
///
/// One that is in use is 409, and the detail says by what: close it to intake instead.
#[utoipa::path(operation_id = "programs.remove", params(IfMatch),
    extensions(("x-permission" = json!([EditPrograms, ProposeEdits]))),
    responses((status = 202, body = Change), (status = 204), (status = 409, description = "Records name it")))]
#[delete("/programs/{id}")]
async fn remove(session: Session, id: Id<ProgramId>, seen: IfMatch) -> Result<Changed<Removed>, Refused> {
    session.change(Edit::RemoveProgram { id: id.0 }, Some(seen.0)).await
}

/// Set how many people fit from a day on
///
/// Days that have gone by keep what was true of them: to correct one of them, or to say what nobody had said, takes a
/// `reason` (422 `reason_for_the_past` without), and the audit has what stood there. Charts and reports as of a day follow
/// the correction. One that is set for the same day again replaces it.
#[utoipa::path(operation_id = "programs.set_capacity", request_body = CapacityDraft,
    extensions(("x-permission" = json!([SetCapacity, ProposeEdits]))),
    responses((status = 201, body = Capacity), (status = 202, body = Change)))]
#[post("/programs/{id}/capacities")]
async fn set_capacity(
    session: Session,
    id: Id<ProgramId>,
    draft: Json<CapacityDraft>,
) -> Result<Changed<Capacity>, Refused> {
    let address = format!("/api/v1/programs/{}", id.0);
    let edit = Edit::SetCapacity { program: id.0, draft: draft.into_inner() };
    Ok(session.change(edit, None).await?.made(|_| address))
}

/// Take back a capacity whose day has not come
#[utoipa::path(operation_id = "programs.remove_capacity",
    params(("id" = ProgramId, Path), ("capacity" = CapacityId, Path)),
    extensions(("x-permission" = json!([SetCapacity, ProposeEdits]))),
    responses((status = 202, body = Change), (status = 204), (status = 409, description = "It holds already")))]
#[delete("/programs/{id}/capacities/{capacity}")]
async fn remove_capacity(
    session: Session,
    ids: Ids<ProgramId, CapacityId>,
) -> Result<Changed<Removed>, Refused> {
    session.change(Edit::RemoveCapacity { program: ids.0, id: ids.1 }, None).await
}
