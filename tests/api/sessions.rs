//! Facts about signing in, renewing and signing out.

use std::net::Ipv4Addr;

use chrono::TimeDelta;
use domain::{ids::SessionId, role::Role, sessions::SignIn};
use reqwest::Method;
use serde_json::{Value, json};
use store::{StoreError, passwords, sessions::Source, tx::Caller, users};
use testkit::{Answer, App, Cast, PASSWORD, Served, Visitor, send};
use uuid::Uuid;

async fn sign_in(app: &App, email: &str, password: &str) -> Answer {
    let body = json!({ "email": email, "password": password });
    app.anybody().unwrap().post("/sessions", body).await
}

/// What the browser would send along next time.
fn cookie(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned()
}

fn bearer(app: &App, answer: &Answer) -> Visitor {
    app.anybody().unwrap().with_token(answer.json()["access_token"].as_str().unwrap())
}

async fn with_cookie(app: &App, method: Method, path: &str, cookie: &str) -> Answer {
    let request = app.anybody().unwrap().request(method, path);
    send(request.header("cookie", cookie).header("x-openhall", "1")).await
}

async fn renew(app: &App, cookie: &str) -> Answer {
    with_cookie(app, Method::POST, "/sessions/current/renewal", cookie).await
}

/// What the four kinds of failure have in common: everything but the request's number.
fn without_number(answer: &Answer) -> (u16, Value) {
    let mut body = answer.json();
    body.as_object_mut().unwrap().remove("request_id");
    (answer.status, body)
}

#[actix_web::test]
async fn signing_in_says_who_one_is_and_what_one_may() {
    let app = App::start().await.unwrap();
    let signed_in = sign_in(&app, "Casey@Example.org ", PASSWORD).await;
    assert_eq!(signed_in.status, 200, "{}", signed_in.text());
    let me = bearer(&app, &signed_in).get("/me").await.json();
    assert_eq!(signed_in.json()["me"], me);
    assert_eq!((&me["name"], &me["sees_everyone"]), (&json!("Casey Nguyen"), &json!(false)));
    assert!(me["permissions"].as_array().unwrap().contains(&json!("edit_clients")));
}

