//! One's own account: what one signs in with.

mod links;

use actix_web::{HttpRequest, get, post, put};
use domain::account::{
    AuthenticatorKey, OneTimeCode, PasswordChange, PresentPassword, RecoveryCodes, SecondFactor,
};
use store::{Store, tx::Caller};

use crate::{
    answer::{Answer, Reply},
    extract::{ClientIp, Json},
    routes::Routes,
    session::Session,
    sessions::source,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(change_password).service(second_factor).service(begin_second_factor);
    api.configure(links::routes);
    api.service(confirm_second_factor).service(remove_second_factor).service(renew_recovery_codes);
}

/// Change my password
///
/// It wants the present one, which may be tried as often as in signing in. This session goes on; all others end at
/// once. A wrong present password is 422 with `/current_password wrong_password`, a new one that is too short or too
/// easy names `/password`.
#[utoipa::path(operation_id = "account.change_password", request_body = PasswordChange,
    extensions(("x-permission" = json!("signed_in"))),
    responses((status = 204), (status = 409, description = "Another request changed it at this moment"),
        (status = 429, description = "Too many wrong passwords; wait a little")))]
#[put("/me/password")]
async fn change_password(
    session: Session,
    request: HttpRequest,
    from: ClientIp,
    change: Json<PasswordChange>,
) -> Reply<()> {
    let source = source(&request, from);
    let turn = session.state().store.turn().await?;
    let work = move |store: &Store, caller: &Caller| store.change_password(caller, &change.0, &source, &turn);
    session.call(work).await?;
    Ok(Answer::no_content())
}

/// Whether signing in takes a code besides my password
#[utoipa::path(operation_id = "account.second_factor",
    extensions(("x-permission" = json!("signed_in"))), responses((status = 200, body = SecondFactor)))]
#[get("/me/second-factor")]
async fn second_factor(session: Session) -> Reply<SecondFactor> {
    Ok(Answer::ok(session.call(|store, caller| store.second_factor(caller)).await?))
}

/// Begin to set up a second factor
///
/// Gives a new key for an authenticator app, once. It counts when its first code has come; until then everything stays
/// as it is. Where there is a second factor already, this replaces its key.
#[utoipa::path(operation_id = "account.begin_second_factor", request_body = PresentPassword,
    extensions(("x-permission" = json!("signed_in"))),
    responses((status = 200, body = AuthenticatorKey),
        (status = 429, description = "Too many wrong passwords; wait a little")))]
#[post("/me/second-factor")]
async fn begin_second_factor(
    session: Session,
    request: HttpRequest,
    from: ClientIp,
    proof: Json<PresentPassword>,
) -> Reply<AuthenticatorKey> {
    let source = source(&request, from);
    let turn = session.state().store.turn().await?;
    let work =
        move |store: &Store, caller: &Caller| store.begin_second_factor(caller, &proof.0, &source, &turn);
    Ok(Answer::ok(session.call(work).await?))
}

/// Turn the second factor on
///
/// With the first code of the new key. Gives ten recovery codes, once, and ends all other sessions. A wrong code is 422
/// with `/code wrong_code`.
#[utoipa::path(operation_id = "account.confirm_second_factor", request_body = OneTimeCode,
    extensions(("x-permission" = json!("signed_in"))),
    responses((status = 200, body = RecoveryCodes), (status = 409, description = "No key was made")))]
#[post("/me/second-factor/confirmation")]
async fn confirm_second_factor(session: Session, code: Json<OneTimeCode>) -> Reply<RecoveryCodes> {
    let work = move |store: &Store, caller: &Caller| store.confirm_second_factor(caller, &code.0);
    Ok(Answer::ok(session.call(work).await?))
}

/// Turn the second factor off
///
/// Refused with 409 where one of my roles requires it.
#[utoipa::path(operation_id = "account.remove_second_factor", request_body = PresentPassword,
    extensions(("x-permission" = json!("signed_in"))),
    responses((status = 204), (status = 409, description = "One of my roles requires it"),
        (status = 429, description = "Too many wrong passwords; wait a little")))]
#[post("/me/second-factor/removal")]
async fn remove_second_factor(
    session: Session,
    request: HttpRequest,
    from: ClientIp,
    proof: Json<PresentPassword>,
) -> Reply<()> {
    let source = source(&request, from);
    let turn = session.state().store.turn().await?;
    let work =
        move |store: &Store, caller: &Caller| store.remove_second_factor(caller, &proof.0, &source, &turn);
    session.call(work).await?;
    Ok(Answer::no_content())
}

/// New recovery codes
///
/// Gives ten, once. The old ones open nothing any more.
#[utoipa::path(operation_id = "account.renew_recovery_codes", request_body = PresentPassword,
    extensions(("x-permission" = json!("signed_in"))),
    responses((status = 200, body = RecoveryCodes), (status = 409, description = "There is no second factor"),
        (status = 429, description = "Too many wrong passwords; wait a little")))]
#[post("/me/recovery-codes")]
async fn renew_recovery_codes(
    session: Session,
    request: HttpRequest,
    from: ClientIp,
    proof: Json<PresentPassword>,
) -> Reply<RecoveryCodes> {
    let source = source(&request, from);
    let turn = session.state().store.turn().await?;
    let work =
        move |store: &Store, caller: &Caller| store.renew_recovery_codes(caller, &proof.0, &source, &turn);
    Ok(Answer::ok(session.call(work).await?))
}
