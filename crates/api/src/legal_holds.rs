//! Legal holds.

use actix_web::{get, post};
use domain::{
    ids::{ClientId, LegalHoldId},
    legal_holds::{HoldReason, LegalHold},
    permission::Permission::KeepRecords,
};
use store::{legal_holds, tx::WriteTx};

use crate::{
    answer::{Answer, Reply},
    extract::{Id, Json},
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(list_of_client).service(set).service(lift);
}

/// A client's legal holds, the latest first
///
/// Lifted ones are the history.
#[utoipa::path(operation_id = "legal_holds.list_of_client",
    extensions(("x-permission" = json!(KeepRecords))), responses((status = 200, body = Vec<LegalHold>)))]
#[get("/clients/{client_id}/legal-holds")]
async fn list_of_client(session: Session, client: Id<ClientId>) -> Reply<Vec<LegalHold>> {
    let list = session.read(KeepRecords, move |tx| legal_holds::list_of_client(tx, client.0)).await?;
    Ok(Answer::ok(list))
}

/// Set a legal hold
///
/// As long as one is set, nothing of the client's record is erased, whatever timer runs out.
#[utoipa::path(operation_id = "legal_holds.set", request_body = HoldReason,
    extensions(("x-permission" = json!(KeepRecords))), responses((status = 201, body = LegalHold)))]
#[post("/clients/{client_id}/legal-holds")]
async fn set(session: Session, client: Id<ClientId>, why: Json<HoldReason>) -> Reply<LegalHold> {
    let work = move |tx: &mut WriteTx| legal_holds::set(tx, client.0, &why.0);
    let made = session.write(&[KeepRecords], "legal_holds.set", work).await?;
    let address = format!("/api/v1/clients/{}/legal-holds", made.client_id);
    Ok(Answer::created(made, address))
}

/// Lift a legal hold
///
/// It stays in the history.
#[utoipa::path(operation_id = "legal_holds.lift", request_body = HoldReason,
    extensions(("x-permission" = json!(KeepRecords))),
    responses((status = 200, body = LegalHold), (status = 409, description = "It was lifted already")))]
#[post("/legal-holds/{id}/lifting")]
async fn lift(session: Session, id: Id<LegalHoldId>, why: Json<HoldReason>) -> Reply<LegalHold> {
    let work = move |tx: &mut WriteTx| legal_holds::lift(tx, id.0, &why.0);
    Ok(Answer::ok(session.write(&[KeepRecords], "legal_holds.lift", work).await?))
}