#[actix_web::test]
async fn the_refresh_token_is_out_of_reach_of_scripts_and_of_other_sites() {
    let app = App::start().await.unwrap();
    let signed_in = sign_in(&app, Cast::Casey.email(), PASSWORD).await;
    let cookie = signed_in.header("set-cookie");
    for part in ["__Host-refresh=", "HttpOnly", "Secure", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let token = cookie.split(['=', ';']).nth(1).unwrap();
    assert_eq!(token.len(), 43, "256 bits");
    assert!(!signed_in.text().contains(token));
    let kept = app.database.column("select encode(hash, 'escape') from refresh_tokens").unwrap();
    assert!(!kept.contains(&token.to_owned()));
}

#[actix_web::test]
async fn whatever_keeps_an_account_out_the_answer_is_the_same() {
    let app = App::start().await.unwrap();
    app.database
        .run(
            "set openhall.principal = 'job'; set openhall.operation = 'test'; \
        update users set status = 'deactivated' where email = 'otto@example.org'; \
        update users set password_hash = null where email = 'stan@example.org'",
        )
        .unwrap();
    let wrong = sign_in(&app, Cast::Casey.email(), "wrong horse battery staple").await;
    assert_eq!((wrong.status, wrong.code()), (401, "sign_in_refused".into()));
    for (email, password) in [
        ("nobody@example.org", PASSWORD),
        (Cast::Otto.email(), PASSWORD),
        (Cast::Stan.email(), PASSWORD),
        (Cast::Casey.email(), &"x".repeat(1024)),
    ] {
        let answer = sign_in(&app, email, password).await;
        assert_eq!(without_number(&answer), without_number(&wrong), "{email}");
        assert_eq!(answer.header("set-cookie"), "");
    }
}

#[actix_web::test]
async fn the_audit_tells_failures_apart_and_has_no_password() {
    let app = App::start().await.unwrap();
    sign_in(&app, "nobody@example.org", "a secret in the wrong field").await;
    sign_in(&app, Cast::Casey.email(), "a secret in the wrong field").await;
    sign_in(&app, Cast::Casey.email(), PASSWORD).await;
    let rows = app
        .database
        .column(
            "select concat_ws(' ', operation, action, entity, after ->> 'why') from audit \
         where operation = 'sessions.create' order by seq",
        )
        .unwrap();
    assert_eq!(
        rows,
        [
            "sessions.create refuse users unknown_account",
            "sessions.create refuse users wrong_password",
            "sessions.create create sessions",
        ]
    );
    let casey = app.user(Cast::Casey).unwrap().to_string();
    let who = app
        .database
        .column(
            "select principal_id from audit where entity = 'sessions' and action = 'create' \
        and operation = 'sessions.create'",
        )
        .unwrap();
    assert_eq!(who, [casey]);
    let leaks =
        app.database.column("select audit::text from audit where audit::text ~ 'secret in|horse'").unwrap();
    assert!(leaks.is_empty(), "{leaks:?}");
}

#[actix_web::test]
async fn a_token_that_this_server_did_not_make_for_an_open_session_is_refused() {
    let app = App::start().await.unwrap();
    let right = sign_in(&app, Cast::Ada.email(), PASSWORD).await;
    let right = right.json()["access_token"].as_str().unwrap().to_owned();
    let parts: Vec<&str> = right.split('.').collect();
    let [header, claims, signature] = parts[..] else { panic!("three parts") };
    let (user, now) = (app.user(Cast::Ada).unwrap(), app.state.now());
    let issue = |session, at| app.state.tokens.issue(user, session, at).unwrap().0;
    let nobodys = SessionId::from(Uuid::now_v7());
    // {"alg":"none"}, {"alg":"none","typ":"at+jwt"}, {"alg":"HS256"}, {"alg":"RS256","typ":"at+jwt"}
    let none = "eyJhbGciOiJub25lIn0";
    let none_typed = "eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0";
    let untyped = "eyJhbGciOiJIUzI1NiJ9";
    let rsa = "eyJhbGciOiJSUzI1NiIsInR5cCI6ImF0K2p3dCJ9";
    let forged = [
        String::new(),
        "x".into(),
        "..".into(),
        format!("{header}.{claims}"),
        format!("{header}.{claims}."),
        format!("{header}..{signature}"),
        format!(".{claims}.{signature}"),
        format!("{none}.{claims}."),
        format!("{none}.{claims}.{signature}"),
        format!("{none_typed}.{claims}."),
        format!("{untyped}.{claims}.{signature}"),
        format!("{rsa}.{claims}.{signature}"),
        format!("{header}.{claims}.{claims}"),
        format!("{header}.{claims}.{}", signature.chars().rev().collect::<String>()),
        format!("{header}.{claims}.{}", &signature[..42]),
        format!("{header}.{claims}.{signature}A"),
        format!("{header}.{claims}.{signature}=="),
        format!("{header}.{claims}.{signature}.{signature}"),
        format!("{claims}.{header}.{signature}"),
        format!("{header}.{}.{signature}", &claims[..claims.len() - 4]),
        right.to_lowercase(),
        issue(nobodys, now),
        issue(nobodys, now - TimeDelta::hours(1)),
        issue(nobodys, now + TimeDelta::hours(1)),
        "a".repeat(100_000),
    ];
    assert!(app.anybody().unwrap().with_token(&right).get("/me").await.status == 200);
    for token in &forged {
        let answer = app.anybody().unwrap().with_token(token).get("/me").await;
        assert_eq!(
            answer.status,
            if token.len() > 50_000 { answer.status.max(400) } else { 401 },
            "{token:.80}"
        );
        assert_ne!(answer.status, 200);
    }
    for scheme in ["Basic", "Token", ""] {
        let request = app.anybody().unwrap().request(Method::GET, "/me");
        assert_eq!(send(request.header("authorization", format!("{scheme} {right}"))).await.status, 401);
    }
}

#[actix_web::test]
async fn the_refresh_token_is_no_access_token_and_the_other_way_round() {
    let app = App::start().await.unwrap();
    let signed_in = sign_in(&app, Cast::Ada.email(), PASSWORD).await;
    let refresh = cookie(&signed_in).split_once('=').unwrap().1.to_owned();
    assert_eq!(app.anybody().unwrap().with_token(refresh).get("/me").await.status, 401);
    let access = signed_in.json()["access_token"].as_str().unwrap().to_owned();
    assert_eq!(renew(&app, &format!("__Host-refresh={access}")).await.status, 401);
}

#[actix_web::test]
async fn a_renewal_gives_a_new_cookie_and_a_new_token() {
    let app = App::start().await.unwrap();
    let first = sign_in(&app, Cast::Casey.email(), PASSWORD).await;
    let second = renew(&app, &cookie(&first)).await;
    assert_eq!(second.status, 200, "{}", second.text());
    assert_ne!(cookie(&first), cookie(&second));
    assert_eq!(bearer(&app, &second).get("/me").await.status, 200);
    assert_eq!(renew(&app, &cookie(&second)).await.status, 200);
}

#[actix_web::test]
async fn of_twenty_tabs_that_renew_together_one_wins_and_all_stay_signed_in() {
    let app = App::start().await.unwrap();
    let first = sign_in(&app, Cast::Casey.email(), PASSWORD).await;
    let old = cookie(&first);
    let answers: Vec<Answer> = futures_util::future::join_all((0..20).map(|_| renew(&app, &old))).await;
    let won: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 200).collect();
    let late = answers.iter().filter(|answer| answer.code() == "already_renewed").count();
    assert_eq!((won.len(), late), (1, 19));
    assert_eq!(renew(&app, &cookie(won[0])).await.status, 200);
    assert_eq!(bearer(&app, &first).get("/me").await.status, 200);
}

