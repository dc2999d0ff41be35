//! Departments.

use actix_web::{delete, get, patch, post};
use domain::{
    departments::{Department, DepartmentDraft, DepartmentPatch},
    ids::DepartmentId,
    permission::Permission::{EditPrograms, SeePrograms},
};
use store::{departments, tx::WriteTx};

use crate::{
    answer::{Answer, Reply},
    extract::{Id, IfMatch, Json},
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(list).service(add).service(amend).service(remove);
}

/// All departments by name
#[utoipa::path(operation_id = "departments.list", extensions(("x-permission" = json!(SeePrograms))),
    responses((status = 200, body = Vec<Department>)))]
#[get("/departments")]
async fn list(session: Session) -> Reply<Vec<Department>> {
    Ok(Answer::ok(session.read(SeePrograms, departments::list).await?))
}

/// Add a department
#[utoipa::path(operation_id = "departments.add", request_body = DepartmentDraft,
    extensions(("x-permission" = json!(EditPrograms))), responses((status = 201, body = Department)))]
#[post("/departments")]
async fn add(session: Session, draft: Json<DepartmentDraft>) -> Reply<Department> {
    let work = move |tx: &mut WriteTx| departments::add(tx, &draft.0);
    let made = session.write(&[EditPrograms], "departments.add", work).await?;
    Ok(Answer::created(made, "/api/v1/departments").etag(|department| department.version))
}

/// Rename a department, or give it another owner
#[utoipa::path(operation_id = "departments.amend", request_body = DepartmentPatch, params(IfMatch),
    extensions(("x-permission" = json!(EditPrograms))), responses((status = 200, body = Department)))]
#[patch("/departments/{id}")]
async fn amend(
    session: Session,
    id: Id<DepartmentId>,
    seen: IfMatch,
    patch: Json<DepartmentPatch>,
) -> Reply<Department> {
    let work = move |tx: &mut WriteTx| departments::amend(tx, id.0, seen.0, &patch.0);
    let amended = session.write(&[EditPrograms], "departments.amend", work).await?;
    Ok(Answer::ok(amended).etag(|department| department.version))
}

/// Delete a department that no program belongs to
#[utoipa::path(operation_id = "departments.remove", params(IfMatch),
    extensions(("x-permission" = json!(EditPrograms))),
    responses((status = 204), (status = 409, description = "Programs belong to it")))]
#[delete("/departments/{id}")]
async fn remove(session: Session, id: Id<DepartmentId>, seen: IfMatch) -> Reply<()> {
    let work = move |tx: &mut WriteTx| departments::remove(tx, id.0, seen.0);
    session.write(&[EditPrograms], "departments.remove", work).await?;
    Ok(Answer::no_content())
}
