//! Doing the same to many accounts, with a result for each.

use actix_web::post;
use domain::{
    permission::Permission::ManageUsers,
    users::{Deactivations, Invitations, RoleAddition, RowResult},
};
use store::{tx::WriteTx, users};

use crate::{
    answer::{Answer, Reply},
    extract::Json,
    routes::Routes,
    session::Session,
};

pub(super) fn routes(api: &mut Routes) {
    api.service(invite_all).service(deactivate_all).service(add_role);
}

/// Invite many people
///
/// At most 200, all with the same roles. Each row has its result: an address that has an account, stands there twice or
/// is none is told, and the others are invited.
#[utoipa::path(operation_id = "users.invite_all", request_body = Invitations,
    extensions(("x-permission" = json!(ManageUsers))), responses((status = 200, body = Vec<RowResult>)))]
#[post("/users/invitations")]
async fn invite_all(session: Session, asked: Json<Invitations>) -> Reply<Vec<RowResult>> {
    let work = move |tx: &mut WriteTx| users::invite_all(tx, &asked.0);
    Ok(Answer::ok(session.write(&[ManageUsers], "users.invite", work).await?))
}

/// Keep several people from signing in
///
/// Each row has its result: whoever was changed meanwhile, may do more than the caller or is the caller is left as they
/// are, and so is the last active administrator.
#[utoipa::path(operation_id = "users.deactivate_all", request_body = Deactivations,
    extensions(("x-permission" = json!(ManageUsers))), responses((status = 200, body = Vec<RowResult>)))]
#[post("/users/deactivations")]
async fn deactivate_all(session: Session, asked: Json<Deactivations>) -> Reply<Vec<RowResult>> {
    let work = move |tx: &mut WriteTx| users::deactivate_all(tx, &asked.0);
    Ok(Answer::ok(session.write(&[ManageUsers], "users.deactivate", work).await?))
}

/// Give several people one role more
///
/// Each row has its result.
#[utoipa::path(operation_id = "users.add_role", request_body = RoleAddition,
    extensions(("x-permission" = json!(ManageUsers))), responses((status = 200, body = Vec<RowResult>)))]
#[post("/users/role-additions")]
async fn add_role(session: Session, asked: Json<RoleAddition>) -> Reply<Vec<RowResult>> {
    let work = move |tx: &mut WriteTx| users::add_role(tx, &asked.0);
    Ok(Answer::ok(session.write(&[ManageUsers], "users.add_role", work).await?))
}
