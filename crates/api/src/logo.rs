//! The organization's logo.

use actix_web::{
    HttpResponse, delete, get,
    http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
    put,
};
use domain::{organization::Organization, permission::Permission::EditOrganization};
use store::{
    organization::logo::{self, KeptLogo},
    tx::WriteTx,
};

use crate::{
    answer::{Answer, Reply},
    download::SANDBOX,
    extract::{Id, IfMatch},
    problem::Refused,
    routes::Routes,
    session::{Public, Session},
    upload::{PictureForm, Upload},
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(find).service(set).service(remove);
}

/// The logo
///
/// A PNG of at most 600 by 160 pixels. Another logo has another digest, so this one may be kept for ever.
#[utoipa::path(operation_id = "organization.logo", extensions(("x-permission" = json!("public"))),
    params(("digest" = String, Path, example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")),
    responses((status = 200, content_type = "image/png", body = Vec<u8>)))]
#[get("/organization/logo/{digest}")]
async fn find(public: Public, digest: Id<String>) -> Result<HttpResponse, Refused> {
    let file = public.read(move |tx| logo::find(tx, &digest.0)).await?;
    let content = public.state.uploads.find(file).await?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "image/png"))
        .insert_header((CONTENT_DISPOSITION, "inline; filename=\"logo.png\""))
        .insert_header((CONTENT_SECURITY_POLICY, SANDBOX))
        .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .body(content))
}

/// Set the logo
///
/// One part `file`: a JPEG, PNG or WebP picture of at most 10 MiB and 50 megapixels, of at least 32 pixels a side. It is
/// drawn anew as a PNG of at most 600 by 160 pixels; the picture itself and what was written into it are not kept.
#[utoipa::path(operation_id = "organization.set_logo", params(IfMatch),
    request_body(content = PictureForm, content_type = "multipart/form-data"),
    extensions(("x-permission" = json!(EditOrganization))), responses((status = 200, body = Organization)))]
#[put("/organization/logo")]
async fn set(session: Session, seen: IfMatch, upload: Upload) -> Reply<Organization> {
    if let Err(refused) = session.read(EditOrganization, move |tx| logo::before(tx, seen.0)).await {
        return Err(upload.instead(refused).await);
    }
    let arrived = upload.logo().await?;
    arrived.keep(|logo| change(&session, seen.0, "organization.set_logo", Some(logo))).await
}

/// Remove the logo
#[utoipa::path(operation_id = "organization.remove_logo", params(IfMatch),
    extensions(("x-permission" = json!(EditOrganization))), responses((status = 200, body = Organization)))]
#[delete("/organization/logo")]
async fn remove(session: Session, seen: IfMatch) -> Reply<Organization> {
    change(&session, seen.0, "organization.remove_logo", None).await
}

/// Whoever wrote the profile forgets the file that it no longer names.
async fn change(
    session: &Session,
    seen: i32,
    operation: &'static str,
    logo: Option<KeptLogo>,
) -> Reply<Organization> {
    let work = move |tx: &mut WriteTx| logo::set(tx, seen, logo.as_ref());
    let (amended, before) = session.write(&[EditOrganization], operation, work).await?;
    if let Some(before) = before {
        session.state().uploads.forget(before).await;
    }
    Ok(Answer::ok(amended).etag(|organization| organization.version))
}
