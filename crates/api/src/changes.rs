//! Proposed changes: what waits for review, and the review.

use actix_web::{get, post};
use domain::{
    changes::{Approval, Change, ChangeFilter, Refusal},
    ids::ChangeId,
    page::Page,
    permission::Permission::{ProposeEdits, ProposeLifting, ReviewProposals},
};
use store::changes;

use crate::{
    answer::{Answer, Reply},
    extract::{Id, IfMatch, Json, Query},
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(list).service(find).service(approve).service(refuse);
}

/// Proposed changes
///
/// Newest first. Those who review see all of them; others see what they proposed themselves.
#[utoipa::path(operation_id = "changes.list", params(ChangeFilter),
    extensions(("x-permission" = json!([ReviewProposals, ProposeEdits, ProposeLifting]))),
    responses((status = 200, body = Page<Change>)))]
#[get("/changes")]
async fn list(session: Session, filter: Query<ChangeFilter>) -> Reply<Page<Change>> {
    let page = session.read_any(&changes::READERS, move |tx| changes::list(tx, &filter.0)).await?;
    Ok(Answer::ok(page))
}

/// One proposed change, with what stood there when it was proposed
#[utoipa::path(operation_id = "changes.find",
    extensions(("x-permission" = json!([ReviewProposals, ProposeEdits, ProposeLifting]))),
    responses((status = 200, body = Change)))]
#[get("/changes/{id}")]
async fn find(session: Session, id: Id<ChangeId>) -> Reply<Change> {
    let found = session.read_any(&changes::READERS, move |tx| changes::find(tx, id.0)).await?;
    Ok(Answer::ok(found).etag(|change| change.version))
}

/// Approve a proposed change
///
/// Applies it, with its audit row, in one transaction. Nobody approves their own. Where a field that it
/// touches is not what it was, the answer is 409 `change_conflict` and shows both sides.
#[utoipa::path(operation_id = "changes.approve", request_body = Approval, params(IfMatch),
    extensions(("x-permission" = json!(ReviewProposals))),
    responses((status = 200, body = Change), (status = 409, description = "Decided already, or its base moved")))]
#[post("/changes/{id}/approval")]
async fn approve(
    session: Session,
    id: Id<ChangeId>,
    seen: IfMatch,
    approval: Json<Approval>,
) -> Reply<Change> {
    let work = move |tx: &mut store::tx::WriteTx| changes::approve(tx, id.0, seen.0, &approval.0);
    let change = session.write(&[ReviewProposals], "changes.approve", work).await?;
    session.forget(change.unneeded_photo()).await;
    Ok(Answer::ok(change))
}

/// Turn a proposed change down
///
/// The proposer is told why. Nobody refuses their own.
#[utoipa::path(operation_id = "changes.refuse", request_body = Refusal, params(IfMatch),
    extensions(("x-permission" = json!(ReviewProposals))),
    responses((status = 200, body = Change), (status = 409, description = "Decided already")))]
#[post("/changes/{id}/refusal")]
async fn refuse(session: Session, id: Id<ChangeId>, seen: IfMatch, refusal: Json<Refusal>) -> Reply<Change> {
    let work = move |tx: &mut store::tx::WriteTx| changes::refuse(tx, id.0, seen.0, &refusal.0);
    let change = session.write(&[ReviewProposals], "changes.refuse", work).await?;
    session.forget(change.unneeded_photo()).await;
    Ok(Answer::ok(change))
}
