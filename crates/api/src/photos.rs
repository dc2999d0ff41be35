//! Photos of clients. A photo is a field of the record: who may change the record may change it, who may propose
//! proposes it, and who sees the card sees it.

use actix_web::{delete, get, put};
use domain::{
    changes::{Change, Edit},
    clients::Client,
    ids::{ChangeId, ClientId, PhotoId},
    permission::Permission::{self, EditClients, ProposeEdits, ProposeLifting, ReviewProposals, SeeClients},
    photos::Crop,
    problem::Code,
};
use store::{changes, photos};

use crate::{
    changed::Changed,
    extract::{Id, IfMatch, Query},
    picture::Picture,
    problem::Refused,
    routes::Routes,
    session::Session,
    upload::{PictureForm, Upload},
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(find).service(set).service(remove).service(find_proposed);
}

/// Who may change a photo, or propose another one.
const WRITERS: [Permission; 2] = [EditClients, ProposeEdits];

/// A client's photo
///
/// A square JPEG of at most 512 pixels a side. `ETag` is the version of the client's record. A client without a photo
/// has no `photo` in the record either, and the answer is 404.
#[utoipa::path(operation_id = "photos.find", extensions(("x-permission" = json!(SeeClients))),
    responses((status = 200, content_type = "image/jpeg", body = Vec<u8>)))]
#[get("/clients/{id}/photo")]
async fn find(session: Session, id: Id<ClientId>) -> Result<Picture, Refused> {
    let photo = session.read(SeeClients, move |tx| photos::find(tx, id.0)).await?;
    Ok(session.picture(photo.id).await?.etag(photo.version))
}

/// Set a client's photo
///
/// One part `file`: a JPEG, PNG or WebP picture of at most 10 MiB and 50 megapixels. The square that is asked for, or
/// the largest one in the middle, is drawn anew; the picture itself and what was written into it are not kept.
#[utoipa::path(operation_id = "photos.set", params(IfMatch, Crop),
    request_body(content = PictureForm, content_type = "multipart/form-data"),
    extensions(("x-permission" = json!(WRITERS))),
    responses((status = 200, body = Client), (status = 202, body = Change)))]
#[put("/clients/{id}/photo")]
async fn set(
    session: Session,
    id: Id<ClientId>,
    seen: IfMatch,
    crop: Query<Crop>,
    upload: Upload,
) -> Result<Changed<Client>, Refused> {
    let before = match before(&session, id.0, seen.0).await {
        Ok(before) => before,
        Err(refused) => return Err(upload.instead(refused).await),
    };
    let square = match crop.0.square() {
        Ok(square) => square,
        Err(error) => return Err(upload.instead(Refused::field(Code::Invalid, error)).await),
    };
    let arrived = upload.photo(square).await?;
    let changed = arrived.keep(|photo| change(&session, id.0, Some(photo), seen.0)).await?;
    forget_replaced(&session, &changed, before).await;
    Ok(changed)
}

/// Remove a client's photo
#[utoipa::path(operation_id = "photos.remove", params(IfMatch), extensions(("x-permission" = json!(WRITERS))),
    responses((status = 200, body = Client), (status = 202, body = Change)))]
#[delete("/clients/{id}/photo")]
async fn remove(session: Session, id: Id<ClientId>, seen: IfMatch) -> Result<Changed<Client>, Refused> {
    let before = before(&session, id.0, seen.0).await?;
    let changed = change(&session, id.0, None, seen.0).await?;
    forget_replaced(&session, &changed, before).await;
    Ok(changed)
}

/// A proposed photo
///
/// For whoever sees the proposal, as long as it waits. A photo that is turned down is not kept.
#[utoipa::path(operation_id = "photos.find_proposed",
    extensions(("x-permission" = json!([ReviewProposals, ProposeEdits, ProposeLifting]))),
    responses((status = 200, content_type = "image/jpeg", body = Vec<u8>)))]
#[get("/changes/{id}/photo")]
async fn find_proposed(session: Session, id: Id<ChangeId>) -> Result<Picture, Refused> {
    let photo = session.read_any(&changes::READERS, move |tx| photos::find_proposed(tx, id.0)).await?;
    session.picture(photo).await
}

/// Refuses early what would be refused anyway; else the photo that would be replaced.
async fn before(session: &Session, client: ClientId, seen: i32) -> Result<Option<PhotoId>, Refused> {
    session.read_any(&WRITERS, move |tx| photos::before(tx, client, seen)).await
}

async fn change(
    session: &Session,
    client: ClientId,
    photo: Option<PhotoId>,
    seen: i32,
) -> Result<Changed<Client>, Refused> {
    session.change(Edit::SetPhoto { client, photo }, Some(seen)).await
}

/// What is only proposed replaces nothing yet.
async fn forget_replaced(session: &Session, changed: &Changed<Client>, before: Option<PhotoId>) {
    if matches!(changed, Changed::Applied { .. }) {
        session.forget(before).await;
    }
}
