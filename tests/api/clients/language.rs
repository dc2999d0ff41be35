//! Facts about the language in which somebody is written to.

use serde_json::json;
use testkit::{App, Cast, MailServer, Served};

use super::record;
use crate::{
    api::{
        applicant::{Applicant, form, form_with, start},
        mail::{AtWork, post, until},
    },
    hard::tamper,
};

/// The client that an application of this language becomes.
async fn accepted(language: &str) -> serde_json::Value {
    let app = start().await;
    let handed_in = Applicant::new(&app).submit(&form_with("language", json!(language))).await;
    assert_eq!(handed_in.status, 201, "{}", handed_in.text());
    let ada = app.sign_in(Cast::Ada).unwrap();
    let id = ada.get("/applications").await.json()["items"][0]["id"].as_str().unwrap().to_owned();
    let version = ada.get(&format!("/applications/{id}")).await.version();
    let accepted = ada.post_on(&format!("/applications/{id}/acceptance"), version, json!(null)).await;
    assert_eq!(accepted.status, 201, "{}", accepted.text());
    accepted.json()
}

#[actix_web::test]
async fn a_client_keeps_the_language_of_their_application() {
    assert_eq!(accepted("vi").await["language"], "vi");
}

#[actix_web::test]
async fn a_language_that_nothing_is_written_in_does_not_keep_anybody_out() {
    assert!(accepted("tlh").await.get("language").is_none());
}

#[actix_web::test]
async fn it_is_changed_and_taken_away_like_any_detail() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let (path, found) = record(&cora, &app, Served::Maria).await;
    let set = cora.patch(&path, found.version(), json!({ "language": "es" })).await;
    assert_eq!((set.status, &set.json()["language"]), (200, &json!("es")), "{}", set.text());
    assert_eq!(cora.get(&path).await.json()["language"], "es");
    let refused = cora.patch(&path, set.version(), json!({ "language": "fr" })).await;
    assert_eq!((refused.status, refused.fields()), (422, vec!["/language language".to_owned()]));
    let cleared = cora.patch(&path, set.version(), json!({ "language": null })).await;
    assert_eq!((cleared.status, cleared.json().get("language")), (200, None), "{}", cleared.text());
}

#[actix_web::test]
async fn who_sees_the_card_alone_does_not_see_it() {
    let app = App::start().await.unwrap();
    tamper(&app, "update clients set language = 'es'");
    let (_, card) = record(&app.sign_in(Cast::Vera).unwrap(), &app, Served::Maria).await;
    assert_eq!(card.json().get("language"), None);
    assert!(card.json()["withheld"].as_array().unwrap().contains(&json!("language")));
}

#[actix_web::test]
async fn a_known_client_is_written_to_in_their_own_language_and_not_in_that_of_the_form() {
    let (app, server) = (start().await, MailServer::start().unwrap());
    tamper(&app, "update clients set language = 'es' where first_name = 'María'");
    let mut typed = form();
    for (field, value) in [("first_name", "María"), ("last_name", "Delgado"), ("date_of_birth", "1990-02-28")]
    {
        typed[field] = json!(value);
    }
    typed["language"] = json!("en");
    assert_eq!(Applicant::new(&app).submit(&typed).await.status, 201);
    let _at_work = AtWork::begin(&app, post(&server));
    let waiting = "select count(*) from jobs where state in ('waiting', 'running')";
    until("nothing waits", || app.database.column(waiting).unwrap() == ["0"]).await;
    let all = server.received();
    let letter = all.iter().find(|mail| mail.to == "maria.delgado@example.org").unwrap();
    assert!(letter.header("Subject").starts_with("Usted ya "), "{}", letter.text);
}
