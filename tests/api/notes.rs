//! Facts about case notes.

use serde_json::{Value, json};
use testkit::{Answer, App, Cast, Served, Visitor};

const SECRET: &str = "She told me about her brother's arrest";

fn draft(kind: &str, text: &str) -> Value {
    json!({ "kind": kind, "happened_at": "2026-10-01T17:00:00Z", "text": text })
}

fn confidential() -> Value {
    let mut draft = draft("general", SECRET);
    draft["confidential"] = json!(true);
    draft
}

async fn write(app: &App, who: Cast, whom: Served, body: Value) -> Answer {
    let path = format!("/clients/{}/notes", app.client(whom).unwrap());
    app.sign_in(who).unwrap().post(&path, body).await
}

async fn notes(app: &App, who: Cast) -> Vec<Value> {
    let path = format!("/clients/{}/notes?limit=100", app.client(Served::Maria).unwrap());
    let list = app.sign_in(who).unwrap().get(&path).await;
    assert_eq!(list.status, 200, "{}", list.text());
    list.json()["items"].as_array().unwrap().clone()
}

fn is_there(notes: &[Value], note: &Answer) -> bool {
    notes.iter().any(|one| one["id"] == note.json()["id"])
}

fn path(note: &Answer, verb: &str) -> String {
    format!("/notes/{}{verb}", note.json()["id"].as_str().unwrap())
}

async fn open(who: &Visitor, note: &Answer, reason: &str) -> Answer {
    who.post(&path(note, "/disclosure"), json!({ "reason": reason })).await
}

#[actix_web::test]
async fn a_note_stands_in_the_list_with_its_author() {
    let app = App::start().await.unwrap();
    let made = write(&app, Cast::Stan, Served::Maria, draft("training", "Came on time")).await;
    assert_eq!((made.status, made.version()), (201, 1), "{}", made.text());
    let list = notes(&app, Cast::Casey).await;
    let found = list.iter().find(|note| note["id"] == made.json()["id"]).unwrap();
    assert_eq!((&found["text"], &found["author"]), (&json!("Came on time"), &json!("Stan Kowalski")));
    assert_eq!(*found, made.json());
}

#[actix_web::test]
async fn notes_outside_the_caseload_are_not_found() {
    let app = App::start().await.unwrap();
    assert_eq!(write(&app, Cast::Otto, Served::Maria, draft("general", "Hello")).await.status, 404);
    let maria = app.client(Served::Maria).unwrap();
    let otto = app.sign_in(Cast::Otto).unwrap();
    assert_eq!(otto.get(&format!("/clients/{maria}/notes")).await.status, 404);
    let made = write(&app, Cast::Casey, Served::Maria, draft("general", "Hello")).await;
    assert_eq!(otto.post(&path(&made, "/addenda"), json!({ "text": "Hm" })).await.status, 404);
    assert_eq!(otto.patch(&path(&made, ""), 1, json!({ "text": "Hm" })).await.status, 404);
    let secret = write(&app, Cast::Casey, Served::Maria, confidential()).await;
    assert_eq!(open(&otto, &secret, "Curious").await.status, 404);
}

#[actix_web::test]
async fn a_volunteer_writes_and_reads_general_notes_alone() {
    let app = App::start().await.unwrap();
    let general = write(&app, Cast::Vera, Served::Maria, draft("general", "Asked for a bus pass")).await;
    assert_eq!(general.status, 201, "{}", general.text());
    assert_eq!(write(&app, Cast::Vera, Served::Maria, draft("training", "Late")).await.status, 403);
    assert_eq!(write(&app, Cast::Vera, Served::Maria, confidential()).await.status, 403);
    let training = write(&app, Cast::Stan, Served::Maria, draft("training", "Late")).await;
    let secret = write(&app, Cast::Casey, Served::Maria, confidential()).await;
    let seen = notes(&app, Cast::Vera).await;
    assert!(is_there(&seen, &general) && !is_there(&seen, &training) && !is_there(&seen, &secret));
    let vera = app.sign_in(Cast::Vera).unwrap();
    assert_eq!(vera.post(&path(&training, "/addenda"), json!({ "text": "Hm" })).await.status, 404);
    assert_eq!(vera.patch(&path(&general, ""), 1, json!({ "kind": "training" })).await.status, 403);
}

