//! The timeline.

use actix_web::get;
use domain::{
    ids::ClientId,
    page::Page,
    permission::Permission::SeeClientDetails,
    timeline::{Event, TimelineFilter},
};
use store::timeline;

use crate::{
    answer::{Answer, Reply},
    extract::{Id, Query},
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(list);
}

/// What happened with a client, the latest first
///
/// Only the kinds of event that the reader may see. A confidential note and a restriction whose reason is withheld
/// have no text.
#[utoipa::path(operation_id = "timeline.list", params(TimelineFilter),
    extensions(("x-permission" = json!(SeeClientDetails))), responses((status = 200, body = Page<Event>)))]
#[get("/clients/{client_id}/timeline")]
async fn list(session: Session, client: Id<ClientId>, filter: Query<TimelineFilter>) -> Reply<Page<Event>> {
    Ok(Answer::ok(session.read(SeeClientDetails, move |tx| timeline::list(tx, client.0, &filter.0)).await?))
}
