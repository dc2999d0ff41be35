//! Facts about the second factor.

use std::time::{SystemTime, UNIX_EPOCH};

use domain::account::{AuthenticatorKey, RecoveryCodes, SecondFactor};
use reqwest::Method;
use serde_json::json;
use testkit::{Answer, App, Cast, PASSWORD, Visitor, send};
use totp_rs::{Builder, Secret};

use crate::hard::{cookie, renew, tamper};

/// What an app with this key shows, so many steps of thirty seconds from now.
pub fn code(key: &str, later: i64) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let app = Builder::new().with_secret(Secret::try_from_base32(key).unwrap()).build_noncompliant();
    app.generate(now.checked_add_signed(later * 30).unwrap()).to_string()
}

fn password() -> serde_json::Value {
    json!({ "current_password": PASSWORD })
}

/// Sets the second factor up; gives the key and the recovery codes. The present code is used by then.
pub async fn set_up(who: &Visitor) -> (String, Vec<String>) {
    let key: AuthenticatorKey = who.post("/me/second-factor", password()).await.read();
    let body = json!({ "code": code(&key.key, 0) });
    let made: RecoveryCodes = who.post("/me/second-factor/confirmation", body).await.read();
    (key.key, made.codes)
}

async fn first_step(app: &App, person: Cast) -> Answer {
    let body = json!({ "email": person.email(), "password": PASSWORD });
    send(app.anybody().unwrap().request(Method::POST, "/sessions").json(&body)).await
}

async fn challenge(app: &App) -> String {
    first_step(app, Cast::Casey).await.json()["challenge"].as_str().unwrap().to_owned()
}

async fn second_step(app: &App, challenge: &str, code: &str) -> Answer {
    app.anybody()
        .unwrap()
        .post("/sessions/second-step", json!({ "challenge": challenge, "code": code }))
        .await
}

async fn standing(who: &Visitor) -> SecondFactor {
    who.get("/me/second-factor").await.read()
}

#[actix_web::test]
async fn a_key_counts_once_its_first_code_has_come() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let key: AuthenticatorKey = casey.post("/me/second-factor", password()).await.read();
    assert!(
        key.address.contains(&format!("secret={}", key.key)) && key.address.contains("casey%40example.org")
    );
    assert_eq!(first_step(&app, Cast::Casey).await.status, 200, "a drawing that was lost locks nobody out");
    let wrong = casey.post("/me/second-factor/confirmation", json!({ "code": "000000" })).await;
    assert_eq!((wrong.status, wrong.fields()), (422, vec!["/code wrong_code".into()]));
    assert_eq!(standing(&casey).await.since, None);
    let body = json!({ "code": code(&key.key, 0) });
    let made: RecoveryCodes = casey.post("/me/second-factor/confirmation", body).await.read();
    let mut codes = made.codes.clone();
    codes.sort();
    codes.dedup();
    let now = standing(&casey).await;
    assert_eq!((codes.len(), now.recovery_codes_left, now.since.is_some()), (10, 10, true));
}

#[actix_web::test]
async fn then_the_password_gives_a_challenge_and_nothing_else() {
    let app = App::start().await.unwrap();
    set_up(&app.sign_in(Cast::Casey).unwrap()).await;
    let asked = first_step(&app, Cast::Casey).await;
    assert_eq!((asked.status, asked.header("set-cookie")), (202, ""));
    let challenge = asked.json()["challenge"].as_str().unwrap().to_owned();
    assert_eq!(asked.json().as_object().unwrap().len(), 2, "{}", asked.text());
    let bearer = app.anybody().unwrap().with_token(&challenge);
    assert_eq!(bearer.get("/me").await.status, 401);
    assert_eq!(renew(&app, &format!("__Host-refresh={challenge}")).await.status, 401);
    let wrong = app.anybody().unwrap();
    let wrong =
        wrong.post("/sessions", json!({ "email": Cast::Casey.email(), "password": "wrong horse" })).await;
    assert_eq!(wrong.code(), "sign_in_refused", "a wrong password is told as it is for everybody");
}

