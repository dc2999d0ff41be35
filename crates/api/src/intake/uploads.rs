//! Files of the public form, in pieces, so that a lost connection costs a few seconds and not the file.
//!
//! The protocol is tus 1.0.0 (tus.io/protocols/resumable-upload) in our words: an upload is made with its name and
//! size, `HEAD` says in `Upload-Offset` how much is here, and `PATCH` takes the octets from there. What a piece may
//! weigh is small enough to be taken whole or not at all, so no half piece needs mending; and because a piece is
//! never more than that, it is the only way in: one for everybody is less to get wrong than two.

use std::time::Duration;

use actix_web::{
    FromRequest, HttpMessage, HttpRequest, delete,
    dev::Payload,
    head,
    http::header::{CONTENT_LENGTH, HeaderMap, HeaderName},
    patch, post,
    web::{Bytes, BytesMut},
};
use domain::{
    documents::{MAX_PIECE, Upload, UploadDraft},
    ids::DocumentId,
    problem::Code,
};
use futures_util::{StreamExt, future::LocalBoxFuture};
use store::{
    drafts::{self, DraftToken},
    rate_limits::Class,
    tx::WriteTx,
};

use super::{cookie::OpenDraftCookie, not_too_often};
use crate::{
    answer::{Answer, Reply},
    extract::{ClientIp, Id, IdempotencyKey, Json},
    problem::Refused,
    routes::Routes,
    session::Public,
};

const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const OCTETS: &str = "application/offset+octet-stream";
/// A piece that takes longer is somebody holding a connection open.
const LONGEST_WAIT: Duration = Duration::from_secs(120);

pub(super) fn routes(api: &mut Routes) {
    api.service(begin).service(offset).service(append).service(remove);
}

/// Begin to send a file with the draft
///
/// A PDF, a Word document or a text of at most 10 MiB, five of them at most, or what the settings say. What can be said of it by name and size
/// is said now: 422 with `/file` and the reason's code. The same key is the same upload.
#[utoipa::path(operation_id = "intake.begin_upload", request_body = UploadDraft, params(IdempotencyKey),
    extensions(("x-permission" = json!("public"))), responses((status = 201, body = Upload),
        (status = 404, description = "No form is open", body = domain::problem::Problem),
        (status = 409, description = "The same request is still running", body = domain::problem::Problem)))]
#[post("/intake/draft/documents")]
async fn begin(
    public: Public,
    from: ClientIp,
    cookie: OpenDraftCookie,
    key: IdempotencyKey,
    offered: Json<UploadDraft>,
) -> Reply<Upload> {
    not_too_often(&public, from, Class::Upload).await?;
    let work = move |tx: &mut WriteTx| drafts::begin(tx, &cookie.0, &key.0, &offered.0);
    let upload = public.write(drafts::BEGIN, work).await?;
    let address = address(upload.id);
    Ok(Answer::created(upload, address))
}

/// How much of a file of the draft has arrived
///
/// `Upload-Offset` says where the next piece begins, `Upload-Length` how much it will be.
#[utoipa::path(operation_id = "intake.offset", extensions(("x-permission" = json!("public"))),
    responses((status = 204, headers(("Upload-Offset" = u64), ("Upload-Length" = u64)))))]
#[head("/intake/draft/documents/{id}")]
async fn offset(public: Public, cookie: OpenDraftCookie, id: Id<DocumentId>) -> Reply<()> {
    let upload = public.read(move |tx| drafts::received(tx, &cookie.0, id.0)).await?;
    Ok(Answer::no_content().with_figure(OFFSET, upload.received).with_figure(LENGTH, upload.size))
}

/// Send a piece of a file of the draft
///
/// At most 256 KiB, from `Upload-Offset` on; 409 where the file goes on elsewhere. With the last piece it is looked
/// into: what it is, its content decides. A file that is not taken is 422 with `/file` and the reason's code, and
/// nothing of it stays. Where the last answer was lost, an empty piece at the end asks again.
#[utoipa::path(operation_id = "intake.append", params(UploadOffset),
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream"),
    extensions(("x-permission" = json!("public"))), responses((status = 200, body = Upload),
        (status = 201, body = Upload, description = "It is whole and taken"),
        (status = 409, body = domain::problem::Problem, description = "It goes on elsewhere")))]
