//! Facts about the words of mails.

use serde_json::{Value, json};
use testkit::{App, Cast, MailServer, Visitor};

use super::{
    applicant::{Applicant, form, start},
    mail::{AtWork, post, until},
};

const RECEIVED: &str = "/mail-texts/application_received/es";

async fn text(ada: &Visitor, kind: &str, language: &str) -> Value {
    let all = ada.get("/mail-texts").await.json();
    let found = all.as_array().unwrap().iter().find(|one| one["kind"] == kind && one["language"] == language);
    found.unwrap().clone()
}

#[actix_web::test]
async fn every_mail_is_there_in_the_languages_of_its_readers() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let all = ada.get("/mail-texts").await.json();
    let all = all.as_array().unwrap();
    assert_eq!(all.len(), 31);
    assert!(all.iter().all(|text| text["is_own"] == false && text["version"] == 0));
    assert!(all.iter().all(|text| !text["subject"].as_str().unwrap().is_empty()));
}

#[actix_web::test]
async fn ones_own_words_are_sent_until_they_are_taken_back() {
    let (app, server) = (start().await, MailServer::start().unwrap());
    let ada = app.sign_in(Cast::Ada).unwrap();
    let words =
        json!({ "subject": "Su número: {reference}", "body": "Gracias, {organization}.\n\n{reference}" });
    let saved = ada.patch(RECEIVED, 0, words).await;
    assert_eq!(
        (saved.status, saved.version(), saved.json()["is_own"].as_bool()),
        (200, 1, Some(true)),
        "{}",
        saved.text()
    );
    let _work = AtWork::begin(&app, post(&server));
    let reference =
        Applicant::new(&app).submit(&form()).await.json()["reference"].as_str().unwrap().to_owned();
    let here = |all: &[testkit::Received], words: &str| {
        all.iter().any(|mail| mail.to == "lucia.ferrer@example.org" && mail.text.contains(words))
    };
    until("her mail", || here(&server.received(), "Gracias, Mission Hiring Hall.")).await;
    assert!(here(&server.received(), &reference));

    let reset =
        testkit::send(ada.request(reqwest::Method::DELETE, RECEIVED).header("if-match", "\"1\"")).await;
    assert_eq!((reset.status, reset.json()["is_own"].as_bool()), (200, Some(false)), "{}", reset.text());
    assert!(reset.json()["subject"].as_str().unwrap().starts_with("Hemos recibido"));
    let log = "select operation from audit where entity = 'mail_texts' order by seq";
    assert_eq!(app.database.column(log).unwrap(), ["mail_texts.amend", "mail_texts.reset"]);
}

#[actix_web::test]
async fn what_was_not_named_stays_as_it_was_shipped() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let shipped = text(&ada, "invitation", "en").await;
    let saved = ada.patch("/mail-texts/invitation/en", 0, json!({ "subject": "Welcome" })).await.json();
    assert_eq!((&saved["subject"], &saved["body"]), (&json!("Welcome"), &shipped["body"]));
    assert_eq!(text(&ada, "invitation", "es").await["is_own"], false);
}

#[actix_web::test]
async fn words_that_would_make_no_mail_are_refused() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    for (body, expected) in [
        (json!({ "subject": "For {name}" }), "/subject placeholder"),
        (json!({ "body": "Thank you." }), "/body placeholder_missing"),
        (json!({ "body": "" }), "/body required"),
        (json!({ "subject": "Hello\r\nBcc: all@example.org" }), "/subject invisible_characters"),
        (json!({ "body": "{reference} {{ config }}" }), "/body placeholder"),
        (json!({}), " nothing_to_change"),
        (json!({ "language": "fr" }), "/language unknown_field"),
    ] {
        let refused = ada.patch(RECEIVED, 0, body.clone()).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![expected.to_owned()]), "{body}");
    }
    for nowhere in
        ["/mail-texts/application_received/fr", "/mail-texts/birthday/en", "/mail-texts/invitation/vi"]
    {
        assert_eq!(ada.patch(nowhere, 0, json!({ "subject": "x" })).await.status, 404, "{nowhere}");
    }
}

#[actix_web::test]
async fn of_two_who_word_a_mail_at_once_the_second_is_told() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let write = |subject: &str| ada.patch(RECEIVED, 0, json!({ "subject": subject }));
    let (first, second) = futures_util::join!(write("Uno"), write("Dos"));
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
    // Taken back and worded anew, it is not what it was when somebody read it.
    let reset =
        testkit::send(ada.request(reqwest::Method::DELETE, RECEIVED).header("if-match", "\"1\"")).await;
    assert_eq!(reset.version(), 2);
    assert_eq!(ada.patch(RECEIVED, 0, json!({ "subject": "Tres" })).await.status, 412);
}

#[actix_web::test]
async fn words_of_mails_are_for_administrators() {
    let app = App::start().await.unwrap();
    for person in [Cast::Cora, Cast::Max, Cast::Casey, Cast::Vera, Cast::Ana, Cast::Wendy] {
        let visitor = app.sign_in(person).unwrap();
        assert_eq!(visitor.get("/mail-texts").await.status, 403, "{person:?}");
        assert_eq!(visitor.patch(RECEIVED, 0, json!({ "subject": "Mine" })).await.status, 403, "{person:?}");
    }
    assert_eq!(app.anybody().unwrap().get("/mail-texts").await.status, 401);
}
