//! Facts about pinned notes, colleagues who are named in one, and templates.

use serde_json::{Value, json};
use testkit::{App, Cast, Served, Visitor, send};

async fn write(app: &App, who: &Visitor, whom: Served, body: Value) -> Value {
    let mut note = json!({ "kind": "general", "happened_at": "2026-11-02T10:00:00Z", "text": "Called." });
    note.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
    let made = who.post(&format!("/clients/{}/notes", app.client(whom).unwrap()), note).await;
    assert_eq!(made.status, 201, "{}", made.text());
    made.json()
}

fn of(note: &Value, what: &str) -> String {
    format!("/notes/{}{what}", note["id"].as_str().unwrap())
}

async fn pinned(app: &App, who: &Visitor, whom: Served) -> Vec<Value> {
    let path = format!("/clients/{}/notes?pinned=true", app.client(whom).unwrap());
    who.get(&path).await.json()["items"].as_array().unwrap().iter().map(|note| note["id"].clone()).collect()
}

async fn mentions(app: &App, who: Cast) -> Vec<Value> {
    let inbox = app.sign_in(who).unwrap().get("/notifications").await.json();
    // Who works in the portal alone has no inbox.
    let all = inbox["latest"].as_array().cloned().unwrap_or_default();
    all.into_iter()
        .filter(|one| one["kind"] == "note_mentioned")
        .map(|one| one["subject_id"].clone())
        .collect()
}

#[actix_web::test]
async fn a_pinned_note_stands_first_and_the_log_has_who_pinned_it() {
    let app = App::start().await.unwrap();
    let (casey, cole) = (app.sign_in(Cast::Casey).unwrap(), app.sign_in(Cast::Cole).unwrap());
    let note = write(&app, &casey, Served::Maria, json!({ "text": "Speaks Spanish." })).await;
    let done = cole.put(&of(&note, "/pin"), json!({})).await;
    assert_eq!((done.status, done.json()["pinned_by"].as_str()), (200, Some("Cole Adeyemi")));
    assert_eq!(done.json()["version"], note["version"], "who is correcting it is not disturbed");
    assert_eq!(pinned(&app, &casey, Served::Maria).await, [note["id"].clone()]);
    let rest = format!("/clients/{}/notes?pinned=false&limit=100", app.client(Served::Maria).unwrap());
    assert!(!casey.get(&rest).await.text().contains(note["id"].as_str().unwrap()));
    assert_eq!(casey.delete(&of(&note, "/pin")).await.status, 200);
    assert!(pinned(&app, &casey, Served::Maria).await.is_empty());
    let log = format!(
        "select operation from audit where entity_id = '{}' order by seq",
        note["id"].as_str().unwrap()
    );
    assert_eq!(app.database.column(&log).unwrap(), ["notes.create", "notes.pin", "notes.unpin"]);
}

#[actix_web::test]
async fn who_may_not_write_such_a_note_does_not_pin_it() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let general = write(&app, &casey, Served::Maria, json!({})).await;
    let training = write(&app, &casey, Served::Maria, json!({ "kind": "training" })).await;
    let secret = write(&app, &casey, Served::Maria, json!({ "confidential": true })).await;
    let vera = app.sign_in(Cast::Vera).unwrap();
    assert_eq!(vera.put(&of(&general, "/pin"), json!({})).await.status, 200);
    assert_eq!(vera.put(&of(&training, "/pin"), json!({})).await.status, 404, "she reads general ones alone");
    assert_eq!(app.sign_in(Cast::Stan).unwrap().put(&of(&secret, "/pin"), json!({})).await.status, 404);
    assert_eq!(app.sign_in(Cast::Ana).unwrap().put(&of(&general, "/pin"), json!({})).await.status, 403);
    assert_eq!(app.sign_in(Cast::Otto).unwrap().put(&of(&general, "/pin"), json!({})).await.status, 404);
    let shown = casey.put(&of(&secret, "/pin"), json!({})).await;
    assert_eq!(
        (shown.status, shown.json()["text"].is_null()),
        (200, true),
        "pinned, and closed all the same"
    );
}

#[actix_web::test]
async fn of_six_who_pin_at_once_five_do() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let mut tries = Vec::new();
    for _ in 0..6 {
        let note = write(&app, &casey, Served::Sukarno, json!({})).await;
        let request = casey.request("PUT".parse().unwrap(), &of(&note, "/pin")).json(&json!({}));
        tries.push(actix_web::rt::spawn(async move { send(request).await.status }));
    }
    let mut statuses = Vec::new();
    for one in tries {
        statuses.push(one.await.unwrap());
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 200, 200, 200, 200, 409]);
}

#[actix_web::test]
async fn pinning_tells_nobody_of_notes_that_do_not_exist_for_them() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let (stan, vera) = (app.sign_in(Cast::Stan).unwrap(), app.sign_in(Cast::Vera).unwrap());
    let pin = async |who: &Visitor, body: Value| {
        let note = write(&app, &casey, Served::Maria, body).await;
        who.put(&of(&note, "/pin"), json!({})).await.status
    };
    for _ in 0..5 {
        assert_eq!(pin(&casey, json!({ "confidential": true })).await, 200);
    }
    assert_eq!(pin(&casey, json!({})).await, 409, "she sees five");
    assert_eq!(pin(&stan, json!({})).await, 200, "he sees none of them");
    for _ in 0..4 {
        assert_eq!(pin(&stan, json!({ "kind": "training" })).await, 200);
    }
    assert_eq!(pin(&stan, json!({})).await, 409, "now he sees five");
    assert_eq!(pin(&vera, json!({})).await, 200, "she sees the general one alone");
}

