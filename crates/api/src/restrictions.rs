//! Restrictions.

use actix_web::{get, patch, post};
use domain::{
    changes::{Change, Edit},
    clients::Reason,
    ids::{BypassId, ClientId, RestrictionId},
    page::Page,
    permission::Permission::{
        BypassRestrictions, LiftRestrictions, ProposeEdits, ProposeLifting, Restrict, SeeRestrictionReasons,
        SeeRestrictions,
    },
    restrictions::{
        BypassDraft, Lifting, Restriction, RestrictionDraft, RestrictionFilter, RestrictionPatch,
        notice::{Notice, NoticeLanguage},
    },
};
use store::{
    restrictions,
    tx::{Disclosure, ReadTx, WriteTx},
};

use crate::{
    answer::{Answer, Reply},
    changed::Changed,
    extract::{Id, Ids, IfMatch, Json, Query},
    problem::Refused,
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(list).service(list_of_client).service(add).service(find).service(amend).service(lift);
    api.service(bypass).service(end_bypass);
    api.service(notice).service(notice_with_reason);
}

/// Restrictions of all clients in sight
///
/// Newest start first. `state` tells which are in force: `active`, `upcoming`, `expired` or `lifted`. `review_due` and
/// `sort=review` are for those who see reasons: 403 otherwise.
#[utoipa::path(operation_id = "restrictions.list", params(RestrictionFilter),
    extensions(("x-permission" = json!(SeeRestrictions))), responses((status = 200, body = Page<Restriction>)))]
#[get("/restrictions")]
async fn list(session: Session, filter: Query<RestrictionFilter>) -> Reply<Page<Restriction>> {
    let page = session.read(SeeRestrictions, move |tx| restrictions::list(tx, None, &filter.0)).await?;
    Ok(Answer::ok(page))
}

/// A client's restrictions
#[utoipa::path(operation_id = "restrictions.list_of_client", params(RestrictionFilter),
    extensions(("x-permission" = json!(SeeRestrictions))), responses((status = 200, body = Page<Restriction>)))]
#[get("/clients/{client_id}/restrictions")]
async fn list_of_client(
    session: Session,
    client: Id<ClientId>,
    filter: Query<RestrictionFilter>,
) -> Reply<Page<Restriction>> {
    let page = session
        .read(SeeRestrictions, move |tx| restrictions::list_of_client(tx, client.0, &filter.0))
        .await?;
    Ok(Answer::ok(page))
}

/// Restrict a client
///
/// Applied at once, or kept as a proposal for those who may only propose.
#[utoipa::path(operation_id = "restrictions.add", request_body = RestrictionDraft,
    extensions(("x-permission" = json!([Restrict, ProposeEdits]))),
    responses((status = 201, body = Restriction), (status = 202, body = Change)))]
#[post("/clients/{client_id}/restrictions")]
async fn add(
    session: Session,
    client: Id<ClientId>,
    draft: Json<RestrictionDraft>,
) -> Result<Changed<Restriction>, Refused> {
    let edit = Edit::AddRestriction { client: client.0, draft: draft.into_inner() };
    Ok(session
        .change(edit, None)
        .await?
        .made(|made: &Restriction| format!("/api/v1/restrictions/{}", made.id)))
}

/// One restriction
#[utoipa::path(operation_id = "restrictions.find",
    extensions(("x-permission" = json!(SeeRestrictions))), responses((status = 200, body = Restriction)))]
#[get("/restrictions/{id}")]
async fn find(session: Session, id: Id<RestrictionId>) -> Reply<Restriction> {
    let found = session.read(SeeRestrictions, move |tx| restrictions::find(tx, id.0)).await?;
    Ok(Answer::ok(found).etag(|restriction| restriction.version))
}

/// Change a restriction's dates or reason, or note a review
///
/// `review_note` says that somebody looked at it again and that it stays; the next `review_date` comes with it.
/// A later start or an earlier end is a lifting, of some days or of all: who may not lift proposes it, and is answered with 202.
/// Who does not see reasons changes neither the reason nor the day of review, and notes none: 403. Both stay when they change a date.
#[utoipa::path(operation_id = "restrictions.amend", request_body = RestrictionPatch, params(IfMatch),
    extensions(("x-permission" = json!([Restrict, ProposeEdits]))),
    responses((status = 200, body = Restriction), (status = 202, body = Change)))]
#[patch("/restrictions/{id}")]
async fn amend(
    session: Session,
    id: Id<RestrictionId>,
    seen: IfMatch,
    patch: Json<RestrictionPatch>,
) -> Result<Changed<Restriction>, Refused> {
    session.change(Edit::AmendRestriction { id: id.0, patch: patch.into_inner() }, Some(seen.0)).await
}