#[actix_web::test]
async fn an_analyst_reads_and_writes_nothing() {
    let app = App::start().await.unwrap();
    let made = write(&app, Cast::Stan, Served::Maria, draft("training", "Late")).await;
    assert!(is_there(&notes(&app, Cast::Ana).await, &made));
    assert_eq!(write(&app, Cast::Ana, Served::Maria, draft("general", "Hm")).await.status, 403);
}

#[actix_web::test]
async fn a_confidential_note_exists_for_those_alone_who_may_open_it() {
    let app = App::start().await.unwrap();
    let secret = write(&app, Cast::Casey, Served::Maria, confidential()).await;
    assert_eq!(secret.status, 201);
    assert!(secret.json().get("text").is_none());
    for who in [Cast::Casey, Cast::Cole, Cast::Cora, Cast::Ada] {
        let seen = notes(&app, who).await;
        let note = seen.iter().find(|note| note["id"] == secret.json()["id"]).unwrap();
        assert_eq!((&note["confidential"], note.get("text")), (&json!(true), None), "{}", who.name());
    }
    for who in [Cast::Stan, Cast::Vera, Cast::Max, Cast::Lena, Cast::Ana] {
        assert!(!is_there(&notes(&app, who).await, &secret), "{}", who.name());
        assert_eq!(open(&app.sign_in(who).unwrap(), &secret, "For the review").await.status, 403);
    }
    let timeline = format!("/clients/{}/timeline?kind=note&limit=100", app.client(Served::Maria).unwrap());
    for (who, there) in [(Cast::Cole, true), (Cast::Stan, false), (Cast::Max, false), (Cast::Ana, false)] {
        let events = app.sign_in(who).unwrap().get(&timeline).await.json()["items"].clone();
        let found = events.as_array().unwrap().iter().any(|event| event["subject_id"] == secret.json()["id"]);
        assert_eq!(found, there, "{}", who.name());
    }
    let stan = app.sign_in(Cast::Stan).unwrap();
    assert_eq!(stan.post(&path(&secret, "/addenda"), json!({ "text": "Hm" })).await.status, 404);
}

#[actix_web::test]
async fn opening_a_confidential_note_gives_its_text_and_leaves_the_reason() {
    let app = App::start().await.unwrap();
    let secret = write(&app, Cast::Casey, Served::Maria, confidential()).await;
    let cole = app.sign_in(Cast::Cole).unwrap();
    cole.post(&path(&secret, "/addenda"), json!({ "text": "He was released" })).await;
    let opened = open(&cole, &secret, "Planning the next meeting").await;
    assert_eq!((opened.status, &opened.json()["text"]), (200, &json!(SECRET)), "{}", opened.text());
    assert_eq!(opened.json()["addenda"][0]["text"], "He was released");
    let id = secret.json()["id"].as_str().unwrap().to_owned();
    let rows = app.database.column(&format!(
        "select concat_ws('|', operation, reason, principal_id, client_id) \
        from audit where action = 'disclose' and entity = 'notes' and entity_id = '{id}'"
    ));
    let (cole, maria) = (app.user(Cast::Cole).unwrap(), app.client(Served::Maria).unwrap());
    assert_eq!(rows.unwrap(), [format!("notes.disclose|Planning the next meeting|{cole}|{maria}")]);
}

#[actix_web::test]
async fn without_a_reason_nothing_opens() {
    let app = App::start().await.unwrap();
    let secret = write(&app, Cast::Casey, Served::Maria, confidential()).await;
    let casey = app.sign_in(Cast::Casey).unwrap();
    for reason in ["", "    ", "why"] {
        let refused = open(&casey, &secret, reason).await;
        assert_eq!(refused.status, 422, "{reason}");
        assert!(!refused.text().contains(SECRET));
    }
    let rows =
        app.database.column("select seq from audit where action = 'disclose' and entity = 'notes'").unwrap();
    assert!(rows.is_empty());
    let plain = write(&app, Cast::Casey, Served::Maria, draft("general", "Hello")).await;
    assert_eq!(open(&casey, &plain, "For the review").await.status, 409);
}

