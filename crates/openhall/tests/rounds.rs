//! How many statements a request takes. In a program of its own, because all connections of one are listened to.
#![expect(clippy::unwrap_used, reason = "where arranging a fact fails, the fact fails")]

use std::sync::Mutex;

use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use reqwest::Method;
use serde_json::json;
use testkit::{App, Cast, Served, Visitor, send};

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
        "answers": [{ "question": "gender", "status": "declined" }], "program_interests": [program],
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

/// Hands in a form with this name and day of birth; gives the statements that it took.
async fn statements_of(app: &App, first_name: &str, last_name: &str, born: &str) -> Vec<String> {
    let form = json!({
        "first_name": first_name, "last_name": last_name, "date_of_birth": born, "phone": "415-555-0177",
        "email": "somebody@example.org", "residency": "resident", "consent": true, "consent_version": "2026-1",
        "language": "en",
    });
    let request = app.anybody().unwrap().request(Method::POST, "/applications").json(&form);
    heard();
    assert_eq!(send(request.header("idempotency-key", born)).await.status, 201);
    heard()
}

#[actix_web::test]
async fn whether_somebody_is_a_client_changes_no_statement_of_their_application() {
    set_default_instrumentation(|| Some(Box::new(Ear))).unwrap();
    let app = App::start().await.unwrap();
    statements_of(&app, "Petra", "Delgada", "1990-03-01").await;
    let known = statements_of(&app, "María", "Delgado", "1990-02-28").await;
    let unknown = statements_of(&app, "Paula", "Delgado", "1990-03-02").await;
    assert_eq!(known, unknown);
    assert!(known.len() > 5, "{known:#?}");
}

/// Clients, follow-ups, applications and programs, a hundred of each.
const MANY: &str = "set session_replication_role = replica;
    insert into clients (id, first_name, name_key, search_key) select gen_random_uuid(), 'Ana', 'ana', ' ana | '
        from generate_series(1, 100);
    insert into assignments (id, client_id, user_id) select gen_random_uuid(), clients.id, users.id
        from clients, users where users.email = 'cora@example.org' on conflict do nothing;
    insert into follow_ups (id, client_id, assignee_id, due_on, purpose, created_by)
        select gen_random_uuid(), clients.id, users.id, today() - 3, 'Call', users.id
        from clients, users where users.email = 'cora@example.org';
    insert into programs (id, name) select gen_random_uuid(), 'Program ' || n from generate_series(1, 100) as n;
    insert into program_capacities (id, program_id, effective_from, capacity)
        select gen_random_uuid(), id, today(), 9 from programs on conflict do nothing;
    insert into applications (id, reference, language, first_name, last_name, preferred_name, date_of_birth, phone,
            phone_key, email, email_key, residency, neighborhood, employment_goals, referral_source, referral_detail,
            consent_version, search_key)
        select gen_random_uuid(), 'A' || n, 'en', 'Ana', '', '', '1990-01-01', '', '', '', '', 'resident', '', '', '', '',
            '2026-1', ' ana ' from generate_series(1, 100) as n;
    set session_replication_role = origin";

async fn rounds_of_the_dashboard(who: &Visitor) -> usize {
    heard();
    assert_eq!(who.get("/dashboard").await.status, 200);
    heard().len()
}

/// All of the page, for somebody who has every tile of it.
#[actix_web::test]
async fn the_dashboard_takes_as_many_statements_however_much_there_is() {
    set_default_instrumentation(|| Some(Box::new(Ear))).unwrap();
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    assert_eq!(cora.get("/me").await.status, 200);
    let few = rounds_of_the_dashboard(&cora).await;
    app.database.run(MANY).unwrap();
    assert!(cora.get("/dashboard").await.json()["my_clients"]["count"].as_i64() > Some(100));
    assert_eq!(rounds_of_the_dashboard(&cora).await, few);
    assert!(few <= 20, "{few} statements");
}
