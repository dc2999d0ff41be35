//! The public form: what it offers, the draft on the server, and sending it.

use domain::{
    applications::{ApplicationDraft, Receipt},
    documents::Document,
    drafts::{IntakeForm, OpenDraft, SavedForm},
    ids::DocumentId,
    problem::Code,
};
use web_sys::File;

use super::{Answer, Call, upload::upload};

const DRAFT: &str = "/intake/draft";
const DOCUMENTS: &str = "/intake/draft/documents";

pub async fn form() -> Answer<IntakeForm> {
    Call::get("/intake/form").read().await
}

/// The unsent form that this browser began, where there is one.
pub async fn open_draft() -> Answer<Option<OpenDraft>> {
    match Call::get(DRAFT).own().read().await {
        Err(failure) if failure.is(Code::NotFound) => Ok(None),
        answer => answer.map(Some),
    }
}

/// Begins a form; one that is open already is answered again.
pub async fn start_draft() -> Answer<OpenDraft> {
    Call::post(DRAFT).own().read().await
}

pub async fn save_draft(saved: &SavedForm) -> Answer<()> {
    Call::put(DRAFT).own().json(saved).done().await
}

pub async fn add_document(file: &File, percent: impl Fn(u8) + 'static) -> Answer<Document> {
    upload(DOCUMENTS, &[("X-Openhall", "1".into())], file, percent).await
}

pub async fn remove_document(id: DocumentId) -> Answer<()> {
    Call::delete(format!("{DOCUMENTS}/{id}")).own().done().await
}

/// Sends the form. The same key makes one application, however often it is sent.
pub async fn apply(form: &ApplicationDraft, key: &str) -> Answer<Receipt> {
    Call::post("/applications").own().header("Idempotency-Key", key).json(form).read().await
}
