//! The service plan: goals and their steps.

use actix_web::{delete, get, patch, post};
use domain::{
    goals::{Closing, Goal, GoalDraft, GoalFilter, GoalPatch, Step, StepCompletion, StepDraft, StepPatch},
    ids::{ClientId, GoalId, StepId},
    page::Page,
    permission::Permission::{SeeClientDetails, WriteGoals},
};
use store::{goals, tx::WriteTx};

use crate::{
    answer::{Answer, Reply},
    extract::{Id, Ids, IfMatch, Json, Query},
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(list)
        .service(set)
        .service(find)
        .service(amend)
        .service(remove)
        .service(close)
        .service(reopen);
    api.service(add_step)
        .service(amend_step)
        .service(remove_step)
        .service(complete_step)
        .service(reopen_step);
}

/// A client's goals, with their steps
///
/// In the order in which they were set.
#[utoipa::path(operation_id = "goals.list", params(GoalFilter),
    extensions(("x-permission" = json!(SeeClientDetails))), responses((status = 200, body = Page<Goal>)))]
#[get("/clients/{client_id}/goals")]
async fn list(session: Session, client: Id<ClientId>, filter: Query<GoalFilter>) -> Reply<Page<Goal>> {
    Ok(Answer::ok(session.read(SeeClientDetails, move |tx| goals::list(tx, client.0, &filter.0)).await?))
}

/// Set a goal with a client
#[utoipa::path(operation_id = "goals.set", request_body = GoalDraft,
    extensions(("x-permission" = json!(WriteGoals))), responses((status = 201, body = Goal)))]
#[post("/clients/{client_id}/goals")]
async fn set(session: Session, client: Id<ClientId>, draft: Json<GoalDraft>) -> Reply<Goal> {
    let work = move |tx: &mut WriteTx| goals::set(tx, client.0, &draft.0);
    let made = session.write(&[WriteGoals], "goals.set", work).await?;
    let location = format!("/api/v1/goals/{}", made.id);
    Ok(Answer::created(made, location).etag(|goal| goal.version))
}

/// One goal
#[utoipa::path(operation_id = "goals.find",
    extensions(("x-permission" = json!(SeeClientDetails))), responses((status = 200, body = Goal)))]
#[get("/goals/{id}")]
async fn find(session: Session, id: Id<GoalId>) -> Reply<Goal> {
    let found = session.read(SeeClientDetails, move |tx| goals::find(tx, id.0)).await?;
    Ok(Answer::ok(found).etag(|goal| goal.version))
}

/// Change an open goal
#[utoipa::path(operation_id = "goals.amend", request_body = GoalPatch, params(IfMatch),
    extensions(("x-permission" = json!(WriteGoals))),
    responses((status = 200, body = Goal), (status = 409, description = "The goal is closed")))]
#[patch("/goals/{id}")]
async fn amend(session: Session, id: Id<GoalId>, seen: IfMatch, patch: Json<GoalPatch>) -> Reply<Goal> {
    let work = move |tx: &mut WriteTx| goals::amend(tx, id.0, patch.into_inner(), seen.0);
    let changed = session.write(&[WriteGoals], "goals.amend", work).await?;
    Ok(Answer::ok(changed).etag(|goal| goal.version))
}

/// Take a goal away that was set by a slip
///
/// Only one that is as it was set, without steps. One with a history is closed with what came of it.
#[utoipa::path(operation_id = "goals.remove", params(IfMatch), extensions(("x-permission" = json!(WriteGoals))),
    responses((status = 204), (status = 409, description = "The goal has a history")))]
#[delete("/goals/{id}")]
async fn remove(session: Session, id: Id<GoalId>, seen: IfMatch) -> Reply<()> {
    let work = move |tx: &mut WriteTx| goals::remove(tx, id.0, seen.0);
    session.write(&[WriteGoals], "goals.remove", work).await?;
    Ok(Answer::no_content())
}

/// Close a goal with what came of it
#[utoipa::path(operation_id = "goals.close", request_body = Closing, params(IfMatch),
    extensions(("x-permission" = json!(WriteGoals))),
    responses((status = 200, body = Goal), (status = 409, description = "Closed already")))]
#[post("/goals/{id}/closing")]
async fn close(session: Session, id: Id<GoalId>, seen: IfMatch, closing: Json<Closing>) -> Reply<Goal> {
    let work = move |tx: &mut WriteTx| goals::close(tx, id.0, &closing.0, seen.0);
    let closed = session.write(&[WriteGoals], "goals.close", work).await?;
    Ok(Answer::ok(closed).etag(|goal| goal.version))
}