#[actix_web::test]
async fn a_confidential_text_stands_nowhere_in_clear() {
    let app = App::start().await.unwrap();
    let secret = write(&app, Cast::Casey, Served::Maria, confidential()).await;
    let casey = app.sign_in(Cast::Casey).unwrap();
    casey.post(&path(&secret, "/addenda"), json!({ "text": SECRET })).await;
    assert_eq!(casey.patch(&path(&secret, ""), 2, json!({ "text": format!("{SECRET}!") })).await.status, 200);
    open(&casey, &secret, "For the review").await;
    let tables = "select quote_ident(table_name) from information_schema.tables \
        where table_schema = 'public' and table_type = 'BASE TABLE'";
    for table in app.database.column(tables).unwrap() {
        let query = format!(
            "select t::text from {table} t where t::text ~ 'brother' \
            or t::text ~ encode('brother'::bytea, 'hex')"
        );
        assert!(app.database.column(&query).unwrap().is_empty(), "{table}");
    }
    // The same search finds an open note: it would have found the other one.
    write(&app, Cast::Casey, Served::Maria, draft("general", SECRET)).await;
    assert_eq!(
        app.database.column("select t::text from notes t where t::text ~ 'brother'").unwrap().len(),
        1
    );
}

#[actix_web::test]
async fn the_audit_hides_a_confidential_note_from_those_for_whom_it_does_not_exist() {
    let app = App::start().await.unwrap();
    let secret = write(&app, Cast::Casey, Served::Maria, confidential()).await;
    let casey = app.sign_in(Cast::Casey).unwrap();
    casey.post(&path(&secret, "/addenda"), json!({ "text": "More" })).await;
    open(&casey, &secret, "For the review").await;
    let note = secret.json()["id"].clone();
    let addendum = app.database.column("select id from addenda where text_sealed is not null").unwrap();
    let entries = |list: &Answer| {
        let items = list.json()["items"].as_array().unwrap().clone();
        let about = |entry: &&Value| entry["entity_id"] == note || entry["entity_id"] == addendum[0].as_str();
        items.iter().filter(about).map(|entry| entry["operation"].clone()).collect::<Vec<Value>>()
    };
    let history = format!("/clients/{}/history?limit=100", app.client(Served::Maria).unwrap());
    let seen = app.sign_in(Cast::Cole).unwrap().get(&history).await;
    assert_eq!(entries(&seen), ["notes.disclose", "notes.add", "notes.create"]);
    for (who, path) in [(Cast::Stan, history.as_str()), (Cast::Ana, "/audit?limit=100")] {
        let hidden = app.sign_in(who).unwrap().get(path).await;
        assert_eq!((hidden.status, entries(&hidden).len()), (200, 0), "{}", who.name());
    }
}

#[actix_web::test]
async fn a_correction_moves_when_it_happened_and_names_the_program() {
    let app = App::start().await.unwrap();
    let made = write(&app, Cast::Casey, Served::Maria, draft("general", "Hello")).await;
    let casey = app.sign_in(Cast::Casey).unwrap();
    let program = casey.get("/programs").await.json()[0]["id"].clone();
    let patch = json!({ "happened_at": "2026-10-01T09:30:00Z", "program_id": program });
    let after = casey.patch(&path(&made, ""), 1, patch).await;
    assert_eq!(after.status, 200, "{}", after.text());
    assert_eq!(
        (&after.json()["happened_at"], &after.json()["program_id"]),
        (&json!("2026-10-01T09:30:00Z"), &program)
    );
    let none = casey.patch(&path(&made, ""), 2, json!({ "program_id": null })).await;
    assert_eq!((none.status, &none.json()["program_id"]), (200, &Value::Null));
    let refused = casey.patch(&path(&made, ""), 3, json!({ "happened_at": null })).await;
    assert_eq!(refused.fields(), ["/happened_at required"]);
}

