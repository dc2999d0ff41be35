//! What one is told in the app.

use actix_web::{get, post};
use domain::{notifications::Inbox, permission::Permission::SeeClients};
use store::notifications;

use crate::{
    answer::{Answer, Reply},
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(list).service(read);
}

/// My latest notifications
#[utoipa::path(operation_id = "notifications.list",
    extensions(("x-permission" = json!(SeeClients))), responses((status = 200, body = Inbox)))]
#[get("/notifications")]
async fn list(session: Session) -> Reply<Inbox> {
    Ok(Answer::ok(session.read(SeeClients, notifications::inbox).await?))
}

/// Mark all of them read
#[utoipa::path(operation_id = "notifications.read",
    extensions(("x-permission" = json!(SeeClients))), responses((status = 204)))]
#[post("/notifications/reading")]
async fn read(session: Session) -> Reply<()> {
    session.write(&[SeeClients], "notifications.read", notifications::mark_read).await?;
    Ok(Answer::no_content())
}