#[actix_web::test]
async fn a_token_that_is_used_again_later_ends_the_session_for_everybody() {
    let app = App::start().await.unwrap();
    let first = sign_in(&app, Cast::Casey.email(), PASSWORD).await;
    let second = renew(&app, &cookie(&first)).await;
    app.database.run("update refresh_tokens set used_at = used_at - interval '16 seconds'").unwrap();
    assert_eq!(renew(&app, &cookie(&first)).await.status, 401);
    assert_eq!(renew(&app, &cookie(&second)).await.status, 401);
    assert_eq!(bearer(&app, &second).get("/me").await.status, 401);
    let ended =
        app.database.column("select operation from audit where operation like 'sessions.%' and entity = 'sessions' and after ? 'revoked_at'");
    assert_eq!(ended.unwrap(), ["sessions.end_copied"]);
}

#[actix_web::test]
async fn only_our_page_renews_and_signs_out() {
    let app = App::start().await.unwrap();
    let signed_in = sign_in(&app, Cast::Casey.email(), PASSWORD).await;
    for (method, path) in [(Method::POST, "/sessions/current/renewal"), (Method::DELETE, "/sessions/current")]
    {
        let request = || {
            let request = app.anybody().unwrap().request(method.clone(), path);
            request.header("cookie", cookie(&signed_in))
        };
        assert_eq!(send(request()).await.status, 403);
        let foreign = request().header("x-openhall", "1").header("origin", "https://evil.example");
        assert_eq!(send(foreign).await.status, 403);
    }
    assert_eq!(renew(&app, &cookie(&signed_in)).await.status, 200);
}

#[actix_web::test]
async fn signing_out_acts_at_once() {
    let app = App::start().await.unwrap();
    let signed_in = sign_in(&app, Cast::Casey.email(), PASSWORD).await;
    let out = with_cookie(&app, Method::DELETE, "/sessions/current", &cookie(&signed_in)).await;
    assert_eq!(out.status, 204);
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(bearer(&app, &signed_in).get("/me").await.status, 401);
    let again = renew(&app, &cookie(&signed_in)).await;
    assert_eq!((again.status, again.code().as_str()), (401, "session_ended"));
}

