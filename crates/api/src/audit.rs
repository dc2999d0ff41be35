//! The audit log.

use actix_web::{get, post};
use domain::{
    audit::{AuditExportDraft, AuditFilter, Entry},
    changes::Change,
    ids::ClientId,
    page::Page,
    permission::Permission::{
        EditClients, EditContactDetails, EditPrograms, Enroll, ExportRecords, ProposeEdits, Restrict,
        SeeAudit, SeeClientDetails, SetStage,
    },
    restoration::{Restoration, Restored},
};
use store::{
    StoreResult,
    audit::{
        self,
        export::{self, AuditExport},
        restore,
    },
    tx::ReadTx,
};

use crate::{
    answer::{Answer, Reply},
    changed::Changed,
    extract::{Id, IfMatch, Json, Query},
    problem::Refused,
    routes::Routes,
    session::Session,
    spreadsheet::{self, Spreadsheet, TakenOut, Taking},
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(list).service(history).service(preview).service(put_back).service(take_out);
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

/// What putting an entry back would set
///
/// What stands now, and what would stand then. Entries that can be put back changed fields of a client, the stage, a
/// phone, an address, a number of another system, a tag or the value of a custom field; dates or the reason of a
/// restriction; an answer about a person; dates of an enrollment; fields of a program, without its place and its staff,
/// or of a department. `ETag` has the version for putting it back. Everything else is refused as `nothing_to_put_back`,
/// a photo too, because one that is replaced is not kept; and what the reader does not see as `withheld`.
#[utoipa::path(operation_id = "audit.restoration", params(("seq" = i64, Path, example = 42)),
    extensions(("x-permission" = json!([
        EditClients, EditContactDetails, SetStage, Restrict, Enroll, EditPrograms, ProposeEdits
    ]))),
    responses((status = 200, body = Restoration), (status = 409, description = "What it was about has ended"),
        (status = 422, description = "Nothing of it can be put back")))]
#[get("/audit/{seq}/restoration")]
async fn preview(session: Session, seq: Id<i64>) -> Reply<Restoration> {
    let work = move |tx: &mut store::tx::WriteTx| restore::preview(tx, seq.0);
    let found = session.write(&[SeeAudit, SeeClientDetails], "audit.restoration", work).await?;
    Ok(Answer::ok(found).etag(|restoration| restoration.version))
}

/// Put back what an entry changed
///
/// As a new change of the record: applied at once, or proposed by those who propose, as the same change is by any other
/// way. What was changed since then in the same fields is overwritten, so it wants the version that the preview showed.
#[utoipa::path(operation_id = "audit.put_back", params(("seq" = i64, Path, example = 42), IfMatch),
    extensions(("x-permission" = json!([
        EditClients, EditContactDetails, SetStage, Restrict, Enroll, EditPrograms, ProposeEdits
    ]))),
    responses((status = 200, body = Restored), (status = 202, body = Change),
        (status = 409, description = "What it was about has ended"),
        (status = 422, description = "Nothing of it can be put back")))]
#[post("/audit/{seq}/restoration")]
async fn put_back(session: Session, seq: Id<i64>, seen: IfMatch) -> Result<Changed<Restored>, Refused> {
    let work = move |tx: &mut store::tx::WriteTx| restore::put_back(tx, seq.0, seen.0);
    Changed::of(session.write(&[SeeAudit, SeeClientDetails], "audit.put_back", work).await?)
}

/// Take entries of the log out as a file for a spreadsheet
///
/// CSV in UTF-8, newest first, at most 100,000. What the reader does not see of an entry stands there as withheld, and
/// an apostrophe before what a spreadsheet would take for a formula. How many, by which filter and why stands in the log
/// before the first row is sent. Twenty files an hour, together with those of clients and of
/// applications.
#[utoipa::path(operation_id = "audit.export", request_body = AuditExportDraft,
    extensions(("x-permission" = json!({ "all": [ExportRecords, SeeAudit] }))),
    responses((status = 200, body = String, content_type = "text/csv",
        example = "\u{feff}seq,at,by,key,proposed_by,operation,action,entity,entity_id,client,reason,changes\r\n")))]
#[post("/audit/exports")]
async fn take_out(
    session: Session,
    draft: Json<AuditExportDraft>,
) -> Result<Spreadsheet<AuditExport>, Refused> {
    let taking = Taking {
        operation: "audit.export",
        needs: &[ExportRecords, SeeAudit],
        reason: |draft: &AuditExportDraft| &draft.reason,
        begin: export::begin,
    };
    spreadsheet::take_out(session, draft.0, taking).await
}

impl TakenOut for AuditExport {
    fn name(&self) -> &str {
        &self.name
    }
    fn head(&self) -> String {
        self.head()
    }
    fn rows(&self) -> usize {
        self.entries()
    }
    fn piece(&self, tx: &mut ReadTx, from: usize) -> StoreResult<String> {
        export::piece(tx, self, from)
    }
}
