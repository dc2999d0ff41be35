//! The public form: what it asks, and the draft that survives a reload, a lost connection and a changed phone.

mod cookie;
mod links;
mod uploads;

use actix_web::{get, post, put};
use domain::{
    drafts::{DraftLink, IntakeForm, OpenDraft, Resumed, Resumption, SavedDraft, SavedForm},
    organization::Reader,
};
use store::{
    Store, drafts, intake,
    rate_limits::{self, Class},
    tx::{Caller, WriteTx},
};

use crate::{
    answer::{Answer, Reply},
    cookie as cookies,
    edge::origin::OurPage,
    extract::{ClientIp, Json, Query},
    problem::Refused,
    routes::Routes,
    session::Public,
};

pub(crate) use cookie::DraftCookie;
use cookie::OpenDraftCookie;

pub(crate) fn routes(api: &mut Routes) {
    api.service(form).service(open).service(find).service(save).service(link).service(resume);
    links::routes(api);
    uploads::routes(api);
}

/// Everything that the public form needs
///
/// The organization, the choices of what it asks, and the programs that are open, in the language that is asked for.
/// Choices come with all their labels.
#[utoipa::path(operation_id = "intake.form", params(Reader), extensions(("x-permission" = json!("public"))),
    responses((status = 200, body = IntakeForm)))]
#[get("/intake/form")]
async fn form(public: Public, reader: Query<Reader>) -> Reply<IntakeForm> {
    Ok(Answer::ok(public.read(move |tx| intake::form(tx, &reader.0)).await?))
}

/// Open a draft
///
/// A cookie opens it from now on, until thirty minutes after it was last used. Where the browser has one open
/// already, that one is answered.
#[utoipa::path(operation_id = "intake.open", extensions(("x-permission" = json!("public"))),
    responses((status = 200, body = OpenDraft, description = "It was open already"),
        (status = 201, body = OpenDraft)))]
#[post("/intake/draft")]
async fn open(public: Public, from: ClientIp, _ours: OurPage, cookie: DraftCookie) -> Reply<OpenDraft> {
    not_too_often(&public, from, Class::Draft).await?;
    let work = move |tx: &mut WriteTx| drafts::open(tx, cookie.0.as_ref());
    let (draft, token) = public.write("intake.open", work).await?;
    Ok(links::opened(draft, token))
}

/// The open draft
///
/// Without the social security number: `ssn_given` tells that one is kept.
#[utoipa::path(operation_id = "intake.find", extensions(("x-permission" = json!("public"))),
    responses((status = 200, body = OpenDraft),
        (status = 404, description = "None is open", body = domain::problem::Problem)))]
#[get("/intake/draft")]
async fn find(public: Public, cookie: OpenDraftCookie) -> Reply<OpenDraft> {
    Ok(Answer::ok(public.read(move |tx| drafts::find(tx, &cookie.0)).await?))
}

/// Keep what was typed so far
///
/// Gaps are fine, and so is a phone that somebody is still typing; too much of anything is not. A social security
/// number can be written and is never read back: absent keeps the one that was written before, an empty one takes
/// it away. A form that was saved elsewhere meanwhile is not overwritten: 412.
#[utoipa::path(operation_id = "intake.save", request_body = SavedForm,
    extensions(("x-permission" = json!("public"))), responses((status = 200, body = SavedDraft),
        (status = 404, description = "None is open", body = domain::problem::Problem),
        (status = 412, description = "It went on elsewhere", body = domain::problem::Problem)))]
#[put("/intake/draft")]
async fn save(public: Public, cookie: OpenDraftCookie, saved: Json<SavedForm>) -> Reply<SavedDraft> {
    Ok(Answer::ok(public.write("intake.save", move |tx| drafts::save(tx, &cookie.0, saved.0)).await?))
}

/// Make a private link to the draft
///
/// It opens the form on any device, together with the date of birth that is in it, until fourteen days after the
/// form was last used. Where there is a link already, that one is answered. A form without a date of birth is 422
/// with `/date_of_birth`.
#[utoipa::path(operation_id = "intake.link", extensions(("x-permission" = json!("public"))),
    responses((status = 200, body = DraftLink, description = "There was one already"),
        (status = 201, body = DraftLink),
        (status = 404, description = "None is open", body = domain::problem::Problem),
        (status = 422, description = "It has no date of birth", body = domain::problem::Problem)))]
#[post("/intake/draft/link")]
async fn link(public: Public, cookie: OpenDraftCookie) -> Reply<DraftLink> {
    let (link, made) = public.write("intake.link", move |tx| drafts::make_link(tx, &cookie.0)).await?;
    Ok(if made { Answer::created(link, "/api/v1/intake/draft") } else { Answer::ok(link) })
}

/// Open a form by its private link
///
/// A cookie opens it in this browser from now on. A form that was handed in meanwhile is not opened: its reference
/// is told. Whether the code or the date of birth is wrong, the answer is the same 404. Tries are counted by place
/// and by link; too many are slowed down.
#[utoipa::path(operation_id = "intake.resume", request_body = Resumption,
    extensions(("x-permission" = json!("public"))), responses((status = 200, body = Resumed),
        (status = 404, description = "No form has both", body = domain::problem::Problem)))]
#[post("/intake/draft/resumption")]
async fn resume(public: Public, from: ClientIp, _ours: OurPage, known: Json<Resumption>) -> Reply<Resumed> {
    let place = rate_limits::place(from.0);
    let resume = move |store: &Store, caller: &Caller| store.resume(caller, &known.0, &place);
    let (resumed, token) = public.call(resume).await?;
    Ok(match token {
        None => Answer::ok(resumed),
        Some(token) => Answer::ok(resumed).with_cookie(cookies::kept(cookie::NAME, token.text())),
    })
}

/// Counts what one place does, over all servers.
pub(crate) async fn not_too_often(public: &Public, from: ClientIp, class: Class) -> Result<(), Refused> {
    let place = rate_limits::place(from.0);
    public.call(move |store, _| rate_limits::hit(store, class, &place)).await
}
