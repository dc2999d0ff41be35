//! The public form: what it offers, the draft on the server, and sending it.

use std::time::Duration;

use domain::{
    account::LinkCode,
    applications::{ApplicationDraft, Receipt},
    documents::{Upload, UploadDraft},
    drafts::{DraftLink, IntakeForm, OpenDraft, Resumed, Resumption, SavedDraft, SavedForm},
    ids::DocumentId,
    intake_links::ReferralStatus,
    problem::{Code, Problem},
};
use web_sys::Blob;

use super::{Answer, Call, Failure, anyone};
use crate::i18n::Language;

const DRAFT: &str = "/intake/draft";
const DOCUMENTS: &str = "/intake/draft/documents";
/// A save that has no answer by then is tried again.
const PATIENCE: Duration = Duration::from_secs(30);
/// The slowest phone that gets anywhere sends a piece in less: 2 kB a second.
const LONGEST_PIECE: Duration = Duration::from_secs(120);

/// What the form asks and offers, in a language.
pub async fn form(language: Language) -> Answer<IntakeForm> {
    anyone::form(language).read().await
}

/// The unsent form that this browser began, where there is one.
pub async fn open_draft() -> Answer<Option<OpenDraft>> {
    match Call::get(DRAFT).own().read().await {
        Err(failure) if failure.is(Code::NotFound) => Ok(None),
        answer => answer.map(Some),
    }
}

/// Begins a form, by a link where there is one; a form that is open already is answered again.
pub async fn start_draft(by: Option<&LinkCode>) -> Answer<OpenDraft> {
    match by {
        Some(code) => Call::post("/intake/draft/opening").own().json(code).read().await,
        None => Call::post(DRAFT).own().read().await,
    }
}

/// Whether a partner's referral arrived.
pub async fn referral(code: &LinkCode) -> Answer<ReferralStatus> {
    Call::post("/intake/referrals/opening").json(code).read().await
}

pub async fn save_draft(saved: &SavedForm) -> Answer<SavedDraft> {
    Call::put(DRAFT).own().within(PATIENCE).json(saved).read().await
}

/// The private link of the open draft, made where there is none.
pub async fn make_link() -> Answer<DraftLink> {
    Call::post("/intake/draft/link").own().read().await
}

/// Opens a form by its private link.
pub async fn resume(known: &Resumption) -> Answer<Resumed> {
    Call::post("/intake/draft/resumption").own().json(known).read().await
}

/// Says what is about to be sent. The same key is the same upload.
pub async fn begin_upload(offered: &UploadDraft, key: &str) -> Answer<Upload> {
    let call = Call::post(DOCUMENTS).own().within(PATIENCE);
    call.header("Idempotency-Key", key).json(offered).read().await
}

/// How much of a file the server has.
pub async fn received(id: DocumentId) -> Answer<u64> {
    let answer = Call::head(format!("{DOCUMENTS}/{id}")).own().within(PATIENCE).send().await?;
    let offset = answer.headers().get("Upload-Offset").and_then(|offset| offset.parse().ok());
    offset.ok_or_else(|| Failure::Refused(Box::new(Problem::new(Code::Internal))))
}

/// Sends the piece of a file that begins at `start`.
pub async fn append(id: DocumentId, start: u64, piece: Blob) -> Answer<Upload> {
    let call = Call::patch(format!("{DOCUMENTS}/{id}")).own().within(LONGEST_PIECE);
    call.header("Upload-Offset", start.to_string()).octets(piece).read().await
}

pub async fn remove_document(id: DocumentId) -> Answer<()> {
    Call::delete(format!("{DOCUMENTS}/{id}")).own().done().await
}

/// Sends the form. The same key makes one application, however often it is sent.
pub async fn apply(form: &ApplicationDraft, key: &str) -> Answer<Receipt> {
    Call::post("/applications").own().header("Idempotency-Key", key).json(form).read().await
}
