//! Links that are mailed: a first password, or a new one instead of one that was forgotten.

use actix_web::{HttpRequest, post};
use domain::account::{ChosenPassword, ForgottenPassword, LinkCode, LinkOwner};
use store::{Store, tx::Caller};

use crate::{
    answer::{Answer, Reply},
    extract::{ClientIp, Json},
    routes::Routes,
    session::Public,
    sessions::source,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(ask_reset).service(open).service(redeem);
}

/// I have forgotten my password
///
/// Mails a link to choose a new one, where there is an account with this address that may sign in. The answer is the same
/// where there is none.
#[utoipa::path(operation_id = "account.ask_reset", request_body = ForgottenPassword,
    extensions(("x-permission" = json!("public"))), responses((status = 204)))]
#[post("/password-resets")]
async fn ask_reset(
    public: Public,
    request: HttpRequest,
    from: ClientIp,
    asked: Json<ForgottenPassword>,
) -> Reply<()> {
    let source = source(&request, from);
    public.call(move |store: &Store, caller: &Caller| store.ask_reset(caller, &asked.0, &source)).await?;
    Ok(Answer::no_content())
}

/// Whose link this is
///
/// With the code of a link that was mailed: an invitation works for 72 hours, a reset for one. A link that was used, has
/// been followed by a newer one, or is over is 404.
#[utoipa::path(operation_id = "account.open_link", request_body = LinkCode,
    extensions(("x-permission" = json!("public"))),
    responses((status = 200, body = LinkOwner), (status = 404, description = "The link works no longer")))]
#[post("/account-links/opening")]
async fn open(
    public: Public,
    request: HttpRequest,
    from: ClientIp,
    code: Json<LinkCode>,
) -> Reply<LinkOwner> {
    let source = source(&request, from);
    let work = move |store: &Store, caller: &Caller| store.open_link(caller, &code.0, &source);
    Ok(Answer::ok(public.call(work).await?))
}

/// Choose a password by a link
///
/// Works once. Every session of the account ends, and a second factor stays. A password that is too short or too easy is
/// 422 and leaves the link as it is.
#[utoipa::path(operation_id = "account.use_link", request_body = ChosenPassword,
    extensions(("x-permission" = json!("public"))),
    responses((status = 204), (status = 404, description = "The link works no longer")))]
#[post("/account-links/redemption")]
async fn redeem(
    public: Public,
    request: HttpRequest,
    from: ClientIp,
    chosen: Json<ChosenPassword>,
) -> Reply<()> {
    let source = source(&request, from);
    let turn = public.state.store.turn().await?;
    let work = move |store: &Store, caller: &Caller| store.use_link(caller, &chosen.0, &source, &turn);
    public.call(work).await?;
    Ok(Answer::no_content())
}
