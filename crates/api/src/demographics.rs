//! Demographics: what is known on a day, what was answered before, and new answers.

use actix_web::{get, patch};
use domain::{
    changes::{Change, Edit},
    demographics::{Answers, AsOf, Demographics, HistoryFilter, PastAnswer},
    ids::ClientId,
    permission::Permission::{EditClients, ProposeEdits, SeeClientDetails},
};
use store::{demographics, tx::ReadTx};

use crate::{
    answer::{Answer, Reply},
    changed::Changed,
    extract::{Id, IfMatch, Json, Query},
    problem::Refused,
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(find).service(history).service(answer);
}

/// What is known about a client on a day
///
/// Each answer is given, declined, unknown or not asked. `on` asks for what was true on an earlier day than today.
/// Questions whose answers the reader may not see are named in `withheld`. The `ETag` is the client's.
#[utoipa::path(operation_id = "demographics.find", params(AsOf), extensions(("x-permission" = json!(SeeClientDetails))),
    responses((status = 200, body = Demographics)))]
#[get("/clients/{client_id}/demographics")]
async fn find(session: Session, client: Id<ClientId>, as_of: Query<AsOf>) -> Reply<Demographics> {
    let found = session.read(SeeClientDetails, move |tx| demographics::find(tx, client.0, &as_of.0)).await?;
    Ok(Answer::ok(found).etag(|demographics| demographics.version))
}

/// Every answer that a client ever gave
///
/// By question, the latest first, with the days on which it was true and who wrote it. Answers that were corrected stand
/// among them with `corrected_at`. Questions whose answers the reader may not see are left out.
#[utoipa::path(operation_id = "demographics.history", params(HistoryFilter),
    extensions(("x-permission" = json!(SeeClientDetails))), responses((status = 200, body = Vec<PastAnswer>)))]
#[get("/clients/{client_id}/demographics/history")]
async fn history(
    session: Session,
    client: Id<ClientId>,
    filter: Query<HistoryFilter>,
) -> Reply<Vec<PastAnswer>> {
    let work = move |tx: &mut ReadTx| demographics::history(tx, client.0, filter.0);
    Ok(Answer::ok(session.read(SeeClientDetails, work).await?))
}

/// Answer questions about a client
///
/// Earlier answers stay on record with the day from which they were true. A second answer for the same day takes the place
/// of the first, and one that `corrects` names takes the place of that of another day; the wrong one stays in the history
/// as corrected. Questions that are not named keep their answers. Codes have to be offered on the day from which the answer is true.
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
