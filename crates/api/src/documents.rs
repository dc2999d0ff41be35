//! Documents of clients.

use actix_web::{get, post};
use domain::{
    clients::Reason,
    documents::Document,
    ids::{ClientId, DocumentId},
    permission::Permission::{AddDocuments, DiscloseDocuments, SeeDocuments},
};
use store::{clients, documents, tx::Disclosure};

use crate::{
    answer::{Answer, Reply},
    download::Download,
    extract::{Id, Json},
    problem::Refused,
    routes::Routes,
    session::Session,
    upload::{Upload, UploadForm},
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(list_of_client).service(add).service(disclose);
}

/// A client's documents, the latest first
#[utoipa::path(operation_id = "documents.list_of_client", extensions(("x-permission" = json!(SeeDocuments))),
    responses((status = 200, body = Vec<Document>)))]
#[get("/clients/{client_id}/documents")]
async fn list_of_client(session: Session, client: Id<ClientId>) -> Reply<Vec<Document>> {
    let list = session.read(SeeDocuments, move |tx| documents::list_of_client(tx, client.0)).await?;
    Ok(Answer::ok(list))
}

/// Add a document to a client
///
/// One part `file`: a PDF, a Word document or a text of at most 10 MiB, or less where the settings say so. The content decides what it is.
#[utoipa::path(operation_id = "documents.add",
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    extensions(("x-permission" = json!(AddDocuments))), responses((status = 201, body = Document)))]
#[post("/clients/{client_id}/documents")]
async fn add(session: Session, client: Id<ClientId>, upload: Upload) -> Reply<Document> {
    if let Err(refused) = session.read(AddDocuments, move |tx| clients::in_sight(tx, client.0)).await {
        return Err(upload.instead(refused).await);
    }
    let arrived = upload.receive().await?;
    let write =
        |file| session.write(&[AddDocuments], "documents.add", move |tx| documents::add(tx, client.0, &file));
    let document = arrived.keep(write).await?;
    Ok(Answer::created(document, format!("/api/v1/clients/{}/documents", client.0)))
}

/// Open a document
///
/// Answers with the file. The reason and the reader's name stand in the audit before it is opened.
#[utoipa::path(operation_id = "documents.disclose", request_body = Reason,
    extensions(("x-permission" = json!(DiscloseDocuments))),
    responses((status = 200, content((String = "application/pdf"), (String = "application/msword"),
        (String = "text/plain"),
        (String = "application/vnd.openxmlformats-officedocument.wordprocessingml.document")))))]
#[post("/documents/{id}/disclosure")]
async fn disclose(session: Session, id: Id<DocumentId>, reason: Json<Reason>) -> Result<Download, Refused> {
    let work = move |tx: &mut Disclosure| documents::disclose(tx, id.0);
    let document = session.disclose(DiscloseDocuments, "documents.disclose", reason.0, work).await?;
    session.download(document).await
}
