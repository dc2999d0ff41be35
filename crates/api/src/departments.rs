//! Departments.

use actix_web::{delete, get, patch, post};
use domain::{
    changes::{Change, Edit},
    departments::{Department, DepartmentDraft, DepartmentPatch},
    ids::DepartmentId,
    permission::Permission::{EditPrograms, ProposeEdits, SeePrograms},
};
use store::departments;

use crate::{
    answer::{Answer, Reply},
    changed::{Changed, Removed},
    extract::{Id, IfMatch, Json},
    problem::Refused,
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(list).service(add).service(amend).service(remove);
}

/// All departments by name
#[utoipa::path(operation_id = "departments.list", extensions(("x-permission" = json!([SeePrograms, EditPrograms, ProposeEdits]))),
    responses((status = 200, body = Vec<Department>)))]
#[get("/departments")]
async fn list(session: Session) -> Reply<Vec<Department>> {
    Ok(Answer::ok(session.read_any(&[SeePrograms, EditPrograms, ProposeEdits], departments::list).await?))
}

/// Add a department
///
/// Applied at once, or kept as a proposal for those who may only propose; so is every change of one.
#[utoipa::path(operation_id = "departments.add", request_body = DepartmentDraft,
    extensions(("x-permission" = json!([EditPrograms, ProposeEdits]))),
    responses((status = 201, body = Department), (status = 202, body = Change)))]
#[post("/departments")]
async fn add(session: Session, draft: Json<DepartmentDraft>) -> Result<Changed<Department>, Refused> {
    let changed = session.change(Edit::CreateDepartment { draft: draft.into_inner() }, None).await?;
    Ok(changed.made(|_| "/api/v1/departments".to_owned()))
}

/// Rename a department, or give it another owner
#[utoipa::path(operation_id = "departments.amend", request_body = DepartmentPatch, params(IfMatch),
    extensions(("x-permission" = json!([EditPrograms, ProposeEdits]))),
    responses((status = 200, body = Department), (status = 202, body = Change)))]
#[patch("/departments/{id}")]
async fn amend(
    session: Session,
    id: Id<DepartmentId>,
    seen: IfMatch,
    patch: Json<DepartmentPatch>,
) -> Result<Changed<Department>, Refused> {
    session.change(Edit::UpdateDepartment { id: id.0, patch: patch.into_inner() }, Some(seen.0)).await
}

/// Delete a department that no program belongs to
#[utoipa::path(operation_id = "departments.remove", params(IfMatch),
    extensions(("x-permission" = json!([EditPrograms, ProposeEdits]))),
    responses((status = 202, body = Change), (status = 204),
        (status = 409, description = "Programs belong to it")))]
#[delete("/departments/{id}")]
async fn remove(session: Session, id: Id<DepartmentId>, seen: IfMatch) -> Result<Changed<Removed>, Refused> {
    session.change(Edit::RemoveDepartment { id: id.0 }, Some(seen.0)).await
}
