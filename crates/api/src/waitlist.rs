//! Waiting lists.

use actix_web::{get, post};
use domain::{
    changes::Change,
    enrollments::Enrollment,
    ids::{ClientId, ProgramId, WaitlistEntryId},
    permission::Permission::{Enroll, ProposeEdits, SeeEnrollments},
    waitlist::{Joining, OfferDraft, WaitlistAnswer, WaitlistEntry},
};
use store::{tx::WriteTx, waitlist};

use crate::{
    answer::{Answer, Reply},
    changed::Changed,
    extract::{Id, IfMatch, Json},
    problem::Refused,
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(list_of_program).service(list_of_client).service(join).service(offer);
    api.service(accept).service(answer);
}

/// Who waits for a place in a program
///
/// In order, of the clients in sight; `place` counts everybody. Skipped ones stand in it at their place, and who was
/// offered one.
#[utoipa::path(operation_id = "waitlist.list_of_program", extensions(("x-permission" = json!(SeeEnrollments))),
    responses((status = 200, body = Vec<WaitlistEntry>)))]
#[get("/programs/{id}/waitlist")]
async fn list_of_program(session: Session, program: Id<ProgramId>) -> Reply<Vec<WaitlistEntry>> {
    Ok(Answer::ok(session.read(SeeEnrollments, move |tx| waitlist::list_of_program(tx, program.0)).await?))
}

/// What a client waits for, or waited for
#[utoipa::path(operation_id = "waitlist.list_of_client", extensions(("x-permission" = json!(SeeEnrollments))),
    responses((status = 200, body = Vec<WaitlistEntry>)))]
#[get("/clients/{client_id}/waitlist")]
async fn list_of_client(session: Session, client: Id<ClientId>) -> Reply<Vec<WaitlistEntry>> {
    Ok(Answer::ok(session.read(SeeEnrollments, move |tx| waitlist::list_of_client(tx, client.0)).await?))
}

/// Put a client on a program's waiting list
///
/// At its end. Somebody is on a list once at a time; who is in the program, or will be, waits for no place in it
/// (`overlaps`, with the days).
#[utoipa::path(operation_id = "waitlist.join", request_body = Joining,
    extensions(("x-permission" = json!(Enroll))), responses((status = 201, body = WaitlistEntry)))]
#[post("/programs/{id}/waitlist")]
async fn join(session: Session, program: Id<ProgramId>, joining: Json<Joining>) -> Reply<WaitlistEntry> {
    let address = format!("/api/v1/programs/{}/waitlist", program.0);
    let work = move |tx: &mut WriteTx| waitlist::join(tx, program.0, &joining.0);
    let made = session.write(&[Enroll], "waitlist.join", work).await?;
    Ok(Answer::created(made, address).etag(|entry| entry.version))
}

/// Offer a place to the next in order
///
/// The place counts as taken until the person replies, or until the last day for that. Where no place is free, or a
/// restriction is in force, nothing is offered: 422, as for enrolling. Skip somebody to offer the place to the next.
#[utoipa::path(operation_id = "waitlist.offer", request_body = OfferDraft,
    extensions(("x-permission" = json!(Enroll))),
    responses((status = 201, body = WaitlistEntry), (status = 409, description = "Nobody waits")))]
#[post("/programs/{id}/offers")]
async fn offer(session: Session, program: Id<ProgramId>, draft: Json<OfferDraft>) -> Reply<WaitlistEntry> {
    let address = format!("/api/v1/programs/{}/waitlist", program.0);
    let work = move |tx: &mut WriteTx| waitlist::offer(tx, program.0, &draft.0);
    let made = session.write(&[Enroll], "waitlist.offer", work).await?;
    Ok(Answer::created(made, address).etag(|entry| entry.version))
}

/// Accept a place that was offered
///
/// Enrolls the client from the first day of the offer on, or from today where that day has gone by, at once or as a proposal;
/// restrictions and capacity are looked at again.
#[utoipa::path(operation_id = "waitlist.accept", params(IfMatch),
    extensions(("x-permission" = json!([Enroll, ProposeEdits]))),
    responses((status = 201, body = Enrollment), (status = 202, body = Change),
        (status = 409, description = "Nothing is offered any more")))]
#[post("/waitlist/{id}/acceptance")]
async fn accept(
    session: Session,
    id: Id<WaitlistEntryId>,
    seen: IfMatch,
) -> Result<Changed<Enrollment>, Refused> {
    let work = move |tx: &mut WriteTx| waitlist::accept(tx, id.0, seen.0);
    let outcome = session.write(&[Enroll, ProposeEdits], "enrollments.create", work).await?;
    Ok(Changed::of(outcome)?.made(|made: &Enrollment| format!("/api/v1/enrollments/{}", made.id)))
}

/// Say that somebody who waits declined, is skipped, leaves the list, or is put back
///
/// `declined` is for a place that was offered. `skipped` takes a reason; the person keeps their place and is put back with
/// `waiting`. `removed` takes them off the list.
#[utoipa::path(operation_id = "waitlist.answer", request_body = WaitlistAnswer, params(IfMatch),
    extensions(("x-permission" = json!(Enroll))),
    responses((status = 200, body = WaitlistEntry), (status = 409, description = "Not from where they stand")))]
#[post("/waitlist/{id}/answer")]
async fn answer(
    session: Session,
    id: Id<WaitlistEntryId>,
    seen: IfMatch,
    said: Json<WaitlistAnswer>,
) -> Reply<WaitlistEntry> {
    let work = move |tx: &mut WriteTx| waitlist::answer(tx, id.0, seen.0, &said.0);
    let now = session.write(&[Enroll], "waitlist.answer", work).await?;
    Ok(Answer::ok(now).etag(|entry| entry.version))
}
