//! Links to the form.

use actix_web::{delete, get, post};
use domain::{
    ids::IntakeLinkId,
    intake_links::{IntakeLink, IntakeLinkDraft, IntakeLinkFilter, NewIntakeLink},
    page::Page,
    permission::Permission::ManageIntakeLinks,
};
use store::{intake_links, tx::WriteTx};

use crate::{
    answer::{Answer, Reply},
    extract::{Id, Json, Query},
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(list).service(make).service(end);
}

/// Every link to the form, the newest first
///
/// Without what opens with it. Ended ones too, because applications name them.
#[utoipa::path(operation_id = "intake_links.list", params(IntakeLinkFilter),
    extensions(("x-permission" = json!(ManageIntakeLinks))), responses((status = 200, body = Page<IntakeLink>)))]
#[get("/intake-links")]
async fn list(session: Session, filter: Query<IntakeLinkFilter>) -> Reply<Page<IntakeLink>> {
    let page = session.read(ManageIntakeLinks, move |tx| intake_links::list(tx, &filter.0)).await?;
    Ok(Answer::ok(page))
}

/// Make a link to the form
///
/// Its `code` is told in this answer and never again; with it, `intake.open_by_link` opens a form. A link of the kind
/// `one_time` or `referral` is over once a form came by it. The partner of a `referral` is mailed that it arrived, and
/// `status_code` shows them the same by `intake.referral`. A program that is not open to intake is 422 `not_open`.
#[utoipa::path(operation_id = "intake_links.make", request_body = IntakeLinkDraft,
    extensions(("x-permission" = json!(ManageIntakeLinks))), responses((status = 201, body = NewIntakeLink)))]
#[post("/intake-links")]
async fn make(session: Session, draft: Json<IntakeLinkDraft>) -> Reply<NewIntakeLink> {
    let work = move |tx: &mut WriteTx| intake_links::make(tx, &draft.0);
    let made = session.write(&[ManageIntakeLinks], "intake_links.make", work).await?;
    Ok(Answer::created(made, "/api/v1/intake-links"))
}

/// End a link to the form
///
/// For good: it opens no form any more, and forms that were begun by it are not taken. One that was ended before stays
/// so.
#[utoipa::path(operation_id = "intake_links.end", params(("id" = IntakeLinkId, Path)),
    extensions(("x-permission" = json!(ManageIntakeLinks))), responses((status = 204)))]
#[delete("/intake-links/{id}")]
async fn end(session: Session, id: Id<IntakeLinkId>) -> Reply<()> {
    let work = move |tx: &mut WriteTx| intake_links::end(tx, id.0);
    session.write(&[ManageIntakeLinks], "intake_links.end", work).await?;
    Ok(Answer::no_content())
}
