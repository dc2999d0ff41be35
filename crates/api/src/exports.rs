//! Exports: clients as a file for a spreadsheet, sent while it is written.

use std::sync::Arc;

use actix_web::{
    Error, HttpRequest, HttpResponse, Responder,
    body::BoxBody,
    http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
    post,
    web::Bytes,
};
use domain::{
    clients::Reason,
    exports::{BEGINNING, ExportDraft, ExportPreview, ExportQuestion, PIECE},
    permission::Permission::{ExportRecords, SeeClients},
    validate::Draft,
};
use futures_util::stream::{self, Stream};
use store::{
    StoreResult,
    exports::{self, Export},
    rate_limits::{self, Class},
    tx::{Disclosure, ReadTx},
};

use crate::{
    answer::{Answer, Reply},
    download::{SANDBOX, saved_as},
    extract::Json,
    problem::Refused,
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(preview).service(create);
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
async fn create(session: Session, draft: Json<ExportDraft>) -> Result<Spreadsheet<Export>, Refused> {
    let draft = draft.into_inner();
    // What is not taken anyway uses up no file of the hour.
    let checked = move |tx: &mut ReadTx| draft.check(tx.today()).map(|()| draft).map_err(Into::into);
    let draft = session.read(ExportRecords, checked).await?;
    count(&session).await?;
    let reason = Reason { reason: draft.reason.clone() };
    let work = move |tx: &mut Disclosure| exports::begin(tx, &draft);
    let export = session.disclose(ExportRecords, "clients.export", reason, work).await?;
    Ok(Spreadsheet { session, export: Arc::new(export) })
}

/// Counts a file of the hour.
pub(crate) async fn count(session: &Session) -> Result<(), Refused> {
    let user = session.read(ExportRecords, |tx| tx.user()).await?;
    session.call(move |store, _| rate_limits::hit(store, Class::Export, &user.to_string())).await
}

/// What was allowed to be taken out, and how it is read piece by piece.
pub(crate) trait TakenOut: Send + Sync + 'static {
    fn name(&self) -> &str;
    /// The line over the columns.
    fn head(&self) -> String;
    fn rows(&self) -> usize;
    /// The lines of a piece, with what the reader may at that moment.
    fn piece(&self, tx: &mut ReadTx, from: usize) -> StoreResult<String>;
}

impl TakenOut for Export {
    fn name(&self) -> &str {
        &self.name
    }
    fn head(&self) -> String {
        self.head()
    }
    fn rows(&self) -> usize {
        self.clients()
    }
    fn piece(&self, tx: &mut ReadTx, from: usize) -> StoreResult<String> {
        exports::piece(tx, self, from)
    }
}

/// A file on its way out.
pub(crate) struct Spreadsheet<E> {
    pub session: Session,
    pub export: Arc<E>,
}

/// How far it is: at the line over the columns, or at so many rows.
#[derive(Clone, Copy)]
enum At {
    Head,
    Row(usize),
}

impl<E: TakenOut> Spreadsheet<E> {
    /// Piece after piece, each asked for when the one before was taken: what waits in memory is one piece, however long
    /// the file is.
    fn pieces(self) -> impl Stream<Item = Result<Bytes, Error>> {
        stream::try_unfold((self, At::Head), |(file, at)| async move {
            match at {
                At::Head => {
                    let head = format!("{BEGINNING}{}", file.export.head());
                    Ok(Some((Bytes::from(head), (file, At::Row(0)))))
                }
                At::Row(from) if from < file.export.rows() => {
                    let lines = file.lines(from).await?;
                    Ok(Some((Bytes::from(lines), (file, At::Row(from + PIECE)))))
                }
                At::Row(_) => Ok(None),
            }
        })
    }

    /// Nobody can be refused any more who reads already: the answer breaks off, and the log says why.
    async fn lines(&self, from: usize) -> Result<String, Error> {
        let export = Arc::clone(&self.export);
        let lines = self.session.read_stale(ExportRecords, move |tx| export.piece(tx, from)).await;
        lines.map_err(|refused| {
            tracing::warn!(%refused, from, "an export broke off");
            refused.into()
        })
    }
}

impl<E: TakenOut> Responder for Spreadsheet<E> {
    type Body = BoxBody;

    fn respond_to(self, _request: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, "text/csv; charset=utf-8"))
            .insert_header((CONTENT_DISPOSITION, saved_as(self.export.name())))
            .insert_header((CONTENT_SECURITY_POLICY, SANDBOX))
            .insert_header((CACHE_CONTROL, "no-store"))
            .streaming(self.pieces())
    }
}
