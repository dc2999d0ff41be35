//! The people who work here.

use actix_web::get;
use domain::{
    permission::Permission::{AssignStaff, SeeTeam, WriteFollowUps},
    users::Colleague,
};
use store::users;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    answer::{Answer, Reply},
    session::Session,
};

pub(crate) fn routes(api: &mut ServiceConfig) {
    api.service(colleagues);
}

/// Active staff by name, to choose from
#[utoipa::path(operation_id = "users.colleagues",
    extensions(("x-permission" = json!([WriteFollowUps, AssignStaff, SeeTeam]))),
    responses((status = 200, body = Vec<Colleague>)))]
#[get("/colleagues")]
async fn colleagues(session: Session) -> Reply<Vec<Colleague>> {
    Ok(Answer::ok(session.read_any(&[WriteFollowUps, AssignStaff, SeeTeam], users::colleagues).await?))
}
