//! Passwords, sessions and social security numbers, as the settings say.

use serde_json::json;
use testkit::{App, Cast, PASSWORD, Served, Setup};

use super::set;
use crate::api::sessions::sign_in;

/// Makes every open session this old.
fn age(app: &App, column: &str, minutes: i32) {
    let sql = format!("update sessions set {column} = now() - interval '{minutes} minutes'");
    let begun = "select begin_as('job', null, 'test', null, null)";
    app.database.run(&format!("begin; {begun}; {sql}; commit")).unwrap();
}

#[actix_web::test]
async fn a_new_password_is_as_long_as_the_settings_say() {
    let app = App::start().await.unwrap();
    set(&app, json!({ "password_length": 24 })).await;
    let casey = app.sign_in(Cast::Casey).unwrap();
    assert_eq!(casey.get("/me").await.json()["password_length"], 24);
    let change =
        |new: &str| casey.put("/me/password", json!({ "current_password": PASSWORD, "password": new }));
    let refused = change("quiet otter lanterns").await;
    assert_eq!(refused.fields(), ["/password too_short"], "{}", refused.text());
    assert_eq!(refused.json()["errors"][0]["params"]["min"], 24);
    assert_eq!(change("quiet otter borrows lanterns").await.status, 204);
}

#[actix_web::test]
async fn a_session_ends_after_the_idle_time_of_the_settings() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    age(&app, "last_used_at", 20);
    assert_eq!(casey.get("/me").await.status, 200);
    set(&app, json!({ "session_idle_minutes": 15 })).await;
    assert_eq!(casey.get("/me").await.status, 401);
    set(&app, json!({ "session_idle_minutes": 60 })).await;
    age(&app, "last_used_at", 45);
    assert_eq!(casey.get("/me").await.status, 200);
}

#[actix_web::test]
async fn a_session_ends_after_its_hours_whatever_is_done_in_it() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    age(&app, "created_at", 150);
    assert_eq!(casey.get("/me").await.status, 200);
    set(&app, json!({ "session_hours": 2 })).await;
    assert_eq!(casey.get("/me").await.status, 401);
    assert_eq!(app.sign_in(Cast::Casey).unwrap().get("/me").await.status, 200);
}

/// Somebody at work renews the session before it is over: the token ends at half of the idle time.
#[actix_web::test]
async fn a_token_ends_before_the_session_can_grow_idle() {
    let app = App::start().await.unwrap();
    assert_eq!(sign_in(&app, Cast::Casey.email(), PASSWORD).await.json()["expires_in"], 900);
    set(&app, json!({ "session_idle_minutes": 10 })).await;
    assert_eq!(sign_in(&app, Cast::Casey.email(), PASSWORD).await.json()["expires_in"], 300);
}

#[actix_web::test]
async fn another_server_goes_by_a_change_at_its_next_request() {
    let app = App::start().await.unwrap();
    let other = app.beside(&Setup::default()).await.unwrap();
    let casey = other.sign_in(Cast::Casey).unwrap();
    assert_eq!(casey.get("/me").await.json()["password_length"], 15);
    set(&app, json!({ "password_length": 20 })).await;
    assert_eq!(casey.get("/me").await.json()["password_length"], 20);
}

#[actix_web::test]
async fn without_social_security_numbers_none_is_taken_shown_or_opened() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let path = format!("/clients/{}", app.client(Served::Maria).unwrap());
    let known = cora.get(&path).await;
    assert!(known.json()["ssn_last_four"].is_string(), "{}", known.text());
    let ada = app.sign_in(Cast::Ada).unwrap();
    let version = ada.get("/organization/settings").await.version();
    assert_eq!(
        ada.patch("/organization/settings", version, json!({ "collects_ssn": false })).await.status,
        200
    );

    let hidden = cora.get(&path).await;
    assert!(hidden.json()["ssn_last_four"].is_null(), "{}", hidden.text());
    assert!(hidden.json()["withheld"].as_array().unwrap().contains(&json!("ssn_last_four")));
    let opened = cora.post(&format!("{path}/ssn-disclosure"), json!({ "reason": "Tax form W-9" })).await;
    assert_eq!(opened.status, 403);
    let changed = cora.patch(&path, hidden.version(), json!({ "ssn": "536-22-4321" })).await;
    assert_eq!(changed.fields(), ["/ssn not_asked"], "{}", changed.text());
    let me = cora.get("/me").await.json();
    assert!(!me["permissions"].as_array().unwrap().contains(&json!("see_ssn_last_four")));
    // Who may give what to whom is another matter, and stays.
    let otto = format!("/users/{}", app.user(Cast::Otto).unwrap());
    assert_eq!(ada.get(&otto).await.status, 200);
}
