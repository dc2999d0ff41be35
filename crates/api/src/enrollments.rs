//! Enrollments.

use actix_web::get;
use domain::{enrollments::Enrollment, ids::ClientId, permission::Permission::SeeEnrollments};
use store::enrollments;

use crate::{
    answer::{Answer, Reply},
    extract::Id,
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(list_of_client);
}

/// A client's enrollments, the latest first
#[utoipa::path(operation_id = "enrollments.list_of_client", extensions(("x-permission" = json!(SeeEnrollments))),
    responses((status = 200, body = Vec<Enrollment>)))]
#[get("/clients/{client_id}/enrollments")]
async fn list_of_client(session: Session, client: Id<ClientId>) -> Reply<Vec<Enrollment>> {
    let list = session.read(SeeEnrollments, move |tx| enrollments::list_of_client(tx, client.0)).await?;
    Ok(Answer::ok(list))
}
