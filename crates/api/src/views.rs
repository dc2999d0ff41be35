//! The caller's own filters of lists.

use actix_web::{delete, get, post};
use domain::{
    ids::SavedViewId,
    views::{SavedView, ViewDraft, ViewFilter},
};
use store::{tx::WriteTx, views};

use crate::{
    answer::{Answer, Reply},
    extract::{Id, Json, Query},
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(list).service(save).service(remove);
}

/// My saved views of lists
#[utoipa::path(operation_id = "views.list", params(ViewFilter),
    extensions(("x-permission" = json!("signed_in"))), responses((status = 200, body = Vec<SavedView>)))]
#[get("/me/views")]
async fn list(session: Session, filter: Query<ViewFilter>) -> Reply<Vec<SavedView>> {
    Ok(Answer::ok(session.read_any(&[], move |tx| views::list(tx, &filter.0)).await?))
}

/// Save a view of a list
///
/// One of the same name on the same list is replaced.
#[utoipa::path(operation_id = "views.save", request_body = ViewDraft,
    extensions(("x-permission" = json!("signed_in"))), responses((status = 201, body = SavedView)))]
#[post("/me/views")]
async fn save(session: Session, draft: Json<ViewDraft>) -> Reply<SavedView> {
    let work = move |tx: &mut WriteTx| views::save(tx, &draft.0);
    Ok(Answer::created(session.write(&[], "views.save", work).await?, "/api/v1/me/views"))
}

/// Forget a saved view
#[utoipa::path(operation_id = "views.remove",
    extensions(("x-permission" = json!("signed_in"))), responses((status = 204)))]
#[delete("/me/views/{id}")]
async fn remove(session: Session, id: Id<SavedViewId>) -> Reply<()> {
    session.write(&[], "views.remove", move |tx: &mut WriteTx| views::remove(tx, id.0)).await?;
    Ok(Answer::no_content())
}