#[actix_web::test]
async fn the_author_corrects_a_note_within_a_day_and_nobody_else_does() {
    let app = App::start().await.unwrap();
    let made = write(&app, Cast::Casey, Served::Maria, draft("general", "Helo")).await;
    let casey = app.sign_in(Cast::Casey).unwrap();
    let after = casey.patch(&path(&made, ""), 1, json!({ "text": "Hello" })).await;
    assert_eq!((after.status, after.version(), &after.json()["text"]), (200, 2, &json!("Hello")));
    assert!(after.json()["edited_at"].is_string());
    assert_eq!(casey.patch(&path(&made, ""), 1, json!({ "text": "Hullo" })).await.status, 412);
    let cole = app.sign_in(Cast::Cole).unwrap();
    assert_eq!(cole.patch(&path(&made, ""), 2, json!({ "text": "Hi" })).await.status, 403);
    app.database
        .run(
            "set openhall.principal = 'job'; set openhall.operation = 'test'; \
        update notes set written_at = written_at - interval '25 hours'",
        )
        .unwrap();
    let late = casey.patch(&path(&made, ""), 2, json!({ "text": "Hi" })).await;
    assert_eq!((late.status, late.code()), (409, "conflict".into()));
    assert!(late.json()["detail"].as_str().unwrap().contains("addendum"));
}

#[actix_web::test]
async fn anybody_who_may_write_one_adds_to_a_note_and_the_note_stays() {
    let app = App::start().await.unwrap();
    let made = write(&app, Cast::Casey, Served::Maria, draft("training", "Passed")).await;
    let cole = app.sign_in(Cast::Cole).unwrap();
    let after = cole.post(&path(&made, "/addenda"), json!({ "text": "With distinction" })).await;
    assert_eq!(after.status, 201, "{}", after.text());
    let list = notes(&app, Cast::Casey).await;
    let found = list.iter().find(|note| note["id"] == made.json()["id"]).unwrap();
    assert_eq!((&found["text"], &found["version"]), (&json!("Passed"), &json!(2)));
    assert_eq!(found["addenda"][0]["text"], "With distinction");
    assert_eq!(found["addenda"][0]["author"], "Cole Adeyemi");
    assert_eq!(*found, after.json());
}

#[actix_web::test]
async fn every_write_leaves_exactly_its_row_in_the_audit() {
    let app = App::start().await.unwrap();
    let before = app.database.column("select max(seq) from audit").unwrap().remove(0);
    let made = write(&app, Cast::Casey, Served::Maria, draft("general", "Hello")).await;
    let casey = app.sign_in(Cast::Casey).unwrap();
    casey.patch(&path(&made, ""), 1, json!({ "text": "Hullo" })).await;
    casey.post(&path(&made, "/addenda"), json!({ "text": "And bye" })).await;
    write(&app, Cast::Casey, Served::Maria, draft("general", "")).await;
    casey.patch(&path(&made, ""), 1, json!({ "text": "Hallo" })).await;
    let rows = app.database.column(&format!(
        "select concat_ws(' ', operation, action, entity, before, after ->> 'text') from audit \
         where seq > {before} and operation like 'notes.%' order by seq"
    ));
    let rows = rows.unwrap();
    assert_eq!(
        rows,
        [
            "notes.create create notes Hello",
            "notes.update update notes {\"text\": \"Hello\"} Hullo",
            "notes.add create addenda And bye",
        ]
    );
}

#[actix_web::test]
async fn bad_input_names_the_field() {
    let app = App::start().await.unwrap();
    let nowhere = "00000000-0000-0000-0000-000000000001";
    for (change, field) in [
        (json!({ "text": "" }), "/text required"),
        (json!({ "text": "x".repeat(10_001) }), "/text too_long"),
        (json!({ "happened_at": "2199-01-01T00:00:00Z" }), "/happened_at in_the_future"),
        (json!({ "program_id": nowhere }), "/program_id unknown"),
        (json!({ "author_id": nowhere }), "/author_id unknown_field"),
        (json!({ "kind": "gossip" }), "/kind unknown"),
    ] {
        let mut body = draft("general", "Hello");
        for (name, value) in change.as_object().unwrap() {
            body[name] = value.clone();
        }
        let refused = write(&app, Cast::Casey, Served::Maria, body).await;
        assert_eq!(refused.status, 422, "{field}");
        assert!(refused.fields().contains(&field.to_owned()), "{field}: {:?}", refused.fields());
    }
}

