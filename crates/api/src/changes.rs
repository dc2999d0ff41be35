//! Proposed changes: what waits for review, and the review.

use actix_web::{get, post};
use domain::{
    changes::{Approval, Change, ChangeCounts, ChangeDetail, ChangeFilter, Refusal},
    ids::ChangeId,
    page::Page,
    permission::Permission::{ProposeEdits, ProposeLifting, ReviewProposals},
};
use store::{changes, tx::WriteTx};

use crate::{
    answer::{Answer, Reply},
    extract::{Id, IfMatch, Json, Query},
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(list).service(count).service(find).service(approve).service(refuse).service(withdraw);
}

/// Proposed changes
///
/// Newest first, or `sort=oldest`. Those who review see all of them; others see what they proposed themselves.
#[utoipa::path(operation_id = "changes.list", params(ChangeFilter),
    extensions(("x-permission" = json!([ReviewProposals, ProposeEdits, ProposeLifting]))),
    responses((status = 200, body = Page<Change>)))]
#[get("/changes")]
async fn list(session: Session, filter: Query<ChangeFilter>) -> Reply<Page<Change>> {
    let page = session.read_any(&changes::READERS, move |tx| changes::list(tx, &filter.0)).await?;
    Ok(Answer::ok(page))
}

/// How many proposed changes there are
///
/// Of those that the list shows, by where they stand and what they are about, and how many wait for the reader.
#[utoipa::path(operation_id = "changes.count",
    extensions(("x-permission" = json!([ReviewProposals, ProposeEdits, ProposeLifting]))),
    responses((status = 200, body = ChangeCounts)))]
#[get("/changes/counts")]
async fn count(session: Session) -> Reply<ChangeCounts> {
    Ok(Answer::ok(session.read_any(&changes::READERS, changes::counts).await?))
}

/// One proposed change, with what stood there when it was proposed and what stands there now
///
/// `digest` is of what the reader is shown; approving wants it as `seen`. `others` wait on the same record.
#[utoipa::path(operation_id = "changes.find",
    extensions(("x-permission" = json!([ReviewProposals, ProposeEdits, ProposeLifting]))),
    responses((status = 200, body = ChangeDetail)))]
#[get("/changes/{id}")]
async fn find(session: Session, id: Id<ChangeId>) -> Reply<ChangeDetail> {
    let found = session.read_any(&changes::READERS, move |tx| changes::find_detail(tx, id.0)).await?;
    Ok(Answer::ok(found).etag(|found| found.change.version))
}

/// Approve a proposed change
///
/// Applies it, with its audit row, in one transaction. Nobody approves their own, nor what they do not see: 403 names the
/// permission. `seen` is the `digest` of what was shown; where that is not what would be applied, the answer is 409
/// `changed_since_seen`, and `change` in it is the proposal as it stands. Where a field that it touches is not what it
/// was, the answer is 409 `change_conflict` and shows both sides. `fields` takes some of those in `separable` and
/// leaves the others out; the proposer reads which, and why in `rationale`.
#[utoipa::path(operation_id = "changes.approve", request_body = Approval, params(IfMatch),
    extensions(("x-permission" = json!(ReviewProposals))),
    responses((status = 200, body = Change),
        (status = 409, description = "Decided already, not what was seen, or its base moved")))]
#[post("/changes/{id}/approval")]
async fn approve(
    session: Session,
    id: Id<ChangeId>,
    seen: IfMatch,
    approval: Json<Approval>,
) -> Reply<Change> {
    let work = move |tx: &mut WriteTx| changes::approve(tx, id.0, seen.0, &approval.0);
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
    let work = move |tx: &mut WriteTx| changes::refuse(tx, id.0, seen.0, &refusal.0);
    let change = session.write(&[ReviewProposals], "changes.refuse", work).await?;
    session.forget(change.unneeded_photo()).await;
    Ok(Answer::ok(change))
}

/// Take back a change that one proposed
///
/// As long as nobody has decided. It stays in the list as withdrawn.
#[utoipa::path(operation_id = "changes.withdraw", params(IfMatch),
    extensions(("x-permission" = json!([ReviewProposals, ProposeEdits, ProposeLifting]))),
    responses((status = 200, body = Change), (status = 409, description = "Decided already")))]
#[post("/changes/{id}/withdrawal")]
async fn withdraw(session: Session, id: Id<ChangeId>, seen: IfMatch) -> Reply<Change> {
    let work = move |tx: &mut WriteTx| changes::withdraw(tx, id.0, seen.0);
    let change = session.write(&changes::READERS, "changes.withdraw", work).await?;
    session.forget(change.unneeded_photo()).await;
    Ok(Answer::ok(change))
}
