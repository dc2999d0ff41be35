//! Demographics.

use actix_web::{get, patch};
use domain::{
    changes::{Change, Edit},
    demographics::{Answers, Demographics},
    ids::ClientId,
    permission::Permission::{EditClients, ProposeEdits, SeeClientDetails},
};
use store::demographics;

use crate::{
    answer::{Answer, Reply},
    changed::Changed,
    extract::{Id, IfMatch, Json},
    problem::Refused,
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(find).service(answer);
}

/// What is known about a client today
///
/// Each answer is given, declined, unknown or not asked. Questions whose answers the reader may not see are named
/// in `withheld`. The `ETag` is the client's.
#[utoipa::path(operation_id = "demographics.find", extensions(("x-permission" = json!(SeeClientDetails))),
    responses((status = 200, body = Demographics)))]
#[get("/clients/{client_id}/demographics")]
async fn find(session: Session, client: Id<ClientId>) -> Reply<Demographics> {
    let found = session.read(SeeClientDetails, move |tx| demographics::find(tx, client.0)).await?;
    Ok(Answer::ok(found).etag(|demographics| demographics.version))
}

/// Answer questions about a client
///
/// Earlier answers stay on record with the day from which they were true; a second answer for the same day takes
/// the place of the first. Questions that are not named keep their answers.
#[utoipa::path(operation_id = "demographics.answer", request_body = Answers, params(IfMatch),
    extensions(("x-permission" = json!([EditClients, ProposeEdits]))),
    responses((status = 200, body = Demographics), (status = 202, body = Change)))]
#[patch("/clients/{client_id}/demographics")]
async fn answer(
    session: Session,
    client: Id<ClientId>,
    seen: IfMatch,
    answers: Json<Answers>,
) -> Result<Changed<Demographics>, Refused> {
    let edit = Edit::AnswerDemographics { client: client.0, answers: answers.into_inner() };
    session.change(edit, Some(seen.0)).await
}
