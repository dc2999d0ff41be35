//! How many statements a request takes. In a program of its own, because all connections of one are listened to.
#![expect(clippy::unwrap_used, reason = "where arranging a fact fails, the fact fails")]

use std::sync::Mutex;

use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use reqwest::Method;
use serde_json::json;
use testkit::{App, Cast, Served, send};

static HEARD: Mutex<Vec<String>> = Mutex::new(Vec::new());

struct Ear;

impl Instrumentation for Ear {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        let InstrumentationEvent::StartQuery { query, .. } = event else { return };
        let text = query.to_string();
        // What a new connection is told is nobody's round.
        if !text.starts_with("set ") {
            HEARD.lock().unwrap().push(text.split_whitespace().take(8).collect::<Vec<_>>().join(" "));
        }
    }
}

/// What was asked since the last time.
fn heard() -> Vec<String> {
    std::mem::take(&mut *HEARD.lock().unwrap())
}

/// Begin, who is it, find, write, commit; and no more for all that stands around a record.
#[actix_web::test]
async fn a_write_takes_as_few_statements_as_agreed() {
    set_default_instrumentation(|| Some(Box::new(Ear))).unwrap();
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let maria = app.client(Served::Maria).unwrap();
    let program = app.database.column("select id from programs limit 1").unwrap().remove(0);

    // A server reads the settings once, and again when they have changed.
    assert_eq!(casey.get("/me").await.status, 200);
    heard();
    let whole = json!({
        "first_name": "Ana", "last_name": "Luz", "ssn": "536-22-9999", "residency": "resident",
        "contact_points": [{ "kind": "phone", "value": "415-555-7777" }, { "kind": "email", "value": "ana@luz.org" }],
        "addresses": [{ "street": "1 Main Street" }], "answers": [{ "question": "sex", "status": "declined" }],
    });
    assert_eq!(casey.post("/clients", whole).await.status, 201);
    let statements = heard();
    assert!(statements.len() <= 5, "{statements:#?}");

    let note = json!({ "kind": "general", "happened_at": "2026-11-02T10:00:00Z", "text": "Called." });
    assert_eq!(casey.post(&format!("/clients/{maria}/notes"), note).await.status, 201);
    let statements = heard();
    assert!(statements.len() <= 5, "{statements:#?}");

    let form = json!({
        "first_name": "Rosa", "last_name": "Luz", "date_of_birth": "1990-02-28", "phone": "415-555-0177",
        "residency": "resident", "consent": true, "consent_version": "2026-1", "language": "en",
        "answers": [{ "question": "sex", "status": "declined" }], "program_interests": [program],
    });
    let request = app.anybody().unwrap().request(Method::POST, "/applications").json(&form);
    assert_eq!(send(request.header("idempotency-key", "once")).await.status, 201);
    let statements = heard();
    // With one for the limit of the place, one for what the organization asks beyond the form, and two for the key that
    // makes it one application.
    assert!(statements.len() <= 12, "{statements:#?}");

    assert_eq!(casey.get("/clients").await.status, 200);
    assert_eq!(casey.get(&format!("/clients/{maria}")).await.status, 200);
    let statements = heard();
    assert!(statements.len() <= 4, "two for each read: {statements:#?}");
}