#[patch("/intake/draft/documents/{id}")]
async fn append(
    public: Public,
    cookie: OpenDraftCookie,
    id: Id<DocumentId>,
    start: UploadOffset,
    piece: Piece,
) -> Reply<Upload> {
    let token = cookie.0.clone();
    let work = move |tx: &mut WriteTx| drafts::append(tx, &token, id.0, start.0, &piece.0);
    let upload = public.write("intake.append", work).await?;
    let received = upload.received;
    let answer = match upload {
        upload if received < upload.size => Answer::ok(upload),
        upload => Answer::created(take(&public, cookie.0, upload).await?, "/api/v1/intake/draft"),
    };
    Ok(answer.with_figure(OFFSET, received))
}

/// Makes a document of a file that is whole.
async fn take(public: &Public, token: DraftToken, upload: Upload) -> Result<Upload, Refused> {
    if upload.document.is_some() {
        return Ok(upload);
    }
    let (id, put_together) = (upload.id, token.clone());
    let whole = public.read(move |tx| drafts::whole(tx, &put_together, id));
    let file = match public.state.uploads.take(id, whole).await {
        Ok(file) => file,
        Err(refused) => {
            forget(public, token, id, &refused).await?;
            return Err(refused);
        }
    };
    // A row that is refused now leaves its file to the vault's sweep: another request may have finished the same one.
    let add = move |tx: &mut WriteTx| drafts::add_document(tx, &token, &file);
    let document = public.write("intake.append", add).await?;
    Ok(Upload { document: Some(document), ..upload })
}

/// What is no file that we take does not stay; what failed on our side can be tried again.
async fn forget(public: &Public, token: DraftToken, id: DocumentId, why: &Refused) -> Result<(), Refused> {
    if why.problem().code != Code::Invalid {
        return Ok(());
    }
    public.write("intake.append", move |tx| drafts::forget_upload(tx, &token, id)).await
}

/// Take a file of the draft back
///
/// However much of it is here.
#[utoipa::path(operation_id = "intake.remove_document", extensions(("x-permission" = json!("public"))),
    responses((status = 204)))]
#[delete("/intake/draft/documents/{id}")]
async fn remove(public: Public, cookie: OpenDraftCookie, id: Id<DocumentId>) -> Reply<()> {
    let work = move |tx: &mut WriteTx| drafts::remove_document(tx, &cookie.0, id.0);
    public.write("intake.remove_document", work).await?;
    public.state.uploads.forget(id.0).await;
    Ok(Answer::no_content())
}

fn address(id: DocumentId) -> String {
    format!("/api/v1/intake/draft/documents/{id}")
}

/// Where a piece begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, utoipa::IntoParams)]
#[into_params(names("Upload-Offset"), parameter_in = Header)]
struct UploadOffset(
    /// As many bytes as are here already.
    #[param(example = 262_144)]
    u64,
);

impl FromRequest for UploadOffset {
    type Error = Refused;
    type Future = std::future::Ready<Result<Self, Refused>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let start = number(request.headers(), &OFFSET).map(Self);
        std::future::ready(start.ok_or_else(|| {
            Refused::new(Code::Malformed).because("Upload-Offset says where the piece begins.")
        }))
    }
}

/// The octets of a piece.
struct Piece(Bytes);

impl FromRequest for Piece {
    type Error = Refused;
    type Future = LocalBoxFuture<'static, Result<Self, Refused>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (kind, length) = (request.content_type() == OCTETS, number(request.headers(), &CONTENT_LENGTH));
        let payload = payload.take();
        Box::pin(async move {
            if !kind {
                let why = format!("Send {OCTETS}.");
                return Err(Refused::new(Code::UnsupportedMediaType).because(why));
            }
            // What is announced to be too much is not waited for.
            if length.is_some_and(|length| length > MAX_PIECE as u64) {
                return Err(too_large());
            }
            match tokio::time::timeout(LONGEST_WAIT, collect(payload)).await {
                Ok(piece) => piece.map(Self),
                Err(_) => Err(Refused::new(Code::Malformed).because("The piece did not arrive in time.")),
            }
        })
    }
}

async fn collect(mut payload: Payload) -> Result<Bytes, Refused> {
    let mut piece = BytesMut::new();
    while let Some(some) = payload.next().await {
        let some = some.map_err(|cause| Refused::new(Code::Malformed).caused_by(cause))?;
        if piece.len() + some.len() > MAX_PIECE {
            return Err(too_large());
        }
        piece.extend_from_slice(&some);
    }
    Ok(piece.freeze())
}

fn too_large() -> Refused {
    Refused::new(Code::TooLarge).because("A piece may have 256 KiB.")
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.parse().ok()
}
