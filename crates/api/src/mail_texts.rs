//! The words of mails.

use actix_web::{delete, get, patch};
use domain::{
    mail_texts::{MailKind, MailText, MailTextPatch},
    permission::Permission::EditOrganization,
    problem::Code,
};
use store::{mail_texts, tx::WriteTx};

use crate::{
    answer::{Answer, Reply},
    extract::{Ids, IfMatch, Json},
    problem::Refused,
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(list).service(amend).service(reset);
}

/// The words of every mail, in every language of its readers
///
/// The organization's own words where there are some, else those that are shipped.
#[utoipa::path(operation_id = "mail_texts.list", extensions(("x-permission" = json!(EditOrganization))),
    responses((status = 200, body = Vec<MailText>)))]
#[get("/mail-texts")]
async fn list(session: Session) -> Reply<Vec<MailText>> {
    Ok(Answer::ok(session.read(EditOrganization, mail_texts::list).await?))
}

/// Word a mail anew
///
/// Subject and body may have placeholders with names, `{reference}`; which, depends on the mail. One that the mail does
/// not know is refused, and so is a body without the one that the mail is for. `If-Match` names the version that was
/// read, 0 where nobody ever worded the mail.
#[utoipa::path(operation_id = "mail_texts.amend", request_body = MailTextPatch,
    params(("kind" = MailKind, Path), ("language" = String, Path, example = "es"), IfMatch),
    extensions(("x-permission" = json!(EditOrganization))), responses((status = 200, body = MailText)))]
#[patch("/mail-texts/{kind}/{language}")]
async fn amend(
    session: Session,
    place: Ids<String, String>,
    seen: IfMatch,
    patch: Json<MailTextPatch>,
) -> Reply<MailText> {
    let (kind, language) = (kind(&place.0)?, place.1);
    let work = move |tx: &mut WriteTx| mail_texts::amend(tx, (kind, &language), seen.0, &patch.0);
    let amended = session.write(&[EditOrganization], "mail_texts.amend", work).await?;
    Ok(Answer::ok(amended).etag(|text| text.version))
}

/// Go back to the words that are shipped
#[utoipa::path(operation_id = "mail_texts.reset",
    params(("kind" = MailKind, Path), ("language" = String, Path, example = "es"), IfMatch),
    extensions(("x-permission" = json!(EditOrganization))), responses((status = 200, body = MailText)))]
#[delete("/mail-texts/{kind}/{language}")]
async fn reset(session: Session, place: Ids<String, String>, seen: IfMatch) -> Reply<MailText> {
    let (kind, language) = (kind(&place.0)?, place.1);
    let work = move |tx: &mut WriteTx| mail_texts::reset(tx, (kind, &language), seen.0);
    let shipped = session.write(&[EditOrganization], "mail_texts.reset", work).await?;
    Ok(Answer::ok(shipped).etag(|text| text.version))
}

/// A mail that there is not is not found.
fn kind(code: &str) -> Result<MailKind, Refused> {
    MailKind::from_code(code).ok_or_else(|| Refused::new(Code::NotFound))
}