#[actix_web::test]
async fn the_code_opens_the_session_once() {
    let app = App::start().await.unwrap();
    let (key, _) = set_up(&app.sign_in(Cast::Casey).unwrap()).await;
    let first = challenge(&app).await;
    assert_eq!(second_step(&app, &first, "000000").await.code(), "code_refused");
    let next = code(&key, 1);
    let grouped = format!("{} {}", &next[..3], &next[3..]);
    let signed_in = second_step(&app, &first, &grouped).await;
    assert_eq!(signed_in.status, 200, "{}", signed_in.text());
    let casey = app.anybody().unwrap().with_token(signed_in.json()["access_token"].as_str().unwrap());
    assert_eq!(casey.get("/me").await.json(), signed_in.json()["me"]);
    assert_eq!(renew(&app, &cookie(&signed_in)).await.status, 200, "a renewal asks for no code");
    assert_eq!(second_step(&app, &first, &code(&key, 1)).await.code(), "sign_in_over");
    let replayed = second_step(&app, &challenge(&app).await, &next).await;
    assert_eq!((replayed.status, replayed.code()), (401, "code_refused".into()));
}

#[actix_web::test]
async fn the_code_that_turned_it_on_signs_nobody_in() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let key: AuthenticatorKey = casey.post("/me/second-factor", password()).await.read();
    let first = code(&key.key, 0);
    casey.post("/me/second-factor/confirmation", json!({ "code": first })).await;
    assert_eq!(second_step(&app, &challenge(&app).await, &first).await.code(), "code_refused");
}

#[actix_web::test]
async fn a_recovery_code_works_once_however_it_is_typed() {
    let app = App::start().await.unwrap();
    let office = app.sign_in(Cast::Casey).unwrap();
    let (_, codes) = set_up(&office).await;
    let typed = codes[3].to_lowercase().replace('-', " ");
    assert_eq!(second_step(&app, &challenge(&app).await, &typed).await.status, 200);
    assert_eq!(standing(&office).await.recovery_codes_left, 9);
    assert_eq!(second_step(&app, &challenge(&app).await, &codes[3]).await.code(), "code_refused");
    assert_eq!(second_step(&app, &challenge(&app).await, &codes[4]).await.status, 200);
}

#[actix_web::test]
async fn somebody_elses_codes_open_nothing() {
    let app = App::start().await.unwrap();
    set_up(&app.sign_in(Cast::Casey).unwrap()).await;
    let (key, codes) = set_up(&app.sign_in(Cast::Otto).unwrap()).await;
    let caseys = challenge(&app).await;
    for foreign in [code(&key, 1), codes[0].clone()] {
        assert_eq!(second_step(&app, &caseys, &foreign).await.code(), "code_refused");
    }
}

#[actix_web::test]
async fn a_challenge_ends_with_time_with_the_password_and_with_the_account() {
    let app = App::start().await.unwrap();
    let office = app.sign_in(Cast::Casey).unwrap();
    let (_, codes) = set_up(&office).await;
    let late = challenge(&app).await;
    tamper(&app, "update sign_in_challenges set issued_at = now() - interval '301 seconds'");
    assert_eq!(second_step(&app, &late, &codes[0]).await.code(), "sign_in_over");
    let stale = challenge(&app).await;
    let new = json!({ "current_password": PASSWORD, "password": "seven lanterns borrow a quiet otter" });
    assert_eq!(office.put("/me/password", new).await.status, 204);
    assert_eq!(second_step(&app, &stale, &codes[0]).await.code(), "sign_in_over");
    assert_eq!(second_step(&app, "nobody's", &codes[0]).await.code(), "sign_in_over");
    assert_eq!(standing(&office).await.recovery_codes_left, 10, "none of them used a code up");
}

#[actix_web::test]
async fn whoever_was_deactivated_between_the_steps_stays_out() {
    let app = App::start().await.unwrap();
    let (_, codes) = set_up(&app.sign_in(Cast::Casey).unwrap()).await;
    let begun = challenge(&app).await;
    tamper(&app, "update users set status = 'deactivated' where email = 'casey@example.org'");
    assert_eq!(second_step(&app, &begun, &codes[0]).await.code(), "sign_in_over");
}

