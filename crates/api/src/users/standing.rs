//! Whether somebody may sign in, and where they have.

use actix_web::{delete, get, post};
use domain::{
    clients::Reason,
    ids::{SessionId, UserId},
    permission::Permission::ManageUsers,
    sessions::OpenSession,
    users::User,
};
use store::{tx::WriteTx, users};

use crate::{
    answer::{Answer, Reply},
    extract::{Id, Ids, IfMatch, Json},
    routes::Routes,
    session::Session,
};

pub(super) fn routes(api: &mut Routes) {
    api.service(deactivate).service(reactivate).service(invite_again).service(mail_reset);
    api.service(forget_second_factor);
    api.service(sessions).service(end_sessions).service(end_session);
}

/// Keep somebody from signing in
///
/// At once: their sessions end, and links that were mailed to them. What they did stays theirs, and so do their clients
/// and follow-ups until somebody takes them over. Nobody does it to themselves, or to the last active administrator.
#[utoipa::path(operation_id = "users.deactivate", request_body = Reason, params(IfMatch),
    extensions(("x-permission" = json!(ManageUsers))),
    responses((status = 200, body = User),
        (status = 409, description = "Deactivated already, or the last administrator")))]
#[post("/users/{id}/deactivation")]
async fn deactivate(session: Session, id: Id<UserId>, seen: IfMatch, reason: Json<Reason>) -> Reply<User> {
    let work = move |tx: &mut WriteTx| users::shut_out(tx, id.0, &reason.0, seen.0);
    let changed = session.write(&[ManageUsers], "users.deactivate", work).await?;
    Ok(Answer::ok(changed).etag(|user| user.version))
}

/// Let somebody sign in again
///
/// With the password that they had; whoever never chose one is invited as before.
#[utoipa::path(operation_id = "users.reactivate", request_body = Reason, params(IfMatch),
    extensions(("x-permission" = json!(ManageUsers))),
    responses((status = 200, body = User), (status = 409, description = "The account is not deactivated")))]
#[post("/users/{id}/reactivation")]
async fn reactivate(session: Session, id: Id<UserId>, seen: IfMatch, reason: Json<Reason>) -> Reply<User> {
    let work = move |tx: &mut WriteTx| users::let_in(tx, id.0, &reason.0, seen.0);
    let changed = session.write(&[ManageUsers], "users.reactivate", work).await?;
    Ok(Answer::ok(changed).etag(|user| user.version))
}

/// Send an invitation again
///
/// The older link works no longer.
#[utoipa::path(operation_id = "users.invite_again", extensions(("x-permission" = json!(ManageUsers))),
    responses((status = 200, body = User), (status = 409, description = "Nobody is waiting for an invitation here")))]
#[post("/users/{id}/invitation")]
async fn invite_again(session: Session, id: Id<UserId>) -> Reply<User> {
    let work = move |tx: &mut WriteTx| users::invite_again(tx, id.0);
    let invited = session.write(&[ManageUsers], "users.invite_again", work).await?;
    Ok(Answer::ok(invited).etag(|user| user.version))
}

/// Mail somebody a link to choose a new password
///
/// The password that they have goes on working until they choose another one.
#[utoipa::path(operation_id = "users.mail_reset", extensions(("x-permission" = json!(ManageUsers))),
    responses((status = 204), (status = 409, description = "This person cannot sign in now")))]
#[post("/users/{id}/password-reset")]
async fn mail_reset(session: Session, id: Id<UserId>) -> Reply<()> {
    session.write(&[ManageUsers], "users.mail_reset", move |tx| users::mail_reset(tx, id.0)).await?;
    Ok(Answer::no_content())
}

/// Take a lost second factor away
///
/// For somebody who has lost phone and recovery codes: the password alone signs in until they set up another one. Their
/// sessions end, and they are told by mail. Nobody does it to themselves. Where a role requires a second factor, nothing
/// is open to them before they have one again.
#[utoipa::path(operation_id = "users.forget_second_factor", request_body = Reason, params(IfMatch),
    extensions(("x-permission" = json!(ManageUsers))),
    responses((status = 200, body = User), (status = 409, description = "They have no second factor")))]
#[post("/users/{id}/second-factor-removal")]
async fn forget_second_factor(
    session: Session,
    id: Id<UserId>,
    seen: IfMatch,
    reason: Json<Reason>,
) -> Reply<User> {
    let work = move |tx: &mut WriteTx| users::forget_second_factor(tx, id.0, &reason.0, seen.0);
    let changed = session.write(&[ManageUsers], "users.forget_second_factor", work).await?;
    Ok(Answer::ok(changed).etag(|user| user.version))
}

/// Where somebody is signed in
///
/// The browsers whose session may still act, the last used first.
#[utoipa::path(operation_id = "users.sessions",
    extensions(("x-permission" = json!(ManageUsers))), responses((status = 200, body = Vec<OpenSession>)))]
#[get("/users/{id}/sessions")]
async fn sessions(session: Session, id: Id<UserId>) -> Reply<Vec<OpenSession>> {
    Ok(Answer::ok(session.read(ManageUsers, move |tx| users::open_sessions(tx, id.0)).await?))
}

/// Sign somebody out everywhere
#[utoipa::path(operation_id = "users.end_sessions",
    extensions(("x-permission" = json!(ManageUsers))), responses((status = 204)))]
#[delete("/users/{id}/sessions")]
async fn end_sessions(session: Session, id: Id<UserId>) -> Reply<()> {
    session.write(&[ManageUsers], "users.end_sessions", move |tx| users::end_all_sessions(tx, id.0)).await?;
    Ok(Answer::no_content())
}

/// Sign somebody out of one browser
///
/// At once: its next request is refused.
#[utoipa::path(operation_id = "users.end_session",
    extensions(("x-permission" = json!(ManageUsers))), responses((status = 204)))]
#[delete("/users/{user_id}/sessions/{session_id}")]
async fn end_session(session: Session, ids: Ids<UserId, SessionId>) -> Reply<()> {
    let Ids(user, other) = ids;
    session.write(&[ManageUsers], "users.end_session", move |tx| users::end_session(tx, user, other)).await?;
    Ok(Answer::no_content())
}
