//! Erasing the records of clients.

use actix_web::{get, post};
use domain::{
    changes::{Change, Edit},
    erasures::{DueErasures, Erasure, ErasureDraft, ErasureFilter, ErasurePreview},
    ids::ClientId,
    page::Page,
    permission::Permission::{KeepRecords, ProposeEdits},
};
use store::{erasures, tx::ReadTx};

use crate::{
    answer::{Answer, Reply},
    changed::Changed,
    extract::{Id, IfMatch, Json, Query},
    problem::Refused,
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(list).service(due).service(preview).service(of_client).service(erase);
}

/// The ledger of erasures, the latest first
///
/// It names nobody: whose record it was stands in it as a number.
#[utoipa::path(operation_id = "erasures.list", params(ErasureFilter),
    extensions(("x-permission" = json!(KeepRecords))), responses((status = 200, body = Page<Erasure>)))]
#[get("/erasures")]
async fn list(session: Session, filter: Query<ErasureFilter>) -> Reply<Page<Erasure>> {
    let page = session.read(KeepRecords, move |tx| erasures::list(tx, &filter.0)).await?;
    Ok(Answer::ok(page))
}

/// Which records the settings keep no longer
///
/// A dry run of the nights to come: how many the next one erases, how many go within ninety days, and the first hundred of
/// them. Held ones are not among them. Nothing is changed.
#[utoipa::path(operation_id = "erasures.due",
    extensions(("x-permission" = json!(KeepRecords))), responses((status = 200, body = DueErasures)))]
#[get("/erasures/due")]
async fn due(session: Session) -> Reply<DueErasures> {
    Ok(Answer::ok(session.read(KeepRecords, erasures::due).await?))
}

/// What erasing a client's record would do
///
/// How much goes and how much stays, and what has to end before. Nothing is changed.
#[utoipa::path(operation_id = "erasures.preview",
    extensions(("x-permission" = json!([KeepRecords, ProposeEdits]))),
    responses((status = 200, body = ErasurePreview)))]
#[get("/clients/{client_id}/erasure-preview")]
async fn preview(session: Session, client: Id<ClientId>) -> Reply<ErasurePreview> {
    let work = move |tx: &mut ReadTx| erasures::preview(tx, client.0);
    Ok(Answer::ok(session.read_any(&[KeepRecords, ProposeEdits], work).await?))
}

/// When and why a client's record was erased
///
/// 404 where it was not.
#[utoipa::path(operation_id = "erasures.of_client",
    extensions(("x-permission" = json!(KeepRecords))), responses((status = 200, body = Erasure)))]
#[get("/clients/{client_id}/erasure")]
async fn of_client(session: Session, client: Id<ClientId>) -> Reply<Erasure> {
    Ok(Answer::ok(session.read(KeepRecords, move |tx| erasures::of_client(tx, client.0)).await?))
}

/// Erase a client's record
///
/// What identifies the person goes for good, from the log too; what reports count stays under a number. It cannot be undone.
/// Refused while there is a legal hold, an enrollment or a restriction. Done at once, or kept as a proposal for those who may
/// only propose.
#[utoipa::path(operation_id = "erasures.erase", request_body = ErasureDraft, params(IfMatch),
    extensions(("x-permission" = json!([KeepRecords, ProposeEdits]))),
    responses((status = 200, body = Erasure), (status = 202, body = Change),
        (status = 409, description = "Something keeps the record")))]
#[post("/clients/{client_id}/erasure")]
async fn erase(
    session: Session,
    client: Id<ClientId>,
    seen: IfMatch,
    draft: Json<ErasureDraft>,
) -> Result<Changed<Erasure>, Refused> {
    let edit = Edit::EraseClient { client: client.0, draft: draft.into_inner() };
    session.change(edit, Some(seen.0)).await
}
