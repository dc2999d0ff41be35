//! The first page after signing in.

use actix_web::get;
use domain::{dashboard::Dashboard, permission::Permission::SeeClients};
use store::dashboard;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    answer::{Answer, Reply},
    session::Session,
};

pub(crate) fn routes(api: &mut ServiceConfig) {
    api.service(show);
}

/// What awaits me this morning
///
/// New applications, my clients and my follow-ups; a part that the caller may not use is absent.
#[utoipa::path(operation_id = "dashboard.show",
    extensions(("x-permission" = json!(SeeClients))), responses((status = 200, body = Dashboard)))]
#[get("/dashboard")]
async fn show(session: Session) -> Reply<Dashboard> {
    Ok(Answer::ok(session.read(SeeClients, dashboard::show).await?))
}
