//! Programs and services.

use actix_web::get;
use domain::{permission::Permission::SeePrograms, programs::Program};
use store::programs;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    answer::{Answer, Reply},
    session::Session,
};

pub(crate) fn routes(api: &mut ServiceConfig) {
    api.service(list);
}

/// All programs, in the organization's order
#[utoipa::path(operation_id = "programs.list", extensions(("x-permission" = json!(SeePrograms))),
    responses((status = 200, body = Vec<Program>)))]
#[get("/programs")]
async fn list(session: Session) -> Reply<Vec<Program>> {
    Ok(Answer::ok(session.read(SeePrograms, programs::list).await?))
}
