//! The organization's profile.

use actix_web::{get, patch};
use domain::{
    organization::{Organization, OrganizationPatch, PublicOrganization, Reader},
    permission::Permission::EditOrganization,
};
use store::{organization, tx::WriteTx};

use crate::{
    answer::{Answer, Reply},
    extract::{IfMatch, Json, Query},
    routes::Routes,
    session::{Public, Session},
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(public).service(settings).service(amend);
}

/// The profile as everybody sees it
///
/// In the language that is asked for; what is not written in it is in the organization's first one.
#[utoipa::path(operation_id = "organization.public", params(Reader), extensions(("x-permission" = json!("public"))),
    responses((status = 200, body = PublicOrganization)))]
#[get("/organization")]
async fn public(public: Public, reader: Query<Reader>) -> Reply<PublicOrganization> {
    Ok(Answer::ok(public.read(move |tx| organization::read_by(tx, &reader.0)).await?))
}

/// The profile with what only the administration needs
#[utoipa::path(operation_id = "organization.settings", extensions(("x-permission" = json!(EditOrganization))),
    responses((status = 200, body = Organization)))]
#[get("/organization/settings")]
async fn settings(session: Session) -> Reply<Organization> {
    let found = session.read(EditOrganization, organization::settings).await?;
    Ok(Answer::ok(found).etag(|organization| organization.version))
}

/// Change the profile
///
/// It shows at once on the public and the staff pages. Whoever requires a second factor of a role of their own has
/// to have one.
#[utoipa::path(operation_id = "organization.amend", request_body = OrganizationPatch, params(IfMatch),
    extensions(("x-permission" = json!(EditOrganization))), responses((status = 200, body = Organization)))]
#[patch("/organization/settings")]
async fn amend(session: Session, seen: IfMatch, patch: Json<OrganizationPatch>) -> Reply<Organization> {
    let work = move |tx: &mut WriteTx| organization::amend(tx, seen.0, &patch.0);
    let amended = session.write(&[EditOrganization], "organization.amend", work).await?;
    Ok(Answer::ok(amended).etag(|organization| organization.version))
}