/// Lift a restriction
///
/// Ends it for good. Lifted is neither expired nor bypassed, and stays in the history.
#[utoipa::path(operation_id = "restrictions.lift", request_body = Lifting, params(IfMatch),
    extensions(("x-permission" = json!([LiftRestrictions, ProposeLifting, ProposeEdits]))),
    responses((status = 200, body = Restriction), (status = 202, body = Change)))]
#[post("/restrictions/{id}/lifting")]
async fn lift(
    session: Session,
    id: Id<RestrictionId>,
    seen: IfMatch,
    lifting: Json<Lifting>,
) -> Result<Changed<Restriction>, Refused> {
    session.change(Edit::LiftRestriction { id: id.0, lifting: lifting.into_inner() }, Some(seen.0)).await
}

/// Set a restriction aside for a program
///
/// Within limits: for one program, for an enrollment that begins between two days at most 92 days apart, once or as often as
/// these days allow. The restriction stays in force for everything else. It takes the permission `see_restrictions` too.
#[utoipa::path(operation_id = "restrictions.bypass", request_body = BypassDraft,
    extensions(("x-permission" = json!(BypassRestrictions))),
    responses((status = 201, body = Restriction), (status = 409, description = "Not in force any more")))]
#[post("/restrictions/{id}/bypasses")]
async fn bypass(session: Session, id: Id<RestrictionId>, draft: Json<BypassDraft>) -> Reply<Restriction> {
    let work = move |tx: &mut WriteTx| restrictions::bypass(tx, id.0, &draft.0);
    let made = session.write_all(&[BypassRestrictions, SeeRestrictions], "restrictions.bypass", work).await?;
    let address = format!("/api/v1/restrictions/{}", made.id);
    Ok(Answer::created(made, address))
}

/// End a bypass before its last day
///
/// Whoever was enrolled by it stays enrolled.
#[utoipa::path(operation_id = "restrictions.end_bypass",
    params(("id" = RestrictionId, Path), ("bypass" = BypassId, Path)),
    extensions(("x-permission" = json!(BypassRestrictions))),
    responses((status = 200, body = Restriction), (status = 409, description = "It is over already")))]
#[post("/restrictions/{id}/bypasses/{bypass}/ending")]
async fn end_bypass(session: Session, ids: Ids<RestrictionId, BypassId>) -> Reply<Restriction> {
    let work = move |tx: &mut WriteTx| restrictions::end_bypass(tx, ids.0, ids.1);
    let left =
        session.write_all(&[BypassRestrictions, SeeRestrictions], "restrictions.end_bypass", work).await?;
    Ok(Answer::ok(left))
}

/// The notice of a restriction for the person it is about
///
/// What is restricted, from when to when, and what the person can do about it, in the client's language or another one of
/// the public pages; without the reason. One of a restriction that has ended is 409.
#[utoipa::path(operation_id = "restrictions.notice", params(NoticeLanguage),
    extensions(("x-permission" = json!(SeeRestrictions))),
    responses((status = 200, body = Notice), (status = 409, description = "It has ended")))]
#[get("/restrictions/{id}/notice")]
async fn notice(session: Session, id: Id<RestrictionId>, wanted: Query<NoticeLanguage>) -> Reply<Notice> {
    let work = move |tx: &mut ReadTx| restrictions::notice(tx, id.0, &wanted.0);
    Ok(Answer::ok(session.read(SeeRestrictions, work).await?))
}

/// The same notice with the reason in it
///
/// It is for the person's own eyes and leaves the house: the audit has who opened it.
#[utoipa::path(operation_id = "restrictions.notice_with_reason", request_body = NoticeLanguage,
    extensions(("x-permission" = json!(SeeRestrictionReasons))),
    responses((status = 200, body = Notice), (status = 409, description = "It has ended")))]
#[post("/restrictions/{id}/notice-disclosure")]
async fn notice_with_reason(
    session: Session,
    id: Id<RestrictionId>,
    wanted: Json<NoticeLanguage>,
) -> Reply<Notice> {
    let why = Reason { reason: "Notice for the person it is about".to_owned() };
    let work = move |tx: &mut Disclosure| restrictions::notice_with_reason(tx, id.0, &wanted.0);
    let operation = "restrictions.notice_with_reason";
    Ok(Answer::ok(session.disclose(SeeRestrictionReasons, operation, why, work).await?))
}
