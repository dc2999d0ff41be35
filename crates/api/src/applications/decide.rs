//! What becomes of an application.

use actix_web::{delete, post};
use domain::{
    applications::{Application, Attachment, Decline},
    clients::Client,
    ids::ApplicationId,
    permission::Permission::ReviewApplications,
};
use store::{applications, tx::WriteTx};

use crate::{
    answer::{Answer, Reply},
    extract::{Id, IfMatch, Json},
    routes::Routes,
    session::Session,
};

pub(super) fn routes(api: &mut Routes) {
    api.service(contact).service(forget_contact).service(accept).service(attach).service(refuse);
}

/// Note that somebody has spoken with the person
///
/// The first time is kept, and the wait until then is measured.
#[utoipa::path(operation_id = "applications.contact", params(IfMatch),
    extensions(("x-permission" = json!(ReviewApplications))), responses((status = 200, body = Application)))]
#[post("/applications/{id}/contact")]
async fn contact(session: Session, id: Id<ApplicationId>, seen: IfMatch) -> Reply<Application> {
    let work = move |tx: &mut WriteTx| applications::contact(tx, id.0, seen.0);
    let after = session.write(&[ReviewApplications], "applications.contact", work).await?;
    Ok(Answer::ok(after).etag(|application| application.version))
}

/// Take back the note that somebody has spoken with the applicant
///
/// The application is new again and waits for its first contact.
#[utoipa::path(operation_id = "applications.forget_contact", params(IfMatch),
    extensions(("x-permission" = json!(ReviewApplications))), responses((status = 200, body = Application),
        (status = 409, body = domain::problem::Problem, description = "Nobody noted a contact")))]
#[delete("/applications/{id}/contact")]
async fn forget_contact(session: Session, id: Id<ApplicationId>, seen: IfMatch) -> Reply<Application> {
    let work = move |tx: &mut WriteTx| applications::forget_contact(tx, id.0, seen.0);
    let after = session.write(&[ReviewApplications], "applications.forget_contact", work).await?;
    Ok(Answer::ok(after).etag(|application| application.version))
}

/// Make a new client of an application
///
/// Whoever accepts works with the client from then on. An application that was decided already is 409.
#[utoipa::path(operation_id = "applications.accept", params(IfMatch),
    extensions(("x-permission" = json!(ReviewApplications))), responses((status = 201, body = Client),
        (status = 409, body = domain::problem::Problem, description = "It was decided already")))]
#[post("/applications/{id}/acceptance")]
async fn accept(session: Session, id: Id<ApplicationId>, seen: IfMatch) -> Reply<Client> {
    let work = move |tx: &mut WriteTx| applications::accept(tx, id.0, seen.0);
    let client = session.write(&[ReviewApplications], "applications.accept", work).await?;
    let address = format!("/api/v1/clients/{}", client.id);
    Ok(Answer::created(client, address).etag(|client| client.version))
}

/// Add an application to a client who is known
///
/// The client has to be in one's sight. The record stays as it is; the files become the client's.
#[utoipa::path(operation_id = "applications.attach", request_body = Attachment, params(IfMatch),
    extensions(("x-permission" = json!(ReviewApplications))), responses((status = 200, body = Client),
        (status = 409, body = domain::problem::Problem, description = "It was decided already")))]
#[post("/applications/{id}/attachment")]
async fn attach(
    session: Session,
    id: Id<ApplicationId>,
    seen: IfMatch,
    to: Json<Attachment>,
) -> Reply<Client> {
    let work = move |tx: &mut WriteTx| applications::attach(tx, id.0, seen.0, to.0);
    let client = session.write(&[ReviewApplications], "applications.attach", work).await?;
    Ok(Answer::ok(client).etag(|client| client.version))
}

/// Turn an application down
#[utoipa::path(operation_id = "applications.refuse", request_body = Decline, params(IfMatch),
    extensions(("x-permission" = json!(ReviewApplications))), responses((status = 200, body = Application),
        (status = 409, body = domain::problem::Problem, description = "It was decided already")))]
#[post("/applications/{id}/refusal")]
async fn refuse(
    session: Session,
    id: Id<ApplicationId>,
    seen: IfMatch,
    why: Json<Decline>,
) -> Reply<Application> {
    let work = move |tx: &mut WriteTx| applications::refuse(tx, id.0, seen.0, &why.0);
    let after = session.write(&[ReviewApplications], "applications.refuse", work).await?;
    Ok(Answer::ok(after).etag(|application| application.version))
}