#[actix_web::test]
async fn half_an_hour_of_nothing_or_twelve_hours_of_anything_end_a_session() {
    let app = App::start().await.unwrap();
    for past in ["last_used_at = now() - interval '31 minutes'", "expires_at = now() - interval '1 second'"] {
        let signed_in = sign_in(&app, Cast::Casey.email(), PASSWORD).await;
        app.database
            .run(&format!(
                "set openhall.principal = 'job'; set openhall.operation = 'test'; update sessions set {past}"
            ))
            .unwrap();
        assert_eq!(bearer(&app, &signed_in).get("/me").await.status, 401, "{past}");
        let again = renew(&app, &cookie(&signed_in)).await;
        assert_eq!((again.status, again.code().as_str()), (401, "unauthenticated"), "{past}");
    }
}

#[actix_web::test]
async fn a_renewal_does_not_lengthen_the_twelve_hours() {
    let app = App::start().await.unwrap();
    let signed_in = sign_in(&app, Cast::Casey.email(), PASSWORD).await;
    let end = || app.database.column("select expires_at from sessions").unwrap();
    let before = end();
    assert_eq!(renew(&app, &cookie(&signed_in)).await.status, 200);
    assert_eq!(end(), before);
}

#[actix_web::test]
async fn a_revoked_role_acts_at_the_next_request() {
    let app = App::start().await.unwrap();
    let (casey, maria) = (app.sign_in(Cast::Casey).unwrap(), app.client(Served::Maria).unwrap());
    let path = format!("/clients/{maria}/restrictions");
    assert_eq!(casey.get(&path).await.status, 200);
    let (store, job) = app.job();
    let id = app.user(Cast::Casey).unwrap();
    store.write_public(&job, "users.set_roles", |tx| users::set_roles(tx, id, &[Role::Recruiter])).unwrap();
    assert_eq!(casey.get(&path).await.status, 403);
}

#[actix_web::test]
async fn a_deactivated_person_is_out_at_the_next_request() {
    let app = App::start().await.unwrap();
    let signed_in = sign_in(&app, Cast::Casey.email(), PASSWORD).await;
    let (store, job) = app.job();
    let id = app.user(Cast::Casey).unwrap();
    store.write_public(&job, "users.deactivate", |tx| users::deactivate(tx, id)).unwrap();
    assert_eq!(bearer(&app, &signed_in).get("/me").await.status, 401);
    assert_eq!(renew(&app, &cookie(&signed_in)).await.status, 401);
    store.write_public(&job, "users.reactivate", |tx| users::reactivate(tx, id)).unwrap();
    assert_eq!(bearer(&app, &signed_in).get("/me").await.status, 401);
}

#[actix_web::test]
async fn a_new_password_ends_all_sessions_and_stands_in_the_audit_as_a_fact() {
    let app = App::start().await.unwrap();
    let signed_in = sign_in(&app, Cast::Casey.email(), PASSWORD).await;
    let (store, job) = app.job();
    let id = app.user(Cast::Casey).unwrap();
    let hash = passwords::hash("seven quiet otters borrow lanterns").unwrap();
    store.write_public(&job, "users.set_password", |tx| users::set_password(tx, id, &hash)).unwrap();
    assert_eq!(bearer(&app, &signed_in).get("/me").await.status, 401);
    assert_eq!(sign_in(&app, Cast::Casey.email(), PASSWORD).await.status, 401);
    assert_eq!(sign_in(&app, Cast::Casey.email(), "seven quiet otters borrow lanterns").await.status, 200);
    let row = app
        .database
        .column(
            "select after ->> 'password_hash' from audit \
        where operation = 'users.set_password' and entity = 'users'",
        )
        .unwrap();
    assert_eq!(row, ["sealed"]);
}

