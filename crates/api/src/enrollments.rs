//! Enrollments.

use actix_web::{get, patch, post};
use domain::{
    changes::{Change, Edit},
    enrollments::{
        Correction, DischargeDraft, DischargeRow, Enrollment, EnrollmentDraft, EnrollmentFilter,
        EnrollmentRequest, EnrollmentRequestDraft, IntakeRow, LeftByEnding, Occupancy, OccupancyFilter,
        ProgramStanding, TransferDraft,
    },
    follow_ups::FollowUp,
    ids::{ChangeId, ClientId, EnrollmentId, ProgramId},
    page::Page,
    permission::Permission::{Enroll, ProposeEdits, SeeEnrollments, UsePortal},
};
use store::{enrollments, tx::WriteTx};

use crate::{
    answer::{Answer, Reply},
    changed::Changed,
    extract::{Id, IfMatch, Json, Query},
    problem::Refused,
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(list_of_client)
        .service(intakes_of_client)
        .service(discharges_of_client)
        .service(list_of_program)
        .service(occupancy)
        .service(find)
        .service(left_behind);
    api.service(ask)
        .service(requests)
        .service(standings)
        .service(withdraw)
        .service(enroll)
        .service(discharge)
        .service(transfer)
        .service(correct);
}

/// A client's enrollments, the latest first
#[utoipa::path(operation_id = "enrollments.list_of_client", extensions(("x-permission" = json!(SeeEnrollments))),
    responses((status = 200, body = Vec<Enrollment>)))]
#[get("/clients/{client_id}/enrollments")]
async fn list_of_client(session: Session, client: Id<ClientId>) -> Reply<Vec<Enrollment>> {
    let list = session.read(SeeEnrollments, move |tx| enrollments::list_of_client(tx, client.0)).await?;
    Ok(Answer::ok(list))
}

/// A client's intakes, the latest first
///
/// The day of an intake is the first day of its enrollment. With each stands who wrote it and when, and, for those who may
/// see applications, the application in which the person asked for the program.
#[utoipa::path(operation_id = "enrollments.intakes", extensions(("x-permission" = json!(SeeEnrollments))),
    responses((status = 200, body = Vec<IntakeRow>)))]
#[get("/clients/{client_id}/intakes")]
async fn intakes_of_client(session: Session, client: Id<ClientId>) -> Reply<Vec<IntakeRow>> {
    let list = session.read(SeeEnrollments, move |tx| enrollments::intakes_of_client(tx, client.0)).await?;
    Ok(Answer::ok(list))
}

/// A client's discharges, the latest first
///
/// The day of a discharge is the last day of its enrollment. With each stands who wrote it and when. One that was taken
/// back is not among them.
#[utoipa::path(operation_id = "enrollments.discharges", extensions(("x-permission" = json!(SeeEnrollments))),
    responses((status = 200, body = Vec<DischargeRow>)))]
#[get("/clients/{client_id}/discharges")]
async fn discharges_of_client(session: Session, client: Id<ClientId>) -> Reply<Vec<DischargeRow>> {
    let list =
        session.read(SeeEnrollments, move |tx| enrollments::discharges_of_client(tx, client.0)).await?;
    Ok(Answer::ok(list))
}

/// Who is in a program
///
/// Of the clients in sight, the latest first. `state` tells who is in it now (`current`), who was (`past`) and who will be
/// (`upcoming`).
#[utoipa::path(operation_id = "enrollments.list_of_program", params(EnrollmentFilter),
    extensions(("x-permission" = json!(SeeEnrollments))), responses((status = 200, body = Page<Enrollment>)))]
#[get("/programs/{id}/enrollments")]
async fn list_of_program(
    session: Session,
    program: Id<ProgramId>,
    filter: Query<EnrollmentFilter>,
) -> Reply<Page<Enrollment>> {
    let work = move |tx: &mut store::tx::ReadTx| enrollments::list_of_program(tx, program.0, &filter.0);
    Ok(Answer::ok(session.read(SeeEnrollments, work).await?))
}

/// How many places of a program are taken, over time
///
/// Each day on which it changes, from a year ago to half a year from now where nothing else is said. It counts people of
/// all caseloads.
#[utoipa::path(operation_id = "enrollments.occupancy", params(OccupancyFilter),
    extensions(("x-permission" = json!(SeeEnrollments))), responses((status = 200, body = Vec<Occupancy>)))]
