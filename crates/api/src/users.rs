//! The people who work here, and their accounts.

mod bulk;
mod standing;

use actix_web::{delete, get, patch, post};
use domain::{
    follow_ups::FollowUp,
    ids::UserId,
    page::Page,
    permission::Permission::{AssignStaff, EditPrograms, ManageRoles, ManageUsers, SeeTeam, WriteFollowUps},
    users::{Colleague, ColleagueFilter, Invitation, LeftByRoles, User, UserFilter, UserPatch},
};
use store::{
    tx::{ReadTx, WriteTx},
    users,
};

use crate::{
    answer::{Answer, Reply},
    extract::{Id, IfMatch, Json, Query},
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(colleagues).service(list).service(invite);
    // Before the addresses with an id, which would take these words for one.
    api.configure(bulk::routes);
    api.service(find).service(amend).service(left_behind).service(take_back);
    api.configure(standing::routes);
}

/// Active staff by name, to choose from
#[utoipa::path(operation_id = "users.colleagues", params(ColleagueFilter),
    extensions(("x-permission" = json!([WriteFollowUps, AssignStaff, SeeTeam, EditPrograms, ManageRoles]))),
    responses((status = 200, body = Vec<Colleague>)))]
#[get("/colleagues")]
async fn colleagues(session: Session, filter: Query<ColleagueFilter>) -> Reply<Vec<Colleague>> {
    let work = move |tx: &mut ReadTx| users::colleagues(tx, &filter.0);
    let wanted = [WriteFollowUps, AssignStaff, SeeTeam, EditPrograms, ManageRoles];
    Ok(Answer::ok(session.read_any(&wanted, work).await?))
}

/// People who sign in
///
/// By name, whatever their state. The total comes with the first page.
#[utoipa::path(operation_id = "users.list", params(UserFilter),
    extensions(("x-permission" = json!(ManageUsers))), responses((status = 200, body = Page<User>)))]
#[get("/users")]
async fn list(session: Session, filter: Query<UserFilter>) -> Reply<Page<User>> {
    Ok(Answer::ok(session.read(ManageUsers, move |tx| users::search(tx, &filter.0)).await?))
}

/// Invite somebody
///
/// Makes an account without a password and mails a link to choose one. It works once and for 72 hours. Nobody gives a
/// role that may do more than they may. With a role of the portal, `client_id` gives the person a client's record as their
/// own: one that the inviter sees, that is open, and that nobody else has.
#[utoipa::path(operation_id = "users.invite", request_body = Invitation,
    extensions(("x-permission" = json!(ManageUsers))),
    responses((status = 201, body = User), (status = 404, description = "The inviter sees no such client")))]
#[post("/users")]
async fn invite(session: Session, invitation: Json<Invitation>) -> Reply<User> {
    let work = move |tx: &mut WriteTx| users::invite(tx, &invitation.0);
    let made = session.write(&[ManageUsers], "users.invite", work).await?;
    let location = format!("/api/v1/users/{}", made.id);
    Ok(Answer::created(made, location).etag(|user| user.version))
}

/// One person's account
#[utoipa::path(operation_id = "users.find",
    extensions(("x-permission" = json!(ManageUsers))), responses((status = 200, body = User)))]
#[get("/users/{id}")]
async fn find(session: Session, id: Id<UserId>) -> Reply<User> {
    let found = session.read(ManageUsers, move |tx| users::find(tx, id.0)).await?;
    Ok(Answer::ok(found).etag(|user| user.version))
}

/// Change somebody's name, address, language, roles or record
///
/// It acts at the person's next request. Another address ends a link that was mailed to the old one. The last active
/// administrator keeps that role. Open follow-ups with clients whom they see no longer by it have to go somewhere: without
/// `follow_ups` that is 422. `client_id` gives the person a client's record as their own, for which they need a role of the
/// portal, and null takes it off. A record has one account at most.
#[utoipa::path(operation_id = "users.amend", request_body = UserPatch, params(IfMatch),
    extensions(("x-permission" = json!(ManageUsers))),
    responses((status = 200, body = User), (status = 409, description = "This is the last administrator")))]
#[patch("/users/{id}")]
async fn amend(session: Session, id: Id<UserId>, seen: IfMatch, patch: Json<UserPatch>) -> Reply<User> {
    let work = move |tx: &mut WriteTx| users::amend(tx, id.0, &patch.0, seen.0);
    let changed = session.write(&[ManageUsers], "users.amend", work).await?;
    Ok(Answer::ok(changed).etag(|user| user.version))
}

/// The open follow-ups that somebody would leave behind with other roles
///
/// Those with clients whom they would see no longer. It takes the permission `see_follow_ups` too.
#[utoipa::path(operation_id = "users.left_behind", params(LeftByRoles),
    extensions(("x-permission" = json!(ManageUsers))), responses((status = 200, body = Page<FollowUp>)))]
#[get("/users/{id}/follow-ups-left")]
async fn left_behind(session: Session, id: Id<UserId>, asked: Query<LeftByRoles>) -> Reply<Page<FollowUp>> {
    let left = session.read(ManageUsers, move |tx| users::left_behind(tx, id.0, &asked.0));
    Ok(Answer::ok(left.await?))
}

/// Take an invitation back
///
/// The account goes, and its address may be invited anew. Whoever has chosen a password is deactivated instead.
#[utoipa::path(operation_id = "users.take_back", extensions(("x-permission" = json!(ManageUsers))),
    responses((status = 204), (status = 409, description = "Nobody is waiting for an invitation here")))]
#[delete("/users/{id}")]
async fn take_back(session: Session, id: Id<UserId>) -> Reply<()> {
    session.write(&[ManageUsers], "users.take_back", move |tx| users::take_back(tx, id.0)).await?;
    Ok(Answer::no_content())
}
