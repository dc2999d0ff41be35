//! Applications: handing one in, and the queue of those who review them.

mod decide;

use actix_web::{get, post};
use domain::{
    applications::{Application, ApplicationDraft, ApplicationFilter, ApplicationRow, LikelyClient, Receipt},
    clients::Reason,
    ids::{ApplicationId, DocumentId},
    page::Page,
    permission::Permission::{DiscloseDocuments, ReviewApplications, SeeApplications},
};
use store::{
    applications,
    rate_limits::Class,
    tx::{Disclosure, WriteTx},
};

use crate::{
    answer::{Answer, Reply},
    download::Download,
    extract::{ClientIp, Id, IdempotencyKey, Ids, Json, Query},
    intake::{DraftCookie, not_too_often},
    problem::Refused,
    routes::Routes,
    session::{Public, Session},
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(submit).service(list).service(find).service(likely_clients).service(disclose);
    decide::routes(api);
}

/// Hand in an application
///
/// The files and the social security number of the browser's draft come along. The answer tells nothing but a
/// reference, whoever applies: nobody learns here that somebody is a client. A repetition with the same
/// `Idempotency-Key` and the same form is the same application, for 24 hours. A draft that was opened by a link which was
/// used or ended meanwhile is 404.
#[utoipa::path(operation_id = "applications.submit", request_body = ApplicationDraft, params(IdempotencyKey),
    extensions(("x-permission" = json!("public"))), responses((status = 201, body = Receipt),
        (status = 404, body = domain::problem::Problem, description = "Its link works no longer"),
        (status = 409, body = domain::problem::Problem, description = "The same request is still running")))]
#[post("/applications")]
async fn submit(
    public: Public,
    from: ClientIp,
    key: IdempotencyKey,
    cookie: DraftCookie,
    form: Json<ApplicationDraft>,
) -> Reply<Receipt> {
    not_too_often(&public, from, Class::Submission).await?;
    let work = move |tx: &mut WriteTx| applications::submit(tx, &key.0, cookie.0.as_ref(), &form.0);
    let receipt = public.write(applications::OPERATION, work).await?;
    Ok(Answer::created(receipt, "/api/v1/applications"))
}

/// Applications, those that wait the longest first
///
/// Who has waited longest comes first, unless `sort` says otherwise.
#[utoipa::path(operation_id = "applications.list", params(ApplicationFilter),
    extensions(("x-permission" = json!(SeeApplications))),
    responses((status = 200, body = Page<ApplicationRow>)))]
#[get("/applications")]
async fn list(session: Session, filter: Query<ApplicationFilter>) -> Reply<Page<ApplicationRow>> {
    let page = session.read(SeeApplications, move |tx| applications::list(tx, &filter.0)).await?;
    Ok(Answer::ok(page))
}

/// One application
#[utoipa::path(operation_id = "applications.find", extensions(("x-permission" = json!(SeeApplications))),
    responses((status = 200, body = Application)))]
#[get("/applications/{id}")]
async fn find(session: Session, id: Id<ApplicationId>) -> Reply<Application> {
    let found = session.read(SeeApplications, move |tx| applications::find(tx, id.0)).await?;
    Ok(Answer::ok(found).etag(|application| application.version))
}

/// Clients who may be the same person, with the reasons
///
/// Of a record outside one's sight it is told that there is one, and nothing else.
#[utoipa::path(operation_id = "applications.likely_clients",
    extensions(("x-permission" = json!(ReviewApplications))),
    responses((status = 200, body = Vec<LikelyClient>)))]
#[get("/applications/{id}/likely-clients")]
async fn likely_clients(session: Session, id: Id<ApplicationId>) -> Reply<Vec<LikelyClient>> {
    let likely = session.read(ReviewApplications, move |tx| applications::likely_clients(tx, id.0)).await?;
    Ok(Answer::ok(likely))
}

/// Open a file that came with an application
///
/// The reason stands in the audit beside the reader's name.
#[utoipa::path(operation_id = "applications.disclose_document", request_body = Reason,
    extensions(("x-permission" = json!({ "all": [ReviewApplications, DiscloseDocuments] }))),
    responses((status = 200, content((String = "application/pdf"), (String = "application/msword"),
        (String = "text/plain"),
        (String = "application/vnd.openxmlformats-officedocument.wordprocessingml.document")))))]
#[post("/applications/{application_id}/documents/{id}/disclosure")]
async fn disclose(
    session: Session,
    ids: Ids<ApplicationId, DocumentId>,
    reason: Json<Reason>,
) -> Result<Download, Refused> {
    let work = move |tx: &mut Disclosure| applications::disclose(tx, ids.0, ids.1);
    let operation = "applications.disclose_document";
    let document = session.disclose(DiscloseDocuments, operation, reason.0, work).await?;
    session.download(document).await
}
