//! How this installation works, as the administration decides.

use actix_web::{get, patch};
use domain::{
    permission::Permission::EditOrganization,
    settings::{SystemSettings, SystemSettingsPatch},
};
use store::{settings, tx::WriteTx};

use crate::{
    answer::{Answer, Reply},
    extract::{IfMatch, Json},
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(find).service(amend);
}

/// How this installation works
///
/// Signing in, sessions, files, how long things are kept, and which parts are switched off.
#[utoipa::path(operation_id = "settings.find", extensions(("x-permission" = json!(EditOrganization))),
    responses((status = 200, body = SystemSettings)))]
#[get("/settings")]
async fn find(session: Session) -> Reply<SystemSettings> {
    Ok(Answer::ok(session.read(EditOrganization, settings::find).await?).etag(|settings| settings.version))
}

/// Change how this installation works
///
/// It holds for the next request of every server. What belongs to a part that is switched off is answered with 404
/// `switched_off` from then on, and what that part has written stays.
#[utoipa::path(operation_id = "settings.amend", request_body = SystemSettingsPatch, params(IfMatch),
    extensions(("x-permission" = json!(EditOrganization))), responses((status = 200, body = SystemSettings)))]
#[patch("/settings")]
async fn amend(session: Session, seen: IfMatch, patch: Json<SystemSettingsPatch>) -> Reply<SystemSettings> {
    let work = move |tx: &mut WriteTx| settings::amend(tx, seen.0, &patch.0);
    let amended = session.write(&[EditOrganization], "settings.amend", work).await?;
    Ok(Answer::ok(amended).etag(|settings| settings.version))
}
