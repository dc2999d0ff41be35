//! Assignments.

use actix_web::{get, post};
use domain::{
    assignments::{Assignment, AssignmentDraft, CaseLoad, Ending},
    changes::{Change, Edit},
    ids::{AssignmentId, ClientId},
    permission::Permission::{AssignStaff, ProposeEdits, SeeClientDetails, SeeTeam},
};
use store::assignments;

use crate::{
    answer::{Answer, Reply},
    changed::Changed,
    extract::{Id, Ids, Json},
    problem::Refused,
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(list_of_client).service(assign).service(end).service(case_loads);
}

/// Who works or worked with a client, the latest first
#[utoipa::path(operation_id = "assignments.list_of_client",
    extensions(("x-permission" = json!(SeeClientDetails))), responses((status = 200, body = Vec<Assignment>)))]
#[get("/clients/{client_id}/assignments")]
async fn list_of_client(session: Session, client: Id<ClientId>) -> Reply<Vec<Assignment>> {
    let list = session.read(SeeClientDetails, move |tx| assignments::list_of_client(tx, client.0)).await?;
    Ok(Answer::ok(list))
}

/// Assign a member of staff to a client
///
/// Refused where the two belong together already.
#[utoipa::path(operation_id = "assignments.create", request_body = AssignmentDraft,
    extensions(("x-permission" = json!([AssignStaff, ProposeEdits]))),
    responses((status = 201, body = Assignment), (status = 202, body = Change)))]
#[post("/clients/{client_id}/assignments")]
async fn assign(
    session: Session,
    client: Id<ClientId>,
    draft: Json<AssignmentDraft>,
) -> Result<Changed<Assignment>, Refused> {
    let edit = Edit::AssignStaff { client: client.0, draft: draft.into_inner() };
    let made = session.change(edit, None).await?;
    Ok(made.made(|made: &Assignment| format!("/api/v1/clients/{}/assignments", made.client_id)))
}

/// End an assignment
///
/// It stays in the history. Open follow-ups that the person has with the client go where it is said, in the same
/// transaction; where there are any and nothing is said, it is refused.
#[utoipa::path(operation_id = "assignments.end", request_body = Ending, extensions(("x-permission" = json!([AssignStaff, ProposeEdits]))),
    responses((status = 200, body = Assignment), (status = 202, body = Change)))]
#[post("/clients/{client_id}/assignments/{id}/ending")]
async fn end(
    session: Session,
    ids: Ids<ClientId, AssignmentId>,
    ending: Json<Ending>,
) -> Result<Changed<Assignment>, Refused> {
    let edit = Edit::EndAssignment { client: ids.0, id: ids.1, ending: ending.into_inner() };
    session.change(edit, None).await
}

/// How much each member of staff carries
///
/// Whoever cannot sign in any more is there as long as clients or open follow-ups are theirs.
#[utoipa::path(operation_id = "assignments.case_loads", extensions(("x-permission" = json!(SeeTeam))),
    responses((status = 200, body = Vec<CaseLoad>)))]
#[get("/case-loads")]
async fn case_loads(session: Session) -> Reply<Vec<CaseLoad>> {
    Ok(Answer::ok(session.read(SeeTeam, assignments::case_loads).await?))
}
