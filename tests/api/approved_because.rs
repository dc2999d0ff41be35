//! Why something was approved stands on every line of it in the log, beside why it was proposed.

use domain::{permission::Permission, roles::RoleSight};
use serde_json::{Value, json};
use testkit::{Answer, App, Cast, Served, Visitor};

use super::audit_words::index;

const OWN: &str = "Zeppelin course ends on that day";
const RATIONALE: &str = "Xylophone in the course plan";

/// Lena proposes another last day of María's enrollment, with a reason of her own.
async fn proposed(app: &App) -> Value {
    let lena = app.sign_in(Cast::Lena).unwrap();
    let enrollments = format!("/clients/{}/enrollments", app.client(Served::Maria).unwrap());
    let first = lena.get(&enrollments).await.json()[0].clone();
    let day = app.database.column("select today() + 60").unwrap().remove(0);
    let path = format!("/enrollments/{}", first["id"].as_str().unwrap());
    let body = json!({ "end_date": day, "reason": OWN });
    let change = lena.patch(&path, first["version"].as_i64().unwrap(), body).await;
    assert_eq!(change.status, 202, "{}", change.text());
    change.json()
}

async fn approve(who: &Visitor, change: &Value, rationale: &str) -> Answer {
    let path = format!("/changes/{}/approval", change["id"].as_str().unwrap());
    let done = who.approve(&path, 1, json!({ "rationale": rationale })).await;
    assert_eq!(done.status, 200, "{}", done.text());
    done
}

async fn entries(who: &Visitor, path: &str) -> Vec<Value> {
    let answer = who.get(path).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["items"].as_array().unwrap().clone()
}

fn why(entry: &Value) -> [&Value; 4] {
    [&entry["principal"], &entry["proposed_by"], &entry["reason"], &entry["rationale"]]
}

#[actix_web::test]
async fn each_line_says_why_it_was_proposed_and_why_it_was_approved() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    approve(&cora, &proposed(&app).await, RATIONALE).await;
    index(&app);
    let expected = [json!(Cast::Cora.name()), json!(Cast::Lena.name()), json!(OWN), json!(RATIONALE)];
    let history = format!("/clients/{}/history", app.client(Served::Maria).unwrap());
    for path in
        ["/audit?entity=enrollments&limit=1", &history, "/audit?entity=enrollments&q=zeppelin%20xylophone"]
    {
        let all = entries(&cora, path).await;
        let line = all.iter().find(|one| one["entity"] == "enrollments").unwrap();
        assert_eq!(why(line).map(Clone::clone), expected, "{path}");
    }
    // What was decided is a line too.
    let decision = entries(&cora, "/audit?entity=pending_changes&limit=1").await.remove(0);
    assert_eq!((&decision["reason"], &decision["rationale"]), (&Value::Null, &json!(RATIONALE)));
    let body = json!({ "filter": { "entity": "enrollments" }, "reason": "The auditor asks" });
    let file = cora.post("/audit/exports", body).await.text();
    assert!(file.contains(&format!("{OWN} / {RATIONALE}")), "{file}");
    assert!(file.contains(&format!("{},,{},", Cast::Cora.name(), Cast::Lena.name())), "{file}");
}

#[actix_web::test]
async fn who_does_not_review_reads_the_proposers_reason_alone_and_finds_no_other() {
    let app = App::start().await.unwrap();
    approve(&app.sign_in(Cast::Cora).unwrap(), &proposed(&app).await, RATIONALE).await;
    index(&app);
    let all: Vec<_> =
        Permission::ALL.iter().copied().filter(|one| *one != Permission::ReviewProposals).collect();
    let auditor = app.colleague("Auditor", RoleSight::Everyone, &all).unwrap();
    let line = entries(&auditor, "/audit?entity=enrollments&limit=1").await.remove(0);
    assert_eq!((&line["reason"], &line["rationale"]), (&json!(OWN), &Value::Null));
    assert_eq!(entries(&auditor, "/audit?q=zeppelin").await.len(), 1);
    assert_eq!(entries(&auditor, "/audit?q=xylophone").await, Vec::<Value>::new());
    let body = json!({ "filter": { "entity": "enrollments" }, "reason": "The auditor asks" });
    let file = auditor.post("/audit/exports", body).await.text();
    assert!(file.contains(OWN) && !file.contains(RATIONALE), "{file}");
}

#[actix_web::test]
async fn approving_without_a_word_leaves_the_proposers_reason_alone() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    approve(&cora, &proposed(&app).await, "").await;
    let line = entries(&cora, "/audit?entity=enrollments&limit=1").await.remove(0);
    assert_eq!((&line["reason"], &line["rationale"]), (&json!(OWN), &Value::Null));
}
