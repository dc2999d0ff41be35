//! Signing in, renewing and signing out.

use actix_web::{HttpRequest, delete, get, http::header::USER_AGENT, post};
use domain::{
    actor::Me,
    ids::SessionId,
    sessions::{Challenge, OpenSession, SecondStep, SignIn, SignedIn},
};
use serde::Serialize;
use store::sessions::{self, Admission, Opened, RefreshToken, Source};

use crate::{
    answer::{Answer, Reply},
    cookie,
    edge::origin::OurPage,
    extract::{ClientIp, Id, Json},
    problem::Refused,
    routes::Routes,
    session::{Public, Session},
};

/// Renews a session.
const COOKIE: &str = "__Host-refresh";

pub(crate) fn routes(api: &mut Routes) {
    api.service(sign_in).service(pass_second_step).service(renew).service(sign_out).service(me);
    api.service(list).service(end).service(end_all);
}

/// Sign in
///
/// Gives an access token for at most fifteen minutes, and a cookie that renews it: as long as the settings let a
/// session last, twelve hours and thirty minutes without a renewal where nobody changed that. Whatever keeps an account from signing in, the answer is the same. Where the account has
/// a second factor, the right password gives 202 and a challenge for `POST /sessions/second-step` instead.
#[utoipa::path(operation_id = "sessions.sign_in", request_body = SignIn,
    extensions(("x-permission" = json!("public"))),
    responses((status = 200, body = SignedIn),
        (status = 202, body = Challenge, description = "The password is right; a code is wanted too"),
        (status = 401, description = "Email or password is not right")))]
#[post("/sessions")]
async fn sign_in(
    public: Public,
    request: HttpRequest,
    from: ClientIp,
    sign_in: Json<SignIn>,
) -> Reply<Admitted> {
    let source = source(&request, from);
    let turn = public.state.store.turn().await?;
    let open = move |store: &store::Store, caller: &_| store.sign_in(caller, &sign_in.0, &source, &turn);
    match public.call(open).await? {
        Admission::In(opened) => Ok(signed_in(&public, *opened)?.map(Admitted::In)),
        Admission::Asked(challenge) => Ok(Answer::accepted(Admitted::Asked(challenge))),
    }
}

/// The second step of signing in
///
/// With the challenge that the password gave, and six digits of the authenticator app or a recovery code. Each code
/// works once. A wrong code is 401 `code_refused` and may be tried again; after five minutes the challenge is over,
/// 401 `sign_in_over`.
#[utoipa::path(operation_id = "sessions.pass_second_step", request_body = SecondStep,
    extensions(("x-permission" = json!("public"))),
    responses((status = 200, body = SignedIn), (status = 401, description = "The code is not right, or too late")))]
#[post("/sessions/second-step")]
async fn pass_second_step(
    public: Public,
    request: HttpRequest,
    from: ClientIp,
    step: Json<SecondStep>,
) -> Reply<SignedIn> {
    let source = source(&request, from);
    let open = move |store: &store::Store, caller: &_| store.pass_second_step(caller, &step.0, &source);
    signed_in(&public, public.call(open).await?)
}

/// Renew the session
///
/// With the cookie alone, which is replaced. Another tab that renewed it within the last fifteen seconds makes
/// this 409 `already_renewed`: the cookie is a new one by now, so try again. Whose answer was lost may show the old
/// cookie again for two minutes, as long as nobody has used the new one, which is void then. Any other cookie that
/// was replaced was copied by somebody, as is one that is void, and ends the session. The code of a 401 tells a session
/// that somebody ended, `session_ended`, from one that ran out. Without a cookie nobody is signed in here, which is no
/// error: 204.
#[utoipa::path(operation_id = "sessions.renew",
    extensions(("x-permission" = json!("public"))),
    responses((status = 200, body = SignedIn), (status = 204, description = "Nobody is signed in in this browser"),
        (status = 401, description = "The cookie opens no session"),
        (status = 409, description = "Another tab has just renewed it")))]