#[get("/programs/{id}/occupancy")]
async fn occupancy(
    session: Session,
    program: Id<ProgramId>,
    filter: Query<OccupancyFilter>,
) -> Reply<Vec<Occupancy>> {
    let work = move |tx: &mut store::tx::ReadTx| enrollments::occupancy(tx, program.0, &filter.0);
    Ok(Answer::ok(session.read(SeeEnrollments, work).await?))
}

/// One enrollment
#[utoipa::path(operation_id = "enrollments.find", extensions(("x-permission" = json!(SeeEnrollments))),
    responses((status = 200, body = Enrollment)))]
#[get("/enrollments/{id}")]
async fn find(session: Session, id: Id<EnrollmentId>) -> Reply<Enrollment> {
    let found = session.read(SeeEnrollments, move |tx| enrollments::find(tx, id.0)).await?;
    Ok(Answer::ok(found).etag(|enrollment| enrollment.version))
}

/// The open follow-ups that the end of an enrollment would leave behind
///
/// Those of staff who see the client by its program alone. It takes the permission `see_follow_ups` too.
#[utoipa::path(operation_id = "enrollments.left_behind", params(LeftByEnding),
    extensions(("x-permission" = json!([Enroll, ProposeEdits]))),
    responses((status = 200, body = Page<FollowUp>)))]
#[get("/enrollments/{id}/follow-ups")]
async fn left_behind(
    session: Session,
    id: Id<EnrollmentId>,
    asked: Query<LeftByEnding>,
) -> Reply<Page<FollowUp>> {
    let work = move |tx: &mut store::tx::ReadTx| enrollments::left_behind(tx, id.0, &asked.0);
    Ok(Answer::ok(session.read_any(&[Enroll, ProposeEdits], work).await?))
}

/// Enroll a client in a program
///
/// Applied at once, or kept as a proposal for those who may only propose. Refused with 422 where the program is full on a
/// day of the enrollment (`full`, with how many of how many), where others wait for the place before the client
/// (`others_wait`, with how many), where a restriction is in force (`restricted`), and where the client is in the program on
/// one of the days (`overlaps`, with the days). `override_reason` goes over capacity and past those who wait, and takes the
/// permission `override_capacity`.
#[utoipa::path(operation_id = "enrollments.enroll", request_body = EnrollmentDraft,
    extensions(("x-permission" = json!([Enroll, ProposeEdits]))),
    responses((status = 201, body = Enrollment), (status = 202, body = Change)))]
#[post("/clients/{client_id}/enrollments")]
async fn enroll(
    session: Session,
    client: Id<ClientId>,
    draft: Json<EnrollmentDraft>,
) -> Result<Changed<Enrollment>, Refused> {
    let edit = Edit::Enroll { client: client.0, draft: draft.into_inner() };
    Ok(session.change(edit, None).await?.made(address))
}

fn address(made: &Enrollment) -> String {
    format!("/api/v1/enrollments/{}", made.id)
}

/// Discharge a client from a program
///
/// `end_date` is the last day in it. Enrollment and discharge are written together. Open follow-ups of staff who see the
/// client by this program alone have to go somewhere: without `follow_ups` that is 422. Days after those that were planned
/// are looked at like those of a new enrollment; `override_reason` goes over capacity on them.
#[utoipa::path(operation_id = "enrollments.discharge", request_body = DischargeDraft, params(IfMatch),
    extensions(("x-permission" = json!([Enroll, ProposeEdits]))),
    responses((status = 200, body = Enrollment), (status = 202, body = Change)))]
#[post("/enrollments/{id}/discharge")]
async fn discharge(
    session: Session,
    id: Id<EnrollmentId>,
    seen: IfMatch,
    draft: Json<DischargeDraft>,
) -> Result<Changed<Enrollment>, Refused> {
    session.change(Edit::Discharge { id: id.0, draft: draft.into_inner() }, Some(seen.0)).await
}

/// Transfer a client to another program
///
/// Ends the one enrollment on the day before the other one begins, or does neither. Answers with the new one. Open
/// follow-ups of staff who see the client by the old program alone have to go somewhere: without `follow_ups` that is 422.
/// Capacity and waiting list of the new program are looked at as where somebody is enrolled.
#[utoipa::path(operation_id = "enrollments.transfer", request_body = TransferDraft, params(IfMatch),
    extensions(("x-permission" = json!([Enroll, ProposeEdits]))),
    responses((status = 201, body = Enrollment), (status = 202, body = Change)))]
