//! Facts about the browsers that one is signed in with.

use domain::sessions::{Device, OpenSession};
use reqwest::Method;
use serde_json::json;
use testkit::{App, Cast, PASSWORD, Visitor, send};

async fn open(visitor: &Visitor) -> Vec<OpenSession> {
    visitor.get("/sessions").await.read()
}

#[actix_web::test]
async fn one_sees_ones_own_sessions_and_which_one_asks() {
    let app = App::start().await.unwrap();
    let (office, home) = (app.sign_in(Cast::Casey).unwrap(), app.sign_in(Cast::Casey).unwrap());
    app.sign_in(Cast::Otto).unwrap();
    let (from_office, from_home) = (open(&office).await, open(&home).await);
    assert_eq!((from_office.len(), from_home.len()), (2, 2));
    let current = |all: &[OpenSession]| all.iter().find(|one| one.current).map(|one| one.id).unwrap();
    assert_ne!(current(&from_office), current(&from_home));
}

#[actix_web::test]
async fn another_browser_is_signed_out_at_once() {
    let app = App::start().await.unwrap();
    let (office, home) = (app.sign_in(Cast::Casey).unwrap(), app.sign_in(Cast::Casey).unwrap());
    let other = open(&office).await.into_iter().find(|one| !one.current).unwrap().id;
    assert_eq!(office.delete(&format!("/sessions/{other}")).await.status, 204);
    assert_eq!((office.get("/me").await.status, home.get("/me").await.status), (200, 401));
    assert_eq!(open(&office).await.len(), 1);
    assert_eq!(office.delete(&format!("/sessions/{other}")).await.status, 404, "it has ended already");
}

#[actix_web::test]
async fn signing_out_everywhere_ends_this_one_too_and_nobody_elses() {
    let app = App::start().await.unwrap();
    let (office, home) = (app.sign_in(Cast::Casey).unwrap(), app.sign_in(Cast::Casey).unwrap());
    let otto = app.sign_in(Cast::Otto).unwrap();
    let gone = office.delete("/sessions").await;
    assert_eq!((gone.status, gone.header("set-cookie").contains("Max-Age=0")), (204, true));
    assert_eq!((office.get("/me").await.status, home.get("/me").await.status), (401, 401));
    assert_eq!(otto.get("/me").await.status, 200);
}

#[actix_web::test]
async fn somebody_elses_session_is_not_found() {
    let app = App::start().await.unwrap();
    let (casey, otto) = (app.sign_in(Cast::Casey).unwrap(), app.sign_in(Cast::Otto).unwrap());
    let his = open(&otto).await[0].id;
    assert_eq!(casey.delete(&format!("/sessions/{his}")).await.status, 404);
    assert_eq!(otto.get("/me").await.status, 200);
    assert_eq!(app.anybody().unwrap().get("/sessions").await.status, 401);
}

#[actix_web::test]
async fn a_session_that_was_not_used_is_not_listed() {
    let app = App::start().await.unwrap();
    let (office, _home) = (app.sign_in(Cast::Casey).unwrap(), app.sign_in(Cast::Casey).unwrap());
    let current = open(&office).await.into_iter().find(|one| one.current).unwrap().id;
    app.database
        .run(&format!(
            "begin; select begin_as('job', null, 'test', null, null); \
             update sessions set last_used_at = now() - interval '31 minutes' where id <> '{current}'; commit"
        ))
        .unwrap();
    assert_eq!(open(&office).await.len(), 1);
}

const PHONE: &str = "Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0";

/// Signs Casey in with a browser that describes itself so.
async fn sign_in_with(app: &App, browser: &str) -> Visitor {
    let anybody = app.anybody().unwrap();
    let body = json!({ "email": Cast::Casey.email(), "password": PASSWORD });
    let request = anybody.request(Method::POST, "/sessions").header("user-agent", browser).json(&body);
    let signed_in = send(request).await;
    anybody.with_token(signed_in.json()["access_token"].as_str().unwrap())
}

#[actix_web::test]
async fn a_session_is_told_by_its_browser_and_system() {
    let app = App::start().await.unwrap();
    let phone = sign_in_with(&app, PHONE).await;
    let named = Device { browser: Some("Firefox"), system: Some("Android") };
    assert_eq!(Device::read(&open(&phone).await[0].device), named);
}

#[actix_web::test]
async fn of_a_long_description_the_first_200_characters_are_kept() {
    let app = App::start().await.unwrap();
    let talkative = sign_in_with(&app, &format!("{PHONE} {}", "x".repeat(4_000))).await;
    let kept = open(&talkative).await.remove(0).device;
    assert!(kept.starts_with(PHONE) && kept.len() == 200, "{kept}");
}

#[actix_web::test]
async fn what_a_browser_says_of_itself_stands_in_no_log() {
    let app = App::start().await.unwrap();
    let phone = sign_in_with(&app, PHONE).await;
    let cora = app.sign_in(Cast::Cora).unwrap();
    assert!(!cora.get("/audit?limit=100").await.text().contains("Firefox"));
    let rows = app.database.column("select audit::text from audit where audit::text ~ 'Firefox'").unwrap();
    assert!(rows.is_empty(), "{rows:?}");
    assert_eq!(open(&phone).await.len(), 1);
}
