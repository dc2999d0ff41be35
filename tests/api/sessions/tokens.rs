//! Access tokens and their renewal.

use chrono::TimeDelta;
use domain::ids::SessionId;
use reqwest::Method;
use testkit::{Answer, App, Cast, PASSWORD, send};
use uuid::Uuid;

use super::{bearer, cookie, renew, sign_in};

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
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!((won.len(), late), (1, 19), "{statuses:?}");
    assert_eq!(renew(&app, &cookie(won[0])).await.status, 200);
    assert_eq!(bearer(&app, &first).get("/me").await.status, 200);
}

#[actix_web::test]
async fn a_token_that_is_used_again_later_ends_the_session_for_everybody() {
    let app = App::start().await.unwrap();
    let first = sign_in(&app, Cast::Casey.email(), PASSWORD).await;
    let second = renew(&app, &cookie(&first)).await;
    let third = renew(&app, &cookie(&second)).await;
    app.database.run("update refresh_tokens set used_at = used_at - interval '16 seconds'").unwrap();
    assert_eq!(renew(&app, &cookie(&first)).await.status, 401);
    assert_eq!(renew(&app, &cookie(&third)).await.status, 401);
    assert_eq!(bearer(&app, &third).get("/me").await.status, 401);
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