#[post("/enrollments/{id}/transfer")]
async fn transfer(
    session: Session,
    id: Id<EnrollmentId>,
    seen: IfMatch,
    draft: Json<TransferDraft>,
) -> Result<Changed<Enrollment>, Refused> {
    let edit = Edit::Transfer { id: id.0, draft: draft.into_inner() };
    Ok(session.change(edit, Some(seen.0)).await?.made(address))
}

/// Correct a date of an enrollment
///
/// Intake and discharge move with it. An `end_date` of null says that nobody was discharged. Days that are added are looked
/// at like those of a new enrollment; `override_reason` goes over capacity on them. Whoever had left and comes back by it
/// waits behind the others on the list, or comes first by the same reason. Where the person is not in the program any more by
/// it from tomorrow on, `follow_ups` says where open ones go, as with a discharge.
#[utoipa::path(operation_id = "enrollments.correct", request_body = Correction, params(IfMatch),
    extensions(("x-permission" = json!([Enroll, ProposeEdits]))),
    responses((status = 200, body = Enrollment), (status = 202, body = Change)))]
#[patch("/enrollments/{id}")]
async fn correct(
    session: Session,
    id: Id<EnrollmentId>,
    seen: IfMatch,
    patch: Json<Correction>,
) -> Result<Changed<Enrollment>, Refused> {
    session.change(Edit::CorrectEnrollment { id: id.0, patch: patch.into_inner() }, Some(seen.0)).await
}

/// Ask to be in a program
///
/// For a person with a record of their own. It waits among the proposals until staff decide; capacity and restrictions are
/// looked at then. One request for a program waits at a time.
#[utoipa::path(operation_id = "enrollments.ask", request_body = EnrollmentRequestDraft,
    extensions(("x-permission" = json!(UsePortal))),
    responses((status = 202, body = EnrollmentRequest), (status = 409, description = "Asked already")))]
#[post("/enrollment-requests")]
async fn ask(session: Session, draft: Json<EnrollmentRequestDraft>) -> Reply<EnrollmentRequest> {
    let work = move |tx: &mut WriteTx| enrollments::ask(tx, &draft.0);
    Ok(Answer::accepted(session.write(&[UsePortal], "enrollments.ask", work).await?))
}

/// What one asked to be in, and what came of it
///
/// The latest first, each with what is so now: who had a place and left reads that it ended, and whom a place is held for,
/// until when. Of a request that was declined it says that one should speak to staff, and no reason.
#[utoipa::path(operation_id = "enrollments.requests",
    extensions(("x-permission" = json!(UsePortal))),
    responses((status = 200, body = Vec<EnrollmentRequest>)))]
#[get("/enrollment-requests")]
async fn requests(session: Session) -> Reply<Vec<EnrollmentRequest>> {
    Ok(Answer::ok(session.read(UsePortal, enrollments::requests).await?))
}

/// Where one stands with the programs that one could ask for
///
/// Each program that is open to intake: whether one is in it or will be, is on its list, or a place is held for one. It is
/// empty where one's record may not be enrolled, for reasons that staff tell.
#[utoipa::path(operation_id = "enrollments.standings",
    extensions(("x-permission" = json!(UsePortal))),
    responses((status = 200, body = Vec<ProgramStanding>)))]
#[get("/enrollment-requests/programs")]
async fn standings(session: Session) -> Reply<Vec<ProgramStanding>> {
    Ok(Answer::ok(session.read(UsePortal, enrollments::standings).await?))
}

/// Take back that one asked to be in a program
///
/// As long as nobody has decided.
#[utoipa::path(operation_id = "enrollments.withdraw", params(IfMatch),
    extensions(("x-permission" = json!(UsePortal))),
    responses((status = 200, body = EnrollmentRequest), (status = 409, description = "Decided already")))]
#[post("/enrollment-requests/{id}/withdrawal")]
async fn withdraw(session: Session, id: Id<ChangeId>, seen: IfMatch) -> Reply<EnrollmentRequest> {
    let work = move |tx: &mut WriteTx| enrollments::withdraw(tx, id.0, seen.0);
    Ok(Answer::ok(session.write(&[UsePortal], "enrollments.withdraw", work).await?))
}
