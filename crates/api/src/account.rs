//! One's own account: what one signs in with.

use actix_web::{HttpRequest, put};
use domain::account::PasswordChange;
use store::{Store, tx::Caller};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    answer::{Answer, Reply},
    extract::{ClientIp, Json},
    session::Session,
    sessions::source,
};

pub(crate) fn routes(api: &mut ServiceConfig) {
    api.service(change_password);
}

/// Change my password
///
/// It wants the present one, which may be tried as often as in signing in. This session goes on; all others end at
/// once. A wrong present password is 422 with `/current_password wrong_password`, a new one that is too short or too
/// easy names `/password`.
#[utoipa::path(operation_id = "account.change_password", request_body = PasswordChange,
    extensions(("x-permission" = json!("signed_in"))),
    responses((status = 204), (status = 429, description = "Too many wrong passwords; wait a little")))]
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