#[actix_web::test]
async fn pages_follow_each_other_without_gap_or_repetition() {
    let app = App::start().await.unwrap();
    for number in 0..7 {
        write(&app, Cast::Casey, Served::Sukarno, draft("general", &number.to_string())).await;
    }
    let casey = app.sign_in(Cast::Casey).unwrap();
    let base = format!("/clients/{}/notes?limit=3", app.client(Served::Sukarno).unwrap());
    let (mut seen, mut page) = (Vec::new(), casey.get(&base).await.json());
    loop {
        seen.extend(page["items"].as_array().unwrap().iter().map(|note| note["id"].clone()));
        let Some(next) = page["next"].as_str() else { break };
        page = casey.get(&format!("{base}&cursor={next}")).await.json();
    }
    let count = app
        .database
        .column(
            "select count(*) from notes join clients on clients.id = client_id \
        where first_name = 'Sukarno'",
        )
        .unwrap();
    assert_eq!(seen.len().to_string(), count[0]);
    seen.sort_by_key(Value::to_string);
    seen.dedup();
    assert_eq!(seen.len().to_string(), count[0]);
    assert_eq!(casey.get(&format!("{base}&cursor=nonsense")).await.status, 400);
}

async fn type_of_notes(app: &App, code: &str) -> (Visitor, String, i64) {
    let cora = app.sign_in(Cast::Cora).unwrap();
    let list = cora.get("/code-lists/note_type").await.json();
    let found = list.as_array().unwrap().iter().find(|value| value["code"] == code).unwrap().clone();
    let path = format!("/code-lists/note_type/{}", found["id"].as_str().unwrap());
    (cora, path, found["version"].as_i64().unwrap())
}

#[actix_web::test]
async fn the_organization_says_what_notes_are_about() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let visit = || draft("home_visit", "Met her mother");
    let unknown = write(&app, Cast::Casey, Served::Maria, visit()).await;
    assert_eq!((unknown.status, unknown.fields()), (422, vec!["/kind unknown".to_owned()]));
    let labels = json!({ "en": "Home visit", "es": "Visita a domicilio" });
    let added = cora.post("/code-lists/note_type", json!({ "code": "home_visit", "labels": labels })).await;
    assert_eq!(added.status, 201, "{}", added.text());
    let note = write(&app, Cast::Casey, Served::Maria, visit()).await;
    assert_eq!(note.status, 201, "{}", note.text());
    let path = format!("/clients/{}/notes?kind=home_visit", app.client(Served::Maria).unwrap());
    let found = app.sign_in(Cast::Stan).unwrap().get(&path).await.json();
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
    assert!(!is_there(&notes(&app, Cast::Vera).await, &note), "it is no plain note");
    let usage = cora.get("/code-lists/note_type/usage").await.json();
    let used: Vec<&Value> =
        usage.as_array().unwrap().iter().filter(|one| one["id"] == added.json()["id"]).collect();
    assert_eq!(used[0]["clients"], 1);
}

#[actix_web::test]
async fn a_note_keeps_a_type_that_was_retired() {
    let app = App::start().await.unwrap();
    let note = write(&app, Cast::Casey, Served::Maria, draft("training", "Came on time")).await;
    let (cora, value, version) = type_of_notes(&app, "training").await;
    assert_eq!(cora.delete(&value).await.status, 409, "a note is of this type");
    assert_eq!(cora.patch(&value, version, json!({ "retired": true })).await.status, 200);
    let refused = write(&app, Cast::Casey, Served::Maria, draft("training", "Again")).await;
    assert_eq!(refused.fields(), ["/kind unknown"]);
    let casey = app.sign_in(Cast::Casey).unwrap();
    let same = json!({ "kind": "training", "text": "Came on time, twice" });
    let corrected = casey.patch(&path(&note, ""), 1, same).await;
    assert_eq!(
        (corrected.status, &corrected.json()["kind"]),
        (200, &json!("training")),
        "{}",
        corrected.text()
    );
}

#[actix_web::test]
async fn nobody_does_without_plain_notes() {
    let app = App::start().await.unwrap();
    let (cora, value, version) = type_of_notes(&app, "general").await;
    assert_eq!(cora.patch(&value, version, json!({ "retired": true })).await.status, 409);
    assert_eq!(cora.delete(&value).await.status, 409);
    let worded = cora.patch(&value, version, json!({ "labels": { "en": "Conversation" } })).await;
    assert_eq!(worded.status, 200, "{}", worded.text());
    let written = write(&app, Cast::Vera, Served::Maria, draft("general", "Asked for a bus pass")).await;
    assert_eq!(written.status, 201, "{}", written.text());
}