#[actix_web::test]
async fn a_colleague_who_is_named_is_told() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let (cole, stan) = (app.user(Cast::Cole).unwrap(), app.user(Cast::Stan).unwrap());
    let body = json!({ "text": "@Cole Adeyemi, please call.", "mentions": [cole] });
    let note = write(&app, &casey, Served::Maria, body).await;
    let client = json!(app.client(Served::Maria).unwrap());
    assert_eq!(mentions(&app, Cast::Cole).await, [client], "and finds the client there");
    let more = json!({ "text": "@Cole Adeyemi and @Stan Kowalski", "mentions": [cole, stan] });
    assert_eq!(casey.patch(&of(&note, ""), 1, more).await.status, 200);
    assert_eq!(
        (mentions(&app, Cast::Cole).await.len(), mentions(&app, Cast::Stan).await.len()),
        (1, 1),
        "he was told already"
    );
    let added =
        casey.post(&of(&note, "/addenda"), json!({ "text": "@Cole Adeyemi", "mentions": [cole] })).await;
    assert_eq!((added.status, mentions(&app, Cast::Cole).await.len()), (201, 2));
}

#[actix_web::test]
async fn naming_somebody_opens_nothing() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let path = format!("/clients/{}/notes", app.client(Served::Maria).unwrap());
    let note = |who: Cast, kind: &str, confidential: bool| {
        json!({ "kind": kind, "happened_at": "2026-11-02T10:00:00Z", "text": "Called.",
            "confidential": confidential, "mentions": [app.user(who).unwrap()] })
    };
    for (who, kind, confidential) in [
        (Cast::Otto, "general", false),
        (Cast::Stan, "general", true),
        (Cast::Vera, "training", false),
        (Cast::Rita, "general", false),
        (Cast::Wendy, "general", false),
    ] {
        let refused = casey.post(&path, note(who, kind, confidential)).await;
        assert_eq!(refused.fields(), ["/mentions/0 does_not_see_the_note"], "{who:?} {kind}");
        assert!(mentions(&app, who).await.is_empty());
    }
    assert_eq!(app.sign_in(Cast::Otto).unwrap().get(&path).await.status, 404);
    let (store, job) = app.job();
    let stan = app.user(Cast::Stan).unwrap();
    store.write_public(&job, "users.deactivate", |tx| store::users::deactivate(tx, stan)).unwrap();
    assert_eq!(casey.post(&path, note(Cast::Stan, "general", false)).await.status, 422, "nor who has gone");
}

#[actix_web::test]
async fn those_who_may_read_it_can_be_named() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let maria = app.client(Served::Maria).unwrap();
    let names = async |query: &str| {
        let all = casey.get(&format!("/clients/{maria}/note-readers{query}")).await.json();
        all.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let all = names("").await;
    assert!(all.contains(&"Vera Santos".into()) && all.contains(&"Max Moreau".into()), "{all:?}");
    assert!(!all.contains(&"Casey Nguyen".into()) && !all.contains(&"Otto Brandt".into()), "{all:?}");
    assert!(!names("?kind=training").await.contains(&"Vera Santos".into()));
    let secret = names("?confidential=true").await;
    assert!(secret.contains(&"Cole Adeyemi".into()) && !secret.contains(&"Max Moreau".into()), "{secret:?}");
    let path = format!("/clients/{}/note-readers", app.client(Served::Darnell).unwrap());
    assert_eq!(casey.get(&path).await.status, 404, "not her client");
    let ana = app.sign_in(Cast::Ana).unwrap();
    assert_eq!(ana.get(&format!("/clients/{maria}/note-readers")).await.status, 403);
}

#[actix_web::test]
async fn templates_are_the_coordinators() {
    let app = App::start().await.unwrap();
    let (cora, casey) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Casey).unwrap());
    let draft = json!({ "kind": "initial", "name": "First talk", "text": "Goal:\nNext step:" });
    for who in [Cast::Casey, Cast::Max, Cast::Vera] {
        let refused = app.sign_in(who).unwrap().post("/note-templates", draft.clone()).await;
        assert_eq!(refused.status, 403, "{who:?}");
    }
    let made = cora.post("/note-templates", draft).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let again = json!({ "kind": "general", "name": "first TALK", "text": "?" });
    assert_eq!(cora.post("/note-templates", again).await.fields(), ["/name taken"]);
    assert_eq!(casey.get("/note-templates").await.json()[0]["name"], "First talk");
    let path = format!("/note-templates/{}", made.json()["id"].as_str().unwrap());
    let named = cora.patch(&path, 1, json!({ "name": "Intake talk" })).await;
    assert_eq!((named.status, named.version()), (200, 2), "{}", named.text());
    assert_eq!(cora.patch(&path, 1, json!({ "name": "Another" })).await.status, 412);
    assert_eq!(cora.patch(&path, 2, json!({})).await.status, 422);
    assert_eq!(cora.patch(&path, 2, json!({ "text": "" })).await.fields(), ["/text required"]);
    assert_eq!(casey.delete(&path).await.status, 403);
    assert_eq!(cora.delete(&path).await.status, 204);
    assert_eq!(cora.delete(&path).await.status, 404);
}
