//! Roles: the permission matrix, and what the organization adds to it.

use actix_web::{delete, get, patch, post};
use domain::{
    ids::UserId,
    permission::Permission::{self, ManageRoles, ManageUsers},
    role::RoleId,
    roles::{ListedRole, RoleDetail, RoleDraft, RoleEffect, RolePatch, Why, WhyFilter},
};
use store::{
    roles,
    tx::{ReadTx, WriteTx},
};

use crate::{
    answer::{Answer, Reply},
    extract::{Id, Ids, IfMatch, Json, Query},
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(list).service(add).service(find).service(amend).service(remove).service(effect);
    api.service(why);
}

/// Every role, and what it may do
///
/// The built-in ones in their order, then the organization's own by name, each with how many hold it.
#[utoipa::path(operation_id = "roles.list", extensions(("x-permission" = json!([ManageRoles, ManageUsers]))),
    responses((status = 200, body = Vec<ListedRole>)))]
#[get("/roles")]
async fn list(session: Session) -> Reply<Vec<ListedRole>> {
    Ok(Answer::ok(session.read_any(&[ManageRoles, ManageUsers], roles::list).await?))
}

/// One role, and who holds it
#[utoipa::path(operation_id = "roles.find", params(("id" = String, Path, example = "staff")),
    extensions(("x-permission" = json!([ManageRoles, ManageUsers]))), responses((status = 200, body = RoleDetail)))]
#[get("/roles/{id}")]
async fn find(session: Session, id: Id<RoleId>) -> Reply<RoleDetail> {
    let found = session.read_any(&[ManageRoles, ManageUsers], move |tx| roles::find(tx, id.0)).await?;
    Ok(Answer::ok(found).etag(|found| found.role.version.unwrap_or_default()))
}

/// Make a role
///
/// To copy one, send what it has under another name. Nobody puts a permission into a role, or a wider sight, that they
/// do not have: that is 422 `more_than_own`.
#[utoipa::path(operation_id = "roles.add", request_body = RoleDraft,
    extensions(("x-permission" = json!(ManageRoles))), responses((status = 201, body = ListedRole)))]
#[post("/roles")]
async fn add(session: Session, draft: Json<RoleDraft>) -> Reply<ListedRole> {
    let work = move |tx: &mut WriteTx| roles::add(tx, &draft.0);
    let made = session.write(&[ManageRoles], "roles.add", work).await?;
    let address = format!("/api/v1/roles/{}", made.id);
    Ok(Answer::created(made, address).etag(|role| role.version.unwrap_or_default()))
}

/// Change one of the organization's own roles
///
/// For all who hold it, at their next request. A built-in role is 409.
#[utoipa::path(operation_id = "roles.amend", request_body = RolePatch,
    params(("id" = String, Path, example = "0190a000-0000-7000-8000-000000000000"), IfMatch),
    extensions(("x-permission" = json!(ManageRoles))),
    responses((status = 200, body = ListedRole), (status = 409, description = "It is a built-in role")))]
#[patch("/roles/{id}")]
async fn amend(session: Session, id: Id<RoleId>, seen: IfMatch, patch: Json<RolePatch>) -> Reply<ListedRole> {
    let work = move |tx: &mut WriteTx| roles::amend(tx, id.0, seen.0, &patch.0);
    let amended = session.write(&[ManageRoles], "roles.amend", work).await?;
    Ok(Answer::ok(amended).etag(|role| role.version.unwrap_or_default()))
}

/// Delete a role that nobody holds
///
/// The 409 names those who hold it.
#[utoipa::path(operation_id = "roles.remove",
    params(("id" = String, Path, example = "0190a000-0000-7000-8000-000000000000")),
    extensions(("x-permission" = json!(ManageRoles))),
    responses((status = 204), (status = 409, description = "Somebody holds it, or it is a built-in role")))]
#[delete("/roles/{id}")]
async fn remove(session: Session, id: Id<RoleId>) -> Reply<()> {
    session.write(&[ManageRoles], "roles.remove", move |tx| roles::remove(tx, id.0)).await?;
    Ok(Answer::no_content())
}

/// Whom a change to a role would affect
///
/// Changes nothing. Takes what `PATCH` takes and refuses what that would refuse; tells of each holder what they would
/// gain and lose, taking their other roles into account.
#[utoipa::path(operation_id = "roles.effect", request_body = RolePatch,
    params(("id" = String, Path, example = "0190a000-0000-7000-8000-000000000000")),
    extensions(("x-permission" = json!(ManageRoles))),
    responses((status = 200, body = RoleEffect), (status = 409, description = "It is a built-in role")))]
#[post("/roles/{id}/effect")]
async fn effect(session: Session, id: Id<RoleId>, patch: Json<RolePatch>) -> Reply<RoleEffect> {
    Ok(Answer::ok(session.read(ManageRoles, move |tx| roles::effect(tx, id.0, &patch.0)).await?))
}

/// Why somebody may do something, or may not
///
/// Which of their roles grants it or which roles would, whether the account is closed or lacks a second factor, and,
/// where a client is named, whether that client is in their sight.
#[utoipa::path(operation_id = "roles.why",
    params(("id" = UserId, Path), ("permission" = Permission, Path), WhyFilter),
    extensions(("x-permission" = json!([ManageRoles, ManageUsers]))), responses((status = 200, body = Why)))]
#[get("/users/{id}/permissions/{permission}")]
async fn why(session: Session, ids: Ids<UserId, Permission>, filter: Query<WhyFilter>) -> Reply<Why> {
    let work = move |tx: &mut ReadTx| roles::why(tx, ids.0, ids.1, &filter.0);
    Ok(Answer::ok(session.read_any(&[ManageRoles, ManageUsers], work).await?))
}
