//! What one is told: whoever signs in has an inbox, and names of clients stand in it as far as the reader sees them.

use actix_web::{get, post, put};
use domain::{
    ids::NotificationId,
    notifications::{Inbox, InboxFilter, Preferences, Wish},
};
use store::{notifications, tx::WriteTx};

use crate::{
    answer::{Answer, Reply},
    extract::{Id, Json, Query},
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(list).service(read).service(read_one).service(preferences).service(choose);
}

/// My notifications, latest first
///
/// With how many are unread, whatever is asked for.
#[utoipa::path(operation_id = "notifications.list", params(InboxFilter),
    extensions(("x-permission" = json!("signed_in"))), responses((status = 200, body = Inbox)))]
#[get("/notifications")]
async fn list(session: Session, filter: Query<InboxFilter>) -> Reply<Inbox> {
    Ok(Answer::ok(session.read_any(&[], move |tx| notifications::inbox(tx, &filter.0)).await?))
}

/// Mark all my notifications as read
#[utoipa::path(operation_id = "notifications.read",
    extensions(("x-permission" = json!("signed_in"))), responses((status = 204)))]
#[post("/notifications/reading")]
async fn read(session: Session) -> Reply<()> {
    session.write(&[], "notifications.read", notifications::mark_read).await?;
    Ok(Answer::no_content())
}

/// Mark one notification as read
#[utoipa::path(operation_id = "notifications.read_one",
    extensions(("x-permission" = json!("signed_in"))), responses((status = 204)))]
#[post("/notifications/{id}/reading")]
async fn read_one(session: Session, id: Id<NotificationId>) -> Reply<()> {
    let work = move |tx: &mut WriteTx| notifications::mark_one_read(tx, id.0);
    session.write(&[], "notifications.read_one", work).await?;
    Ok(Answer::no_content())
}

/// How I am told of what
///
/// Every kind of thing, with the way in which one hears of it: in the inbox alone, by mail at once too, in the one mail of a
/// day too, or not at all. Some kinds are always told.
#[utoipa::path(operation_id = "notifications.preferences",
    extensions(("x-permission" = json!("signed_in"))), responses((status = 200, body = Preferences)))]
#[get("/notifications/preferences")]
async fn preferences(session: Session) -> Reply<Preferences> {
    Ok(Answer::ok(session.read_any(&[], notifications::preferences).await?))
}

/// Choose how I am told of what
///
/// Kinds that are not named are told in their usual way. Before the day in `quiet_until` there is no mail, but of what is
/// always told; the inbox has it all.
#[utoipa::path(operation_id = "notifications.choose", request_body = Wish,
    extensions(("x-permission" = json!("signed_in"))), responses((status = 200, body = Preferences)))]
#[put("/notifications/preferences")]
async fn choose(session: Session, wish: Json<Wish>) -> Reply<Preferences> {
    let work = move |tx: &mut WriteTx| notifications::choose(tx, &wish.0);
    Ok(Answer::ok(session.write(&[], "notifications.choose", work).await?))
}
