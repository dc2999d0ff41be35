//! Facts about numbers: the one that is sealed, and those of other systems.

use serde_json::{Value, json};
use testkit::{App, Cast, Served, Visitor};

use super::{SSN, all_rows, draft, record, with};
use crate::hard::tamper;

#[actix_web::test]
async fn a_proposed_number_is_kept_sealed_and_its_base_is_the_last_four() {
    let app = App::start().await.unwrap();
    let (max, cora) = (app.sign_in(Cast::Max).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let (path, found) = record(&max, &app, Served::Maria).await;
    let proposed = max.patch(&path, found.version(), json!({ "ssn": SSN })).await;
    assert_eq!(
        (proposed.status, &proposed.json()["base"]["ssn"]),
        (202, &json!("1234")),
        "{}",
        proposed.text()
    );
    let other = cora.patch(&path, found.version(), json!({ "ssn": "536-22-4321" })).await;
    assert_eq!(other.json()["ssn_last_four"], "4321", "{}", other.text());
    let change = format!("/changes/{}", proposed.json()["id"].as_str().unwrap());
    let refused = cora.approve(&format!("{change}/approval"), 1, json!({})).await;
    assert_eq!((refused.status, refused.code().as_str()), (409, "change_conflict"), "{}", refused.text());
    let conflict = &refused.json()["conflicts"][0];
    assert_eq!(
        (&conflict["base"], &conflict["proposed"], &conflict["current"]),
        (&json!("1234"), &json!("5462"), &json!("4321"))
    );
    let back = cora.patch(&path, other.version(), json!({ "ssn": "536-22-1234" })).await;
    assert_eq!(back.status, 200);
    assert_eq!(cora.approve(&format!("{change}/approval"), 1, json!({})).await.status, 200);
    let told = cora.post(&format!("{path}/ssn-disclosure"), json!({ "reason": "Tax form W-9" })).await;
    assert_eq!(told.json()["ssn"], SSN, "{}", told.text());
}

#[actix_web::test]
async fn a_number_stands_nowhere_in_the_clear() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let digits = SSN.replace('-', "");
    let made = cora.post("/clients", with(draft(), "ssn", json!(SSN))).await;
    let path = made.header("location").trim_start_matches("/api/v1").to_owned();
    let mut answers = vec![made.text()];
    for below in ["", "/demographics", "/timeline", "/history"] {
        answers.push(cora.get(&format!("{path}{below}")).await.text());
    }
    answers.push(cora.get("/clients?q=tran").await.text());
    answers.push(app.sign_in(Cast::Max).unwrap().patch(&path, 1, json!({ "ssn": SSN })).await.text());
    answers.push(cora.get("/changes").await.text());
    answers.push(cora.get("/audit?limit=100").await.text());
    answers.push(cora.patch(&path, 1, json!({ "ssn": format!("{SSN}0") })).await.text());
    let told = cora.post(&format!("{path}/ssn-disclosure"), json!({ "reason": "Tax form W-9" })).await;
    assert_eq!(told.json()["ssn"], SSN);
    answers.push(all_rows(&app));
    for text in answers {
        assert!(!text.contains(&digits) && !text.contains(SSN), "{text}");
    }
}

#[actix_web::test]
async fn opening_a_number_takes_permission_and_a_reason_and_is_recorded() {
    let app = App::start().await.unwrap();
    let path = format!("/clients/{}/ssn-disclosure", app.client(Served::Maria).unwrap());
    let reason = json!({ "reason": "Tax form W-9" });
    for who in [Cast::Casey, Cast::Max, Cast::Ana, Cast::Vera] {
        assert_eq!(app.sign_in(who).unwrap().post(&path, reason.clone()).await.status, 403, "{who:?}");
    }
    let cora = app.sign_in(Cast::Cora).unwrap();
    assert_eq!(cora.post(&path, json!({ "reason": "" })).await.status, 422);
    assert_eq!(cora.post(&path, reason).await.json()["ssn"], "536-22-1234");
    let recorded = app.database.column("select reason from audit where action = 'disclose'").unwrap();
    assert_eq!(recorded, ["Tax form W-9"]);
    let none = format!("/clients/{}/ssn-disclosure", app.client(Served::Sukarno).unwrap());
    assert_eq!(cora.post(&none, json!({ "reason": "Tax form W-9" })).await.status, 409);
}

/// What the log has of María's number, the latest line first.
fn logged(app: &App) -> Vec<String> {
    let lines = "select coalesce(before ->> 'ssn_sealed', 'none') || ' to ' || coalesce(after ->> 'ssn_sealed', 'none') \
                 from audit where entity = 'clients' and operation = 'clients.update' order by seq desc";
    app.database.column(lines).unwrap()
}

