//! What the caller has begun to write and not sent yet.

use actix_web::{delete, get, put};
use domain::unsent::{KeptTexts, Key, UnsentTexts};
use store::{tx::WriteTx, unsent};

use crate::{
    answer::{Answer, Reply},
    extract::{Id, Json},
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(find).service(keep).service(forget);
}

/// What I have begun to write in a form
///
/// Without fields where nothing is kept. The key is the form's code and the id of what it writes about.
#[utoipa::path(operation_id = "unsent.find",
    params(("key" = String, Path, example = "note-0190a000-0000-7000-8000-000000000000")),
    extensions(("x-permission" = json!("signed_in"))), responses((status = 200, body = KeptTexts)))]
#[get("/me/drafts/{key}")]
async fn find(session: Session, key: Id<Key>) -> Reply<KeptTexts> {
    Ok(Answer::ok(session.read_any(&[], move |tx| unsent::find(tx, key.0)).await?))
}

/// Keep what I have begun to write in a form
///
/// In the place of what was kept before; sealed, for thirty days, for nobody else to read. Empty texts are
/// forgotten.
#[utoipa::path(operation_id = "unsent.keep", request_body = UnsentTexts,
    params(("key" = String, Path, example = "note-0190a000-0000-7000-8000-000000000000")),
    extensions(("x-permission" = json!("signed_in"))), responses((status = 204)))]
#[put("/me/drafts/{key}")]
async fn keep(session: Session, key: Id<Key>, texts: Json<UnsentTexts>) -> Reply<()> {
    let work = move |tx: &mut WriteTx| unsent::keep(tx, key.0, &texts.0);
    session.write(&[], "unsent.keep", work).await?;
    Ok(Answer::no_content())
}

/// Forget what I have begun to write in a form
#[utoipa::path(operation_id = "unsent.forget",
    params(("key" = String, Path, example = "note-0190a000-0000-7000-8000-000000000000")),
    extensions(("x-permission" = json!("signed_in"))), responses((status = 204)))]
#[delete("/me/drafts/{key}")]
async fn forget(session: Session, key: Id<Key>) -> Reply<()> {
    session.write(&[], "unsent.forget", move |tx: &mut WriteTx| unsent::forget(tx, key.0)).await?;
    Ok(Answer::no_content())
}
