//! The audit log.

use actix_web::get;
use domain::{
    audit::{AuditFilter, Entry},
    ids::ClientId,
    page::Page,
    permission::Permission::{SeeAudit, SeeClientDetails},
};
use store::audit;

use crate::{
    answer::{Answer, Reply},
    extract::{Id, Query},
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(list).service(history);
}

/// Who changed or opened what, when and why
///
/// Newest first. Values that the reader may not see on the record are not shown here either.
#[utoipa::path(operation_id = "audit.list", params(AuditFilter),
    extensions(("x-permission" = json!(SeeAudit))), responses((status = 200, body = Page<Entry>)))]
#[get("/audit")]
async fn list(session: Session, filter: Query<AuditFilter>) -> Reply<Page<Entry>> {
    Ok(Answer::ok(session.read_stale(SeeAudit, move |tx| audit::list(tx, &filter.0)).await?))
}

/// A client's history
#[utoipa::path(operation_id = "audit.history", params(AuditFilter),
    extensions(("x-permission" = json!(SeeClientDetails))), responses((status = 200, body = Page<Entry>)))]
#[get("/clients/{client_id}/history")]
async fn history(session: Session, client: Id<ClientId>, filter: Query<AuditFilter>) -> Reply<Page<Entry>> {
    let page =
        session.read_stale(SeeClientDetails, move |tx| audit::of_client(tx, client.0, &filter.0)).await?;
    Ok(Answer::ok(page))
}
