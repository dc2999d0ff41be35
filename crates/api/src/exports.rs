//! Exports: clients, or applications, as a file for a spreadsheet.

use actix_web::post;
use domain::{
    exports::{
        ApplicationColumn, ApplicationExportDraft, ApplicationExportPreview, ApplicationExportQuestion,
        ClientColumn, ExportDraft, ExportPreview, ExportQuestion,
    },
    permission::Permission::{ExportRecords, SeeApplications, SeeClients},
};
use store::{
    StoreResult,
    exports::{self, Export, Taken},
    tx::ReadTx,
};

use crate::{
    answer::{Answer, Reply},
    extract::Json,
    problem::Refused,
    routes::Routes,
    session::Session,
    spreadsheet::{Spreadsheet, TakenOut, Taking, take_out},
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(preview).service(create).service(preview_applications).service(create_applications);
}

/// What a file of clients would be
///
/// How many rows it would have, and which columns the reader may choose: those that the list and the record show them.
/// Nothing is written into the audit yet.
#[utoipa::path(operation_id = "exports.preview", request_body = ExportQuestion,
    extensions(("x-permission" = json!({ "all": [ExportRecords, SeeClients] }))),
    responses((status = 200, body = ExportPreview)))]
#[post("/clients/export-previews")]
async fn preview(session: Session, question: Json<ExportQuestion>) -> Reply<ExportPreview> {
    let work = move |tx: &mut ReadTx| exports::preview(tx, &question.0);
    Ok(Answer::ok(session.read_stale(ExportRecords, work).await?))
}

/// Take clients out as a file for a spreadsheet
///
/// CSV in UTF-8, a row for each client in sight in the order of their names, at most 100,000. Several values of one
/// column are parted by semicolons; an apostrophe stands before what a spreadsheet would take for a formula. No file has a
/// social security number, and a column that the reader does not see on the record is refused. How many clients, by
/// which filter, which columns and why stands in the audit before the first row is sent; each client's log of access has
/// it too. The rows are read while they are sent: who loses a permission meanwhile gets no further, and a file that breaks
/// off has no end. Twenty files an hour.
#[utoipa::path(operation_id = "exports.create", request_body = ExportDraft,
    extensions(("x-permission" = json!({ "all": [ExportRecords, SeeClients] }))),
    responses((status = 200, body = String, content_type = "text/csv",
        example = "\u{feff}Last name,First name,Phones,Shirt size\r\nReyes,María,415-865-2105,M\r\n")))]
#[post("/clients/exports")]
async fn create(
    session: Session,
    draft: Json<ExportDraft>,
) -> Result<Spreadsheet<Export<ClientColumn>>, Refused> {
    let taking = Taking {
        operation: ClientColumn::OPERATION,
        needs: &[ExportRecords, ClientColumn::SEES],
        reason: |draft: &ExportDraft| &draft.reason,
        begin: exports::begin,
    };
    take_out(session, draft.0, taking).await
}

/// What a file of applications would be
///
/// How many rows it would have, and which columns the reader may choose: those that the application shows them. Nothing is
/// written into the audit yet.
#[utoipa::path(operation_id = "exports.preview_applications", request_body = ApplicationExportQuestion,
    extensions(("x-permission" = json!({ "all": [ExportRecords, SeeApplications] }))),
    responses((status = 200, body = ApplicationExportPreview)))]
#[post("/applications/export-previews")]
async fn preview_applications(
    session: Session,
    question: Json<ApplicationExportQuestion>,
) -> Reply<ApplicationExportPreview> {
    let work = move |tx: &mut ReadTx| exports::preview_applications(tx, &question.0);
    Ok(Answer::ok(session.read_stale(ExportRecords, work).await?))
}

/// Take applications out as a file for a spreadsheet
///
/// CSV in UTF-8, a row for each application that the filter leaves, in the order of the list, at most 100,000; cells are
/// written as in a file of clients. No file has a social security number or an answer for the equal-opportunity record.
/// How many, by which filter, which columns and why stands in the audit before the first row is sent; that a client's
/// application was among them, in that client's log of access. The rows are read while they are sent: who loses a
/// permission meanwhile gets no further, and a file that breaks off has no end. Twenty files an hour, together with those of
/// clients and of the audit.
#[utoipa::path(operation_id = "exports.create_applications", request_body = ApplicationExportDraft,
    extensions(("x-permission" = json!({ "all": [ExportRecords, SeeApplications] }))),
    responses((status = 200, body = String, content_type = "text/csv",
        example = "\u{feff}Reference,Status,Last name,First name\r\nK7QM-2XHD,New,Reyes,María\r\n")))]
#[post("/applications/exports")]
async fn create_applications(
    session: Session,
    draft: Json<ApplicationExportDraft>,
) -> Result<Spreadsheet<Export<ApplicationColumn>>, Refused> {
    let taking = Taking {
        operation: ApplicationColumn::OPERATION,
        needs: &[ExportRecords, ApplicationColumn::SEES],
        reason: |draft: &ApplicationExportDraft| &draft.reason,
        begin: exports::begin_applications,
    };
    take_out(session, draft.0, taking).await
}

impl<P: Taken> TakenOut for Export<P> {
    fn name(&self) -> &str {
        &self.name
    }
    fn head(&self) -> String {
        self.head()
    }
    fn rows(&self) -> usize {
        self.rows()
    }
    fn piece(&self, tx: &mut ReadTx, from: usize) -> StoreResult<String> {
        exports::piece(tx, self, from)
    }
}
