//! Custom fields: their definitions, and what stands in them.

use actix_web::{delete, get, patch, post};
use domain::{
    changes::{Change, Edit},
    custom_fields::{ClientFields, CustomField, CustomFieldDraft, CustomFieldPatch, FieldsPatch},
    ids::{ClientId, CustomFieldId},
    permission::Permission::{
        self, EditClients, EditOrganization, ProposeEdits, SeeApplications, SeeClientDetails, SeeClients,
    },
};
use store::{custom_fields, tx::WriteTx};

use crate::{
    answer::{Answer, Reply},
    changed::Changed,
    extract::{Id, IfMatch, Json},
    problem::Refused,
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(list).service(add).service(amend).service(remove).service(find).service(set);
}

/// Whoever reads what stands in one, of a client or of an applicant, and whoever defines them.
const READERS: [Permission; 3] = [SeeClients, SeeApplications, EditOrganization];

/// The custom fields in their order
///
/// Retired ones too, because old records have values of them; `retired_on` tells which are not asked any more.
#[utoipa::path(operation_id = "custom_fields.list", extensions(("x-permission" = json!(READERS))),
    responses((status = 200, body = Vec<CustomField>)))]
#[get("/custom-fields")]
async fn list(session: Session) -> Reply<Vec<CustomField>> {
    Ok(Answer::ok(session.read_any(&READERS, custom_fields::list).await?))
}

/// Define a custom field
///
/// It stands behind the others. Its name and its kind never change.
#[utoipa::path(operation_id = "custom_fields.add", request_body = CustomFieldDraft,
    extensions(("x-permission" = json!(EditOrganization))), responses((status = 201, body = CustomField),
        (status = 409, description = "There are as many as a form can hold")))]
#[post("/custom-fields")]
async fn add(session: Session, draft: Json<CustomFieldDraft>) -> Reply<CustomField> {
    let work = move |tx: &mut WriteTx| custom_fields::add(tx, &draft.0);
    let made = session.write(&[EditOrganization], "custom_fields.add", work).await?;
    Ok(Answer::created(made, "/api/v1/custom-fields").etag(|field| field.version))
}

/// Word a custom field anew, bound it anew, move it, retire it or ask it again
///
/// Values that records have stay as they are; new bounds hold for what is written from then on. Choices of a field
/// that is in use are retired, never taken away.
#[utoipa::path(operation_id = "custom_fields.amend", request_body = CustomFieldPatch, params(IfMatch),
    extensions(("x-permission" = json!(EditOrganization))), responses((status = 200, body = CustomField)))]
#[patch("/custom-fields/{id}")]
async fn amend(
    session: Session,
    id: Id<CustomFieldId>,
    seen: IfMatch,
    patch: Json<CustomFieldPatch>,
) -> Reply<CustomField> {
    let work = move |tx: &mut WriteTx| custom_fields::amend(tx, id.0, seen.0, &patch.0);
    let amended = session.write(&[EditOrganization], "custom_fields.amend", work).await?;
    Ok(Answer::ok(amended).etag(|field| field.version))
}

/// Delete a custom field that no record ever had a value of
///
/// One that is in use is 409: retire it instead.
#[utoipa::path(operation_id = "custom_fields.remove", extensions(("x-permission" = json!(EditOrganization))),
    responses((status = 204), (status = 409, description = "Records have values of it")))]
#[delete("/custom-fields/{id}")]
async fn remove(session: Session, id: Id<CustomFieldId>) -> Reply<()> {
    let work = move |tx: &mut WriteTx| custom_fields::remove(tx, id.0);
    session.write(&[EditOrganization], "custom_fields.remove", work).await?;
    Ok(Answer::no_content())
}

/// What stands in a client's custom fields
///
/// Fields whose values the reader may not see are named in `withheld`. The `ETag` is the client's.
#[utoipa::path(operation_id = "custom_fields.find", extensions(("x-permission" = json!(SeeClientDetails))),
    responses((status = 200, body = ClientFields)))]
#[get("/clients/{client_id}/custom-fields")]
async fn find(session: Session, client: Id<ClientId>) -> Reply<ClientFields> {
    let found = session.read(SeeClientDetails, move |tx| custom_fields::find(tx, client.0)).await?;
    Ok(Answer::ok(found).etag(|fields| fields.version))
}

/// Write values of a client's custom fields
///
/// A merge-patch: fields that are not named keep their values, null clears.
#[utoipa::path(operation_id = "custom_fields.set", request_body = FieldsPatch, params(IfMatch),
    extensions(("x-permission" = json!([EditClients, ProposeEdits]))),
    responses((status = 200, body = ClientFields), (status = 202, body = Change)))]
#[patch("/clients/{client_id}/custom-fields")]
async fn set(
    session: Session,
    client: Id<ClientId>,
    seen: IfMatch,
    fields: Json<FieldsPatch>,
) -> Result<Changed<ClientFields>, Refused> {
    let edit = Edit::SetFields { client: client.0, fields: fields.into_inner() };
    session.change(edit, Some(seen.0)).await
}
