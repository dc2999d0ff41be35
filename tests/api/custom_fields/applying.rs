//! Applicants are asked, and what they answer goes over to the client.

use serde_json::{Value, json};
use testkit::{App, Cast, Visitor};

use super::{amend, define};
use crate::api::applicant::{Applicant, form, form_with, start};

async fn first_application(app: &App, who: &Visitor) -> (String, Value, i64) {
    let queue = who.get("/applications").await.json();
    let id = queue["items"][0]["id"].as_str().unwrap().to_owned();
    let found = who.get(&format!("/applications/{id}")).await;
    assert_eq!(found.status, 200, "{}", found.text());
    assert!(app.database.column("select 1").is_ok());
    (id, found.json(), found.version())
}

#[actix_web::test]
async fn the_form_asks_what_is_for_applicants_and_not_retired() {
    let app = start().await;
    define(&app, "shirt_size", json!({ "hints": { "en": "For the uniform" } })).await;
    define(&app, "desk", json!({ "on": "clients" })).await;
    let old = define(&app, "old", json!({})).await;
    amend(&app.sign_in(Cast::Ada).unwrap(), &old, json!({ "retired": true })).await;
    let asked = app.anybody().unwrap().get("/intake/form").await.json()["fields"].clone();
    assert_eq!(asked.as_array().map(Vec::len), Some(1), "{asked}");
    let mut fields: Vec<_> = asked[0].as_object().unwrap().keys().cloned().collect();
    fields.sort();
    assert_eq!(fields, ["hints", "labels", "name", "required", "takes"], "no word of who sees it");
}

#[actix_web::test]
async fn a_draft_keeps_the_answers_finished_or_not() {
    let app = start().await;
    define(&app, "hours", json!({ "takes": { "kind": "number", "most": 60 } })).await;
    let applicant = Applicant::begun(&app).await;
    let saved = applicant.save(json!({ "fields": { "hours": "many" } }), "more").await;
    assert_eq!(saved.status, 200, "{}", saved.text());
    let draft = applicant.draft().await.json();
    assert_eq!((&draft["form"]["fields"], &draft["step"]), (&json!({ "hours": "many" }), &json!("more")));
    let pasted = applicant.save(json!({ "fields": { "hours": "x".repeat(2001) } }), "more").await;
    assert_eq!(pasted.fields(), ["/form/fields/hours too_long"]);
}

#[actix_web::test]
async fn an_application_answers_what_is_asked() {
    let app = start().await;
    define(&app, "shirt_size", json!({ "required": true })).await;
    define(&app, "desk", json!({ "on": "clients", "required": true })).await;
    for (fields, expected) in [
        (json!({}), "/fields/shirt_size required"),
        (json!({ "shirt_size": "xl" }), "/fields/shirt_size unknown"),
        (json!({ "shirt_size": "m", "desk": "m" }), "/fields/desk unknown"),
    ] {
        let refused = Applicant::new(&app).submit(&form_with("fields", fields.clone())).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![expected.to_owned()]), "{fields}");
    }
    let sent = Applicant::new(&app).submit(&form_with("fields", json!({ "shirt_size": "m" }))).await;
    assert_eq!(sent.status, 201, "{}", sent.text());
}

#[actix_web::test]
async fn accepting_carries_over_what_clients_have() {
    let app = start().await;
    define(&app, "shirt_size", json!({})).await;
    define(&app, "heard_on", json!({ "on": "applications", "takes": { "kind": "text" } })).await;
    let old = define(&app, "hours", json!({ "takes": { "kind": "number" } })).await;
    let fields = json!({ "shirt_size": "l", "heard_on": "Radio", "hours": 12.5 });
    let sent = Applicant::new(&app).submit(&form_with("fields", fields.clone())).await;
    assert_eq!(sent.status, 201, "{}", sent.text());
    // Retired after it was answered.
    amend(&app.sign_in(Cast::Ada).unwrap(), &old, json!({ "retired": true })).await;
    let casey = app.sign_in(Cast::Casey).unwrap();
    let (id, application, version) = first_application(&app, &casey).await;
    assert_eq!(application["form"]["fields"], fields);
    let client = casey.post_on(&format!("/applications/{id}/acceptance"), version, json!({})).await;
    assert_eq!(client.status, 201, "{}", client.text());
    let path = format!("/clients/{}/custom-fields", client.json()["id"].as_str().unwrap());
    let values = casey.get(&path).await.json()["values"].clone();
    assert_eq!(values, json!({ "shirt_size": "l", "hours": 12.5 }));
}

#[actix_web::test]
async fn a_sensitive_answer_is_withheld_from_a_reviewer_who_sees_no_demographics() {
    let app = start().await;
    define(&app, "faith", json!({ "sensitive": true, "takes": { "kind": "text" } })).await;
    define(&app, "shirt_size", json!({})).await;
    let fields = json!({ "faith": "zqxfaith", "shirt_size": "m" });
    assert_eq!(Applicant::new(&app).submit(&form_with("fields", fields)).await.status, 201);
    let (_, application, _) = first_application(&app, &super::searching::robin(&app)).await;
    assert_eq!(application["form"]["fields"], json!({ "shirt_size": "m" }));
    assert!(application["withheld"].as_array().unwrap().contains(&json!("fields.faith")), "{application}");
    assert!(!application.to_string().contains("zqxfaith"));
    let (_, whole, _) = first_application(&app, &app.sign_in(Cast::Casey).unwrap()).await;
    assert_eq!(whole["form"]["fields"]["faith"], "zqxfaith");
}

#[actix_web::test]
async fn without_fields_nothing_is_different() {
    let app = start().await;
    assert_eq!(Applicant::new(&app).submit(&form()).await.status, 201);
    let (_, application, _) = first_application(&app, &app.sign_in(Cast::Casey).unwrap()).await;
    assert_eq!(application["form"]["fields"], Value::Null);
}