/// Open a closed goal again
///
/// What had come of it is gone from the goal and stays in the audit.
#[utoipa::path(operation_id = "goals.reopen", params(IfMatch), extensions(("x-permission" = json!(WriteGoals))),
    responses((status = 200, body = Goal), (status = 409, description = "It is open")))]
#[delete("/goals/{id}/closing")]
async fn reopen(session: Session, id: Id<GoalId>, seen: IfMatch) -> Reply<Goal> {
    let work = move |tx: &mut WriteTx| goals::reopen(tx, id.0, seen.0);
    let open = session.write(&[WriteGoals], "goals.reopen", work).await?;
    Ok(Answer::ok(open).etag(|goal| goal.version))
}

/// Add a step to an open goal
///
/// Behind the other steps. Without an owner the client does it.
#[utoipa::path(operation_id = "goals.add_step", request_body = StepDraft,
    extensions(("x-permission" = json!(WriteGoals))),
    responses((status = 201, body = Step), (status = 409, description = "The goal is closed, or full")))]
#[post("/goals/{id}/steps")]
async fn add_step(session: Session, id: Id<GoalId>, draft: Json<StepDraft>) -> Reply<Step> {
    let location = format!("/api/v1/goals/{}", id.0);
    let work = move |tx: &mut WriteTx| goals::add_step(tx, id.0, &draft.0);
    let made = session.write(&[WriteGoals], "goals.add_step", work).await?;
    Ok(Answer::created(made, location).etag(|step| step.version))
}

/// Change a step, or move it to another place
#[utoipa::path(operation_id = "goals.amend_step", request_body = StepPatch, params(IfMatch),
    extensions(("x-permission" = json!(WriteGoals))),
    responses((status = 200, body = Step), (status = 409, description = "The goal is closed")))]
#[patch("/goals/{goal_id}/steps/{id}")]
async fn amend_step(
    session: Session,
    ids: Ids<GoalId, StepId>,
    seen: IfMatch,
    patch: Json<StepPatch>,
) -> Reply<Step> {
    let work = move |tx: &mut WriteTx| goals::amend_step(tx, ids.0, ids.1, patch.into_inner(), seen.0);
    let changed = session.write(&[WriteGoals], "goals.amend_step", work).await?;
    Ok(Answer::ok(changed).etag(|step| step.version))
}

/// Take a step away that nobody has done
#[utoipa::path(operation_id = "goals.remove_step", params(IfMatch),
    extensions(("x-permission" = json!(WriteGoals))),
    responses((status = 204), (status = 409, description = "It was done, or the goal is closed")))]
#[delete("/goals/{goal_id}/steps/{id}")]
async fn remove_step(session: Session, ids: Ids<GoalId, StepId>, seen: IfMatch) -> Reply<()> {
    let work = move |tx: &mut WriteTx| goals::remove_step(tx, ids.0, ids.1, seen.0);
    session.write(&[WriteGoals], "goals.remove_step", work).await?;
    Ok(Answer::no_content())
}

/// Mark a step done
#[utoipa::path(operation_id = "goals.complete_step", request_body = StepCompletion, params(IfMatch),
    extensions(("x-permission" = json!(WriteGoals))),
    responses((status = 200, body = Step), (status = 409, description = "Done already, or the goal is closed")))]
#[post("/goals/{goal_id}/steps/{id}/completion")]
async fn complete_step(
    session: Session,
    ids: Ids<GoalId, StepId>,
    seen: IfMatch,
    completion: Json<StepCompletion>,
) -> Reply<Step> {
    let work = move |tx: &mut WriteTx| goals::complete_step(tx, ids.0, ids.1, &completion.0, seen.0);
    let done = session.write(&[WriteGoals], "goals.complete_step", work).await?;
    Ok(Answer::ok(done).etag(|step| step.version))
}

/// Take a step's completion back
#[utoipa::path(operation_id = "goals.reopen_step", params(IfMatch),
    extensions(("x-permission" = json!(WriteGoals))),
    responses((status = 200, body = Step), (status = 409, description = "Not done, or the goal is closed")))]
#[delete("/goals/{goal_id}/steps/{id}/completion")]
async fn reopen_step(session: Session, ids: Ids<GoalId, StepId>, seen: IfMatch) -> Reply<Step> {
    let work = move |tx: &mut WriteTx| goals::reopen_step(tx, ids.0, ids.1, seen.0);
    let open = session.write(&[WriteGoals], "goals.reopen_step", work).await?;
    Ok(Answer::ok(open).etag(|step| step.version))
}
