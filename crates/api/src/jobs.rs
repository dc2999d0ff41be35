//! Background work, and mail that is kept because there is no mail server.

use actix_web::{delete, get, post};
use domain::{
    ids::JobId,
    jobs::{Job, JobFilter},
    mails::MailFolder,
    page::Page,
    permission::Permission::ManageBackgroundWork,
    schedules::LastRun,
};
use store::{
    StoreError, StoreResult, jobs,
    mail_folder::MailFolder as Folder,
    schedules,
    tx::{ReadTx, WriteTx},
};

use crate::{
    answer::{Answer, Reply},
    extract::{Id, Query},
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(list).service(retry).service(discard).service(last_runs).service(mails);
}

/// Background work, by its state
///
/// The latest first. Whom it concerns is not shown. What was done stays for two weeks, what failed for good for ninety
/// days.
#[utoipa::path(operation_id = "jobs.list", params(JobFilter),
    extensions(("x-permission" = json!(ManageBackgroundWork))), responses((status = 200, body = Page<Job>)))]
#[get("/jobs")]
async fn list(session: Session, filter: Query<JobFilter>) -> Reply<Page<Job>> {
    Ok(Answer::ok(session.read(ManageBackgroundWork, move |tx| jobs::list(tx, &filter.0)).await?))
}

/// Try background work that failed once more
///
/// What failed for good begins anew; what waits for its next try is tried at once.
#[utoipa::path(operation_id = "jobs.retry", params(("id" = JobId, Path)),
    extensions(("x-permission" = json!(ManageBackgroundWork))),
    responses((status = 200, body = Job), (status = 409, description = "It is being done, or is done")))]
#[post("/jobs/{id}/retry")]
async fn retry(session: Session, id: Id<JobId>) -> Reply<Job> {
    let work = move |tx: &mut WriteTx| jobs::retry(tx, id.0);
    Ok(Answer::ok(session.write(&[ManageBackgroundWork], "jobs.retry", work).await?))
}

/// Give up background work that failed for good
#[utoipa::path(operation_id = "jobs.discard", params(("id" = JobId, Path)),
    extensions(("x-permission" = json!(ManageBackgroundWork))),
    responses((status = 204), (status = 409, description = "It has not failed for good")))]
#[delete("/jobs/{id}")]
async fn discard(session: Session, id: Id<JobId>) -> Reply<()> {
    session.write(&[ManageBackgroundWork], "jobs.discard", move |tx| jobs::discard(tx, id.0)).await?;
    Ok(Answer::no_content())
}

/// The last turn of what comes every hour or every day
#[utoipa::path(operation_id = "jobs.last_runs",
    extensions(("x-permission" = json!(ManageBackgroundWork))), responses((status = 200, body = Vec<LastRun>)))]
#[get("/schedules")]
async fn last_runs(session: Session) -> Reply<Vec<LastRun>> {
    Ok(Answer::ok(session.read(ManageBackgroundWork, schedules::last_runs).await?))
}

/// Mail that was kept instead of sent
///
/// Without a mail server, mail lies in a folder of the server, and here one reads it. With one, none is kept. What stands
/// behind the `#` of a link opens an account: who may not do everything reads `…` in its place.
#[utoipa::path(operation_id = "jobs.mails",
    extensions(("x-permission" = json!(ManageBackgroundWork))), responses((status = 200, body = MailFolder)))]
#[get("/mails")]
async fn mails(session: Session) -> Reply<MailFolder> {
    let folder = session.state().mails.clone();
    // The folder is read where waiting for a disk holds nobody up.
    let work =
        move |tx: &mut ReadTx| folder.map_or_else(|| Ok(MailFolder::default()), |folder| read(tx, &folder));
    Ok(Answer::ok(session.read(ManageBackgroundWork, work).await?))
}

fn read(tx: &ReadTx, folder: &Folder) -> StoreResult<MailFolder> {
    let latest = folder.latest().map_err(|error| StoreError::Internal(error.to_string()))?;
    Ok(MailFolder { keeps_mail: true, latest }.shown_to(tx.actor()))
}