#[actix_web::test]
async fn setting_it_up_ends_the_sessions_that_were_opened_without() {
    let app = App::start().await.unwrap();
    let (office, home) = (app.sign_in(Cast::Casey).unwrap(), app.sign_in(Cast::Casey).unwrap());
    set_up(&office).await;
    assert_eq!((office.get("/me").await.status, home.get("/me").await.status), (200, 401));
}

#[actix_web::test]
async fn changing_anything_about_it_wants_the_password() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    set_up(&casey).await;
    let wrong = json!({ "current_password": "wrong horse battery staple" });
    for path in ["/me/second-factor", "/me/second-factor/removal", "/me/recovery-codes"] {
        let refused = casey.post(path, wrong.clone()).await;
        assert_eq!(refused.fields(), ["/current_password wrong_password"], "{path}");
    }
    assert_eq!(first_step(&app, Cast::Casey).await.status, 202);
}

#[actix_web::test]
async fn turned_off_the_password_is_enough_and_the_codes_are_gone() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    set_up(&casey).await;
    assert_eq!(casey.post("/me/second-factor/removal", password()).await.status, 204);
    let now = standing(&casey).await;
    assert_eq!((now.since, now.recovery_codes_left), (None, 0));
    assert_eq!(first_step(&app, Cast::Casey).await.status, 200);
    assert_eq!(casey.post("/me/recovery-codes", password()).await.status, 409);
}

#[actix_web::test]
async fn new_recovery_codes_make_the_old_ones_worthless() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let (_, old) = set_up(&casey).await;
    let new: RecoveryCodes = casey.post("/me/recovery-codes", password()).await.read();
    let begun = challenge(&app).await;
    assert_eq!(second_step(&app, &begun, &old[0]).await.code(), "code_refused");
    assert_eq!(second_step(&app, &begun, &new.codes[0]).await.status, 200);
}

#[actix_web::test]
async fn another_phone_takes_over_with_its_first_code() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let (old, _) = set_up(&casey).await;
    let key: AuthenticatorKey = casey.post("/me/second-factor", password()).await.read();
    tamper(&app, "update users set second_factor_step = 0");
    assert_eq!(
        second_step(&app, &challenge(&app).await, &code(&old, 0)).await.status,
        200,
        "until then the old one"
    );
    let body = json!({ "code": code(&key.key, 0) });
    assert_eq!(casey.post("/me/second-factor/confirmation", body).await.status, 200);
    tamper(&app, "update users set second_factor_step = 0");
    let begun = challenge(&app).await;
    assert_eq!(second_step(&app, &begun, &code(&old, 0)).await.code(), "code_refused");
    assert_eq!(second_step(&app, &begun, &code(&key.key, 0)).await.status, 200);
}

#[actix_web::test]
async fn no_code_and_no_key_stands_readable_in_the_database_or_in_the_audit() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let (key, codes) = set_up(&casey).await;
    second_step(&app, &challenge(&app).await, &codes[0]).await;
    second_step(&app, &challenge(&app).await, "424242").await;
    let secret = Secret::try_from_base32(&key).unwrap();
    let hex: String = secret.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    let rows = app.database.column(
        "select users::text from users union all select audit::text from audit \
         union all select sign_in_challenges::text from sign_in_challenges",
    );
    let rows = rows.unwrap().join("\n").to_lowercase();
    for secret in
        [hex, key.to_lowercase(), "424242".into()].into_iter().chain(codes.iter().map(|c| c.to_lowercase()))
    {
        assert!(!rows.contains(&secret), "{secret}");
    }
    let told = app.database.column(
        "select concat_ws(' ', operation, action, entity, coalesce(after ->> 'why', after ->> 'recovery_hashes')) \
         from audit where operation like 'account.%' or operation like 'sessions.%' and entity = 'users' order by seq",
    );
    assert_eq!(
        told.unwrap(),
        [
            "account.begin_second_factor update users",
            "account.confirm_second_factor update users",
            "account.confirm_second_factor update users sealed",
            "sessions.create update users sealed",
            "sessions.create refuse users wrong_code",
        ]
    );
}