#[post("/sessions/current/renewal")]
async fn renew(public: Public, request: HttpRequest, _ours: OurPage) -> Reply<SignedIn> {
    let Some(token) = token(&request) else { return Ok(Answer::no_content()) };
    signed_in(&public, public.call(move |store, caller| store.renew(caller, &token)).await?)
}

/// Sign out
///
/// Ends the session of the cookie, at once and everywhere. Without a cookie there is nothing to end.
#[utoipa::path(operation_id = "sessions.sign_out",
    extensions(("x-permission" = json!("public"))), responses((status = 204)))]
#[delete("/sessions/current")]
async fn sign_out(public: Public, request: HttpRequest, _ours: OurPage) -> Reply<()> {
    if let Some(token) = token(&request) {
        public.call(move |store, caller| store.sign_out(caller, &token)).await?;
    }
    Ok(Answer::no_content().with_cookie(cookie::gone(COOKIE)))
}

/// Who I am, and what I may do
#[utoipa::path(operation_id = "sessions.me",
    extensions(("x-permission" = json!("signed_in"))), responses((status = 200, body = Me)))]
#[get("/me")]
async fn me(session: Session) -> Reply<Me> {
    Ok(Answer::ok(session.read_any(&[], sessions::me).await?))
}

/// Where I am signed in
///
/// The browsers whose session may still act, the last used first.
#[utoipa::path(operation_id = "sessions.list",
    extensions(("x-permission" = json!("signed_in"))), responses((status = 200, body = Vec<OpenSession>)))]
#[get("/sessions")]
async fn list(session: Session) -> Reply<Vec<OpenSession>> {
    Ok(Answer::ok(session.read_any(&[], sessions::list).await?))
}

/// Sign out of another browser
///
/// At once: its next request is refused.
#[utoipa::path(operation_id = "sessions.end",
    extensions(("x-permission" = json!("signed_in"))), responses((status = 204)))]
#[delete("/sessions/{id}")]
// The id before the session: an address beside it, where nobody is signed in yet, is no session that one might end.
async fn end(id: Id<SessionId>, session: Session) -> Reply<()> {
    session.write(&[], "sessions.end", move |tx| sessions::end_one(tx, id.0)).await?;
    Ok(Answer::no_content())
}

/// Sign out everywhere
///
/// Of this browser too.
#[utoipa::path(operation_id = "sessions.end_all",
    extensions(("x-permission" = json!("signed_in"))), responses((status = 204)))]
#[delete("/sessions")]
async fn end_all(session: Session) -> Reply<()> {
    session.write(&[], "sessions.end_all", sessions::end_all).await?;
    Ok(Answer::no_content().with_cookie(cookie::gone(COOKIE)))
}

/// What the first step gives.
#[derive(Serialize)]
#[serde(untagged)]
enum Admitted {
    In(SignedIn),
    Asked(Challenge),
}

fn signed_in(public: &Public, opened: Opened) -> Reply<SignedIn> {
    let state = &public.state;
    let issued = state.tokens.issue_within(opened.me.id, opened.session, state.now(), opened.idle);
    let (access_token, expires_in) = issued.map_err(Refused::internal)?;
    let answer = Answer::ok(SignedIn { access_token, expires_in, me: opened.me });
    Ok(answer.with_cookie(cookie::kept(COOKIE, opened.refresh.text())))
}

fn token(request: &HttpRequest) -> Option<RefreshToken> {
    cookie::sent(request, COOKIE).map(|text| RefreshToken::sent(&text))
}

/// Where a try to sign in comes from.
pub(crate) fn source(request: &HttpRequest, from: ClientIp) -> Source {
    let device = request.headers().get(USER_AGENT).and_then(|agent| agent.to_str().ok());
    Source { address: from.0, device: device.unwrap_or_default().to_owned() }
}