#[actix_web::test]
async fn a_number_is_removed_for_good_and_the_log_has_that_it_was() {
    let app = App::start().await.unwrap();
    let (casey, cora) = (app.sign_in(Cast::Casey).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let (path, found) = record(&casey, &app, Served::Maria).await;
    assert_eq!(found.json()["ssn_last_four"], "1234");
    let removed = casey.patch(&path, found.version(), json!({ "ssn": null })).await;
    assert_eq!((removed.status, &removed.json()["ssn_last_four"]), (200, &Value::Null), "{}", removed.text());
    assert_eq!(logged(&app), ["sealed to none"]);
    let kept = "select num_nonnulls(ssn_sealed, ssn_last_four, ssn_index)::text from clients where last_name = 'Delgado'";
    assert_eq!(app.database.column(kept).unwrap(), ["0"]);
    let opened = cora.post(&format!("{path}/ssn-disclosure"), json!({ "reason": "Tax form W-9" })).await;
    assert_eq!(opened.status, 409);
}

#[actix_web::test]
async fn who_does_not_see_a_number_does_not_remove_it_and_a_removal_can_wait() {
    let app = App::start().await.unwrap();
    let (max, cora) = (app.sign_in(Cast::Max).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let (path, found) = record(&cora, &app, Served::Maria).await;
    let none = json!({ "ssn": null });
    for who in [Cast::Cole, Cast::Stan, Cast::Vera, Cast::Ana] {
        let refused = app.sign_in(who).unwrap().patch(&path, found.version(), none.clone()).await;
        assert_eq!(refused.status, 403, "{who:?}: {}", refused.text());
    }
    let proposed = max.patch(&path, found.version(), none).await;
    assert_eq!(
        (proposed.status, &proposed.json()["base"]["ssn"]),
        (202, &json!("1234")),
        "{}",
        proposed.text()
    );
    assert_eq!(cora.get(&path).await.json()["ssn_last_four"], "1234", "until somebody agrees");
    let change = format!("/changes/{}", proposed.json()["id"].as_str().unwrap());
    assert_eq!(cora.approve(&format!("{change}/approval"), 1, json!({})).await.status, 200);
    assert_eq!(cora.get(&path).await.json()["ssn_last_four"], Value::Null);
}

#[actix_web::test]
async fn nobody_removes_a_number_where_the_organization_does_without() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let (path, found) = record(&cora, &app, Served::Maria).await;
    tamper(&app, "update organization set collects_ssn = false");
    let refused = cora.patch(&path, found.version(), json!({ "ssn": null })).await;
    assert_eq!(refused.status, 403, "{}", refused.text());
}

/// All that the form for a new client asks besides the name.
fn whole() -> Value {
    let answers = json!([
        { "question": "gender", "status": "given", "codes": ["woman", "nonbinary"] },
        { "question": "sex", "status": "declined" },
        { "question": "immigration_status", "status": "unknown" },
    ]);
    with(with(draft(), "ssn", json!(SSN)), "answers", answers)
}

async fn is_whole(cora: &Visitor, path: &str) {
    let found = cora.get(path).await.json();
    assert_eq!(
        (&found["ssn_last_four"], &found["external_ids"][0]["value"]),
        (&json!("5462"), &json!("H-100"))
    );
    let known = cora.get(&format!("{path}/demographics")).await.json();
    let known: Vec<_> = known["answers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["question"].clone(), one["status"].clone()))
        .collect();
    let expected = [("sex", "declined"), ("gender", "given"), ("immigration_status", "unknown")];
    assert_eq!(known, expected.map(|(question, status)| (json!(question), json!(status))));
}

#[actix_web::test]
async fn a_new_client_comes_with_answers_numbers_and_the_sealed_one_at_once() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let made = cora.post("/clients", whole()).await;
    assert_eq!(made.status, 201, "{}", made.text());
    is_whole(&cora, made.header("location").trim_start_matches("/api/v1")).await;
    let transactions = "select count(distinct xact)::text from audit where operation = 'clients.create'";
    assert_eq!(app.database.column(transactions).unwrap(), ["1"]);
}

#[actix_web::test]
async fn a_proposed_client_brings_the_same_and_the_number_waits_sealed() {
    let app = App::start().await.unwrap();
    let (max, cora) = (app.sign_in(Cast::Max).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let proposed = max.post("/clients", whole()).await;
    assert_eq!(proposed.status, 202, "{}", proposed.text());
    assert!(!all_rows(&app).contains(&SSN.replace('-', "")), "it waits sealed");
    let change = format!("/changes/{}", proposed.json()["id"].as_str().unwrap());
    let approved = cora.approve(&format!("{change}/approval"), 1, json!({})).await;
    assert_eq!(approved.status, 200, "{}", approved.text());
    let made = "select id from clients where first_name = 'Anh' and last_name = 'Trần'";
    is_whole(&cora, &format!("/clients/{}", app.database.column(made).unwrap().remove(0))).await;
}

#[actix_web::test]
async fn a_number_is_not_taken_with_a_new_client_where_the_organization_does_without() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    tamper(&app, "update organization set collects_ssn = false");
    let refused = cora.post("/clients", whole()).await;
    assert_eq!((refused.status, refused.fields()), (422, vec!["/ssn not_asked".to_owned()]));
}

#[actix_web::test]
async fn a_number_of_another_system_belongs_to_one_client() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    assert_eq!(cora.post("/clients", draft()).await.status, 201);
    let ids = json!([{ "source": "HMIS", "value": "H-101" }, { "source": "HMIS", "value": "H-100" }]);
    let refused = cora.post("/clients", with(draft(), "external_ids", ids.clone())).await;
    assert_eq!((refused.status, refused.fields()), (422, vec!["/external_ids/1/value taken".to_owned()]));
    let (path, found) = record(&cora, &app, Served::Maria).await;
    let refused = cora.patch(&path, found.version(), json!({ "external_ids": ids })).await;
    assert_eq!(refused.fields(), ["/external_ids/1/value taken"]);
    let twice = json!([{ "source": "X", "value": "1" }, { "source": "X", "value": "1" }]);
    let refused = cora.patch(&path, found.version(), json!({ "external_ids": twice })).await;
    assert_eq!(refused.fields(), ["/external_ids/1/value twice"]);
    assert_eq!(cora.get(&path).await.version(), found.version(), "nothing was half done");
}
