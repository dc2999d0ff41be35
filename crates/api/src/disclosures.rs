//! Who saw a client's record.

use actix_web::get;
use domain::{
    disclosures::{DisclosureFilter, Looks, Opened},
    ids::ClientId,
    page::Page,
    permission::Permission::SeeAudit,
};
use store::disclosures;

use crate::{
    answer::{Answer, Reply},
    extract::{Id, Query},
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(list).service(looks);
}

/// What was opened of a client's record, by whom and why
///
/// Social security numbers, confidential notes and files that were opened, and files for spreadsheets in which the client
/// stood; newest first.
#[utoipa::path(operation_id = "disclosures.list", params(DisclosureFilter),
    extensions(("x-permission" = json!(SeeAudit))), responses((status = 200, body = Page<Opened>)))]
#[get("/clients/{client_id}/disclosures")]
async fn list(
    session: Session,
    client: Id<ClientId>,
    filter: Query<DisclosureFilter>,
) -> Reply<Page<Opened>> {
    Ok(Answer::ok(session.read_stale(SeeAudit, move |tx| disclosures::list(tx, client.0, &filter.0)).await?))
}

/// Who looked at a client's record, and how often
///
/// Those first who looked last. A look is a page or a list on which the client was; it is written some seconds later.
#[utoipa::path(operation_id = "disclosures.looks",
    extensions(("x-permission" = json!(SeeAudit))), responses((status = 200, body = Vec<Looks>)))]
#[get("/clients/{client_id}/looks")]
async fn looks(session: Session, client: Id<ClientId>) -> Reply<Vec<Looks>> {
    Ok(Answer::ok(session.read_stale(SeeAudit, move |tx| disclosures::looks(tx, client.0)).await?))
}
