//! How often one may try.

use domain::sessions::SignIn;
use reqwest::Method;
use serde_json::json;
use std::net::Ipv4Addr;
use store::StoreError;
use store::sessions::Source;
use store::tx::Caller;
use testkit::{App, Cast, PASSWORD, send};

use super::sign_in;

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
    let caller = Caller::of(store::tx::Who::Public);
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
