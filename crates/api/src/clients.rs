//! Clients.

use actix_web::{get, patch, post};
use domain::{
    applications::LikelyClient,
    changes::{Change, Edit},
    clients::{
        Client, ClientDraft, ClientFilter, ClientPatch, ClientRow, DisclosedSsn, Reason, SharedContacts,
        StageMove,
    },
    ids::ClientId,
    page::Page,
    permission::Permission::{
        CreateClients, DiscloseSsn, EditClients, EditContactDetails, ProposeEdits, SeeClients, SetStage,
    },
};
use store::{clients, matching, ssn};

use crate::{
    answer::{Answer, Reply},
    changed::Changed,
    extract::{Id, IfMatch, Json, Query},
    problem::Refused,
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(list).service(create).service(find).service(update).service(move_stage).service(disclose_ssn);
    api.service(sharing);
}

/// Clients in sight
///
/// `q` finds any name, alias, phone, email, external id or date of birth; accents do not matter, and where few are
/// found, slips of the finger are forgiven. Without `SeeClientDetails` it searches names and contact details alone.
#[utoipa::path(operation_id = "clients.list", params(ClientFilter),
    extensions(("x-permission" = json!(SeeClients))), responses((status = 200, body = Page<ClientRow>)))]
#[get("/clients")]
async fn list(session: Session, filter: Query<ClientFilter>) -> Reply<Page<ClientRow>> {
    Ok(Answer::ok(session.read(SeeClients, move |tx| clients::list(tx, &filter.0)).await?))
}

/// Add a client
///
/// Applied at once, or kept as a proposal for those who may only propose. Whoever sees a caseload alone gets the
/// client onto it.
#[utoipa::path(operation_id = "clients.create", request_body = ClientDraft,
    extensions(("x-permission" = json!([CreateClients, ProposeEdits]))),
    responses((status = 201, body = Client), (status = 202, body = Change)))]
#[post("/clients")]
async fn create(session: Session, draft: Json<ClientDraft>) -> Result<Changed<Client>, Refused> {
    let made = session.change(Edit::CreateClient { draft: draft.into_inner() }, None).await?;
    Ok(made.made(|client: &Client| format!("/api/v1/clients/{}", client.id)))
}

/// Who else has one of these phones or emails
///
/// Families share them, so it is told and not refused. Of a record outside the reader's sight it is told that there is one,
/// to those who may create clients, and nothing else.
#[utoipa::path(operation_id = "clients.sharing", request_body = SharedContacts,
    extensions(("x-permission" = json!([CreateClients, EditClients, EditContactDetails, ProposeEdits]))),
    responses((status = 200, body = Vec<LikelyClient>)))]
#[post("/clients/sharing")]
async fn sharing(session: Session, asked: Json<SharedContacts>) -> Reply<Vec<LikelyClient>> {
    let may = [CreateClients, EditClients, EditContactDetails, ProposeEdits];
    Ok(Answer::ok(session.read_any(&may, move |tx| matching::sharing(tx, &asked.0)).await?))
}

/// One client
///
/// Fields that the reader may not see are absent and named in `withheld`.
#[utoipa::path(operation_id = "clients.find", extensions(("x-permission" = json!(SeeClients))),
    responses((status = 200, body = Client)))]
#[get("/clients/{id}")]
async fn find(session: Session, id: Id<ClientId>) -> Reply<Client> {
    let found = session.read(SeeClients, move |tx| clients::find(tx, id.0)).await?;
    Ok(Answer::ok(found).etag(|client| client.version))
}

/// Change a client's record
///
/// A merge-patch. A patch of contact points and addresses alone takes `EditContactDetails`.
#[utoipa::path(operation_id = "clients.update", request_body = ClientPatch, params(IfMatch),
    extensions(("x-permission" = json!([EditClients, EditContactDetails, ProposeEdits]))),
    responses((status = 200, body = Client), (status = 202, body = Change)))]
#[patch("/clients/{id}")]
async fn update(
    session: Session,
    id: Id<ClientId>,
    seen: IfMatch,
    patch: Json<ClientPatch>,
) -> Result<Changed<Client>, Refused> {
    session.change(Edit::UpdateClient { id: id.0, patch: patch.into_inner() }, Some(seen.0)).await
}

/// Move a client to another stage of the journey
///
/// Whoever moves a client back within ten minutes takes the move back: the days in the stage go on as if it had not
/// been, and the log keeps both.
#[utoipa::path(operation_id = "clients.move_stage", request_body = StageMove, params(IfMatch),
    extensions(("x-permission" = json!([SetStage, ProposeEdits]))),
    responses((status = 200, body = Client), (status = 202, body = Change)))]
#[post("/clients/{id}/stage-moves")]
async fn move_stage(
    session: Session,
    id: Id<ClientId>,
    seen: IfMatch,
    to: Json<StageMove>,
) -> Result<Changed<Client>, Refused> {
    session.change(Edit::MoveStage { client: id.0, to: to.into_inner() }, Some(seen.0)).await
}

/// Open a client's social security number
///
/// The reason and the reader's name stand in the audit before the number is opened.
#[utoipa::path(operation_id = "clients.disclose_ssn", request_body = Reason,
    extensions(("x-permission" = json!(DiscloseSsn))),
    responses((status = 200, body = DisclosedSsn), (status = 409, description = "None is on record")))]
#[post("/clients/{id}/ssn-disclosure")]
async fn disclose_ssn(session: Session, id: Id<ClientId>, reason: Json<Reason>) -> Reply<DisclosedSsn> {
    let reason = reason.into_inner();
    let ssn =
        session.disclose(DiscloseSsn, "clients.disclose_ssn", reason, move |tx| ssn::open(tx, id.0)).await?;
    Ok(Answer::ok(DisclosedSsn { ssn }))
}
