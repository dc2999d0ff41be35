//! Other ways to a form than the public one: a link of the organization, or somebody of the staff; and for a partner, word
//! of whether a referral arrived.

use actix_web::post;
use domain::{
    account::LinkCode, drafts::OpenDraft, intake_links::ReferralStatus,
    permission::Permission::ReviewApplications,
};
use store::{
    drafts::{self, DraftToken},
    intake_links,
    rate_limits::Class,
    tx::WriteTx,
};

use super::{cookie, cookie::DraftCookie, not_too_often};
use crate::{
    answer::{Answer, Reply},
    cookie as cookies,
    edge::origin::OurPage,
    extract::{ClientIp, Json},
    routes::Routes,
    session::{Public, Session},
};

pub(super) fn routes(api: &mut Routes) {
    api.service(open_by_link).service(assist).service(referral);
}

/// Open a draft by a link of the organization
///
/// As `intake.open`, with the program of the link chosen beforehand. A form that the browser has open already goes on by
/// the link. A link that was used, is over or was ended, and one that there never was, are the same 404.
#[utoipa::path(operation_id = "intake.open_by_link", request_body = LinkCode,
    extensions(("x-permission" = json!("public"))),
    responses((status = 200, body = OpenDraft, description = "One was open already"),
        (status = 201, body = OpenDraft),
        (status = 404, description = "The link works no longer", body = domain::problem::Problem)))]
#[post("/intake/draft/opening")]
async fn open_by_link(
    public: Public,
    from: ClientIp,
    _ours: OurPage,
    cookie: DraftCookie,
    code: Json<LinkCode>,
) -> Reply<OpenDraft> {
    not_too_often(&public, from, Class::Draft).await?;
    let work = move |tx: &mut WriteTx| drafts::open_by(tx, cookie.0.as_ref(), &code.0);
    let (draft, token) = public.write("intake.open_by_link", work).await?;
    Ok(opened(draft, token))
}

/// Open a draft for somebody
///
/// By somebody of the staff, who fills the form in for a person: the application will name them, and its mail goes to the
/// address in the form. They go on with a form that they began so in this browser; otherwise a new one begins.
#[utoipa::path(operation_id = "intake.assist", extensions(("x-permission" = json!(ReviewApplications))),
    responses((status = 200, body = OpenDraft, description = "Theirs was open already"),
        (status = 201, body = OpenDraft)))]
#[post("/intake/assistance")]
async fn assist(session: Session, _ours: OurPage, cookie: DraftCookie) -> Reply<OpenDraft> {
    let work = move |tx: &mut WriteTx| drafts::assist(tx, cookie.0.as_ref());
    let (draft, token) = session.write(&[ReviewApplications], "intake.assist", work).await?;
    Ok(opened(draft, token))
}

/// A new draft's token goes into the cookie.
pub(super) fn opened(draft: OpenDraft, token: Option<DraftToken>) -> Answer<OpenDraft> {
    match token {
        None => Answer::ok(draft),
        Some(token) => Answer::created(draft, "/api/v1/intake/draft")
            .with_cookie(cookies::kept(cookie::NAME, token.text())),
    }
}

/// Whether a referral arrived
///
/// For the partner, with the status code that was told when the link was made: when it arrived, and nothing else. A code
/// that is not one is 404.
#[utoipa::path(operation_id = "intake.referral", request_body = LinkCode,
    extensions(("x-permission" = json!("public"))),
    responses((status = 200, body = ReferralStatus),
        (status = 404, description = "No referral has this code", body = domain::problem::Problem)))]
#[post("/intake/referrals/opening")]
async fn referral(public: Public, from: ClientIp, code: Json<LinkCode>) -> Reply<ReferralStatus> {
    not_too_often(&public, from, Class::Draft).await?;
    Ok(Answer::ok(public.read(move |tx| intake_links::referral(tx, &code.0)).await?))
}