#[actix_web::test]
async fn a_password_kept_in_an_old_way_is_hashed_anew() {
    let app = App::start().await.unwrap();
    let old =
        "$argon2id$v=19$m=8192,t=1,p=1$sT+8TrPnhPBifsjF+0Qi3w$VlgQZ+Mw5B234tEBeoreYr+epagJgXJ4TvtZ7YhqxQY";
    app.database
        .run(&format!(
            "set openhall.principal = 'job'; set openhall.operation = 'test'; \
        update users set password_hash = '{old}' where email = 'casey@example.org'"
        ))
        .unwrap();
    assert_eq!(sign_in(&app, Cast::Casey.email(), PASSWORD).await.status, 200);
    let kept =
        app.database.column("select password_hash from users where email = 'casey@example.org'").unwrap();
    assert!(kept[0].starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", kept[0]);
    assert_eq!(sign_in(&app, Cast::Casey.email(), PASSWORD).await.status, 200);
}

#[actix_web::test]
async fn ten_wrong_passwords_and_the_eleventh_try_waits_however_right_it_is() {
    let app = App::start().await.unwrap();
    for _ in 0..10 {
        assert_eq!(sign_in(&app, Cast::Casey.email(), "wrong horse battery staple").await.status, 401);
    }
    let late = sign_in(&app, Cast::Casey.email(), PASSWORD).await;
    assert_eq!((late.status, late.code()), (429, "too_many_requests".into()));
    let seconds: u64 = late.header("retry-after").parse().unwrap();
    assert!((1..=660).contains(&seconds), "{seconds}");
    assert_eq!(sign_in(&app, Cast::Otto.email(), PASSWORD).await.status, 200);
}

#[actix_web::test]
async fn a_forged_forwarding_header_is_not_another_place() {
    let app = App::start().await.unwrap();
    let mut answers = Vec::new();
    for n in 0..12 {
        let body = json!({ "email": Cast::Casey.email(), "password": "wrong horse battery staple" });
        let request = app.anybody().unwrap().request(Method::POST, "/sessions").json(&body);
        answers.push(send(request.header("x-forwarded-for", format!("192.0.2.{n}"))).await.status);
    }
    assert_eq!(answers[10..], [429, 429]);
}

#[actix_web::test]
async fn who_signs_in_was_not_guessing() {
    let app = App::start().await.unwrap();
    for _ in 0..3 {
        for _ in 0..9 {
            assert_eq!(sign_in(&app, Cast::Casey.email(), "wrong horse battery staple").await.status, 401);
        }
        assert_eq!(sign_in(&app, Cast::Casey.email(), PASSWORD).await.status, 200);
    }
}

async fn try_from(app: &App, place: [u8; 4], password: &str) -> Result<(), StoreError> {
    let store = &app.state.store;
    let source = Source { address: Some(Ipv4Addr::from(place).into()), device: String::new() };
    let sign_in = SignIn { email: Cast::Casey.email().into(), password: password.into() };
    let turn = store.turn().await?;
    let caller = Caller { who: store::tx::Who::Public, request_id: None };
    store.sign_in(&caller, &sign_in, &source, &turn).map(drop)
}

#[actix_web::test]
async fn strangers_everywhere_do_not_lock_a_person_out_of_their_office() {
    let app = App::start().await.unwrap();
    let office = [192, 0, 2, 1];
    try_from(&app, office, PASSWORD).await.unwrap();
    let mut evaluated = 0;
    for n in 0..60 {
        match try_from(&app, [198, 51, 100, n], "wrong horse battery staple").await {
            Err(StoreError::SignInRefused) => evaluated += 1,
            Err(StoreError::TooMany { .. }) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(evaluated, 30);
    assert!(matches!(try_from(&app, [203, 0, 113, 9], PASSWORD).await, Err(StoreError::TooMany { .. })));
    try_from(&app, office, PASSWORD).await.unwrap();
}

#[actix_web::test]
async fn emails_and_addresses_are_counted_without_being_kept() {
    let app = App::start().await.unwrap();
    sign_in(&app, Cast::Casey.email(), "wrong horse battery staple").await;
    let rows = app.database.column("select encode(key, 'escape') from rate_limits").unwrap();
    assert_eq!(rows.len(), 4);
    assert!(!rows.iter().any(|row| row.contains("casey") || row.contains("127.0.0.1")));
}
