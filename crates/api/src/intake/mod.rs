//! The public form: what it asks, and the draft that survives a reload.

mod cookie;

use actix_web::{delete, get, post, put};
use domain::{
    documents::Document,
    drafts::{IntakeForm, OpenDraft, SavedForm},
    ids::DocumentId,
};
use store::{
    drafts::{self, DraftToken},
    intake,
    rate_limits::{self, Class},
    tx::WriteTx,
};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    answer::{Answer, Reply},
    cookie as cookies,
    edge::origin::OurPage,
    extract::{ClientIp, Id, Json},
    problem::Refused,
    session::Public,
    upload::{Upload, UploadForm},
};

pub(crate) use cookie::DraftCookie;
use cookie::OpenDraftCookie;

pub(crate) fn routes(api: &mut ServiceConfig) {
    api.service(form)
        .service(open)
        .service(find)
        .service(save)
        .service(add_document)
        .service(remove_document);
}

/// Everything that the public form needs
///
/// The organization, the choices of what it asks, and the programs that are open.
#[utoipa::path(operation_id = "intake.form", extensions(("x-permission" = json!("public"))),
    responses((status = 200, body = IntakeForm)))]
#[get("/intake/form")]
async fn form(public: Public) -> Reply<IntakeForm> {
    Ok(Answer::ok(public.read(intake::form).await?))
}

/// Open a draft
///
/// A cookie opens it from now on, until thirty minutes after it was last written. Where the browser has one open
/// already, that one is answered.
#[utoipa::path(operation_id = "intake.open", extensions(("x-permission" = json!("public"))),
    responses((status = 200, body = OpenDraft, description = "It was open already"),
        (status = 201, body = OpenDraft)))]
#[post("/intake/draft")]
async fn open(public: Public, from: ClientIp, _ours: OurPage, cookie: DraftCookie) -> Reply<OpenDraft> {
    not_too_often(&public, from, Class::Draft).await?;
    let work = move |tx: &mut WriteTx| drafts::open(tx, cookie.0.as_ref());
    let (draft, token) = public.write("intake.open", work).await?;
    Ok(match token {
        None => Answer::ok(draft),
        Some(token) => Answer::created(draft, "/api/v1/intake/draft")
            .with_cookie(cookies::kept(cookie::NAME, token.text())),
    })
}

/// The open draft
///
/// Without the social security number: `ssn_given` tells that one is kept.
#[utoipa::path(operation_id = "intake.find", extensions(("x-permission" = json!("public"))),
    responses((status = 200, body = OpenDraft),
        (status = 404, description = "None is open", body = domain::problem::Problem)))]
#[get("/intake/draft")]
async fn find(public: Public, cookie: OpenDraftCookie) -> Reply<OpenDraft> {
    Ok(Answer::ok(public.read(move |tx| drafts::find(tx, &cookie.0)).await?))
}

/// Keep what was typed so far
///
/// Gaps are fine, and so is a phone that somebody is still typing; too much of anything is not. A social security
/// number can be written and is never read back: absent keeps the one that was written before, an empty one takes
/// it away.
#[utoipa::path(operation_id = "intake.save", request_body = SavedForm,
    extensions(("x-permission" = json!("public"))), responses((status = 204)))]
#[put("/intake/draft")]
async fn save(public: Public, cookie: OpenDraftCookie, saved: Json<SavedForm>) -> Reply<()> {
    public.write("intake.save", move |tx| drafts::save(tx, &cookie.0, saved.0)).await?;
    Ok(Answer::no_content())
}

/// Add a file
///
/// A PDF, a Word document or a text of at most 10 MiB, five of them at most. What it is, its content decides. A
/// file that is not taken is 422 with `/file` and the reason's code.
#[utoipa::path(operation_id = "intake.add_document",
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    extensions(("x-permission" = json!("public"))), responses((status = 201, body = Document)))]
#[post("/intake/draft/documents")]
async fn add_document(
    public: Public,
    from: ClientIp,
    cookie: OpenDraftCookie,
    upload: Upload,
) -> Reply<Document> {
    if let Err(refused) = may_add(&public, from, &cookie.0).await {
        return Err(upload.instead(refused).await);
    }
    let add = |file| public.write("intake.add_document", move |tx| drafts::add_document(tx, &cookie.0, file));
    Ok(Answer::created(upload.receive().await?.keep(add).await?, "/api/v1/intake/draft"))
}

/// Asked before anything of the file is read.
async fn may_add(public: &Public, from: ClientIp, token: &DraftToken) -> Result<(), Refused> {
    not_too_often(public, from, Class::Upload).await?;
    let token = token.clone();
    public.read(move |tx| drafts::has_room(tx, &token)).await
}

/// Take a file back
#[utoipa::path(operation_id = "intake.remove_document", extensions(("x-permission" = json!("public"))),
    responses((status = 204)))]
#[delete("/intake/draft/documents/{id}")]
async fn remove_document(public: Public, cookie: OpenDraftCookie, id: Id<DocumentId>) -> Reply<()> {
    let work = move |tx: &mut WriteTx| drafts::remove_document(tx, &cookie.0, id.0);
    public.write("intake.remove_document", work).await?;
    public.state.uploads.forget(id.0).await;
    Ok(Answer::no_content())
}

/// Counts what one place does, over all servers.
pub(crate) async fn not_too_often(public: &Public, from: ClientIp, class: Class) -> Result<(), Refused> {
    let place = rate_limits::place(from.0);
    public.call(move |store, _| rate_limits::hit(store, class, &place)).await
}
