//! Facts about programs and departments that are proposed: nothing is written before a colleague agrees.

use serde_json::{Value, json};
use testkit::{Answer, App, Cast, Visitor, send};

/// Everything of programs and departments that could be written without a review.
fn written(app: &App) -> Vec<String> {
    let rows = "select t::text from (select id, name, version from programs union all \
                select id, name, version from departments) t union all \
                select t::text from program_staff t union all \
                select concat_ws(' ', program_id, effective_from, capacity) from program_capacities order by 1";
    app.database.column(rows).unwrap()
}

async fn remove(who: &Visitor, path: &str, version: i64) -> Answer {
    let request = who.request("DELETE".parse().unwrap(), path);
    send(request.header("if-match", format!("\"{version}\""))).await
}

/// What was proposed, of which nothing may be written yet.
fn waits(app: &App, before: &[String], proposed: &Answer) -> Value {
    assert_eq!(proposed.status, 202, "{}", proposed.text());
    assert_eq!(written(app), before);
    proposed.json()
}

async fn approve(who: &Visitor, change: &Value, body: Value) -> Answer {
    who.approve(&format!("/changes/{}/approval", change["id"].as_str().unwrap()), 1, body).await
}

async fn agree(app: &App, change: &Value) {
    let approved = approve(&app.sign_in(Cast::Cora).unwrap(), change, json!({})).await;
    assert_eq!(
        (approved.status, &approved.json()["status"]),
        (200, &json!("approved")),
        "{}",
        approved.text()
    );
}

/// The first program: its path and version.
async fn program(who: &Visitor) -> (String, i64) {
    let first = who.get("/programs").await.json()[0].clone();
    (format!("/programs/{}", first["id"].as_str().unwrap()), first["version"].as_i64().unwrap())
}

#[actix_web::test]
async fn a_program_is_proposed_and_there_once_it_is_approved() {
    let app = App::start().await.unwrap();
    let (lena, before) = (app.sign_in(Cast::Lena).unwrap(), written(&app));
    let max = app.user(Cast::Max).unwrap();
    let body = json!({ "name": "Kitchen Academy", "staff": [{ "user_id": max, "manages": true }] });
    let change = waits(&app, &before, &lena.post("/programs", body).await);
    assert_eq!(
        (&change["edit"], &change["entity_name"], &change["client_id"]),
        (&json!("programs.add"), &json!("Kitchen Academy"), &Value::Null)
    );
    agree(&app, &change).await;
    let made = lena.get("/programs?q=kitchen").await.json()[0].clone();
    let made = lena.get(&format!("/programs/{}", made["id"].as_str().unwrap())).await.json();
    assert_eq!(made["staff"][0]["user_id"], json!(max), "{made}");
}

#[actix_web::test]
async fn what_would_be_refused_is_not_proposed() {
    let app = App::start().await.unwrap();
    let (lena, before) = (app.sign_in(Cast::Lena).unwrap(), written(&app));
    let (path, version) = program(&lena).await;
    let taken = lena.get("/programs").await.json()[1]["name"].clone();
    for (answer, expected) in [
        (lena.post("/programs", json!({ "name": taken })).await, 422),
        (lena.patch(&path, version, json!({ "name": taken })).await, 422),
        (lena.patch(&path, version, json!({})).await, 422),
        (lena.patch(&path, version + 1, json!({ "location": "Here" })).await, 412),
        (remove(&lena, &path, version).await, 409),
    ] {
        assert_eq!(answer.status, expected, "{}", answer.text());
    }
    assert_eq!(written(&app), before);
}

#[actix_web::test]
async fn a_program_and_its_staff_are_changed_field_by_field() {
    let app = App::start().await.unwrap();
    let (lena, before) = (app.sign_in(Cast::Lena).unwrap(), written(&app));
    let (path, version) = program(&lena).await;
    let was = lena.get(&path).await.json();
    let mut staff: Vec<Value> = was["staff"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| json!({ "user_id": one["user_id"], "manages": one["manages"] }))
        .collect();
    staff.push(json!({ "user_id": app.user(Cast::Ana).unwrap() }));
    let body = json!({ "location": "Folsom Street", "staff": staff });
    let change = waits(&app, &before, &lena.patch(&path, version, body).await);
    assert_eq!(change["base"]["location"], was["location"]);
    let part = json!({ "fields": ["staff"], "rationale": "The place is not sure yet" });
    let cora = app.sign_in(Cast::Cora).unwrap();
    assert_eq!(approve(&cora, &change, part).await.status, 200);
    let now = lena.get(&path).await.json();
    assert_eq!(now["location"], was["location"]);
    assert_eq!(now["staff"].as_array().unwrap().len(), was["staff"].as_array().unwrap().len() + 1);
}

#[actix_web::test]
async fn a_program_that_changed_meanwhile_is_a_conflict() {
    let app = App::start().await.unwrap();
    let (lena, cora) = (app.sign_in(Cast::Lena).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let (path, version) = program(&lena).await;
    let change = lena.patch(&path, version, json!({ "location": "Folsom Street" })).await.json();
    assert_eq!(cora.patch(&path, version, json!({ "location": "Mission Street" })).await.status, 200);
    let refused = approve(&cora, &change, json!({})).await;
    let conflict = &refused.json()["conflicts"][0];
    assert_eq!(
        (refused.code().as_str(), &conflict["field"], &conflict["current"]),
        ("change_conflict", &json!("location"), &json!("Mission Street"))
    );
}

#[actix_web::test]
async fn deleting_is_proposed_too() {
    let app = App::start().await.unwrap();
    let (lena, cora) = (app.sign_in(Cast::Lena).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let made = cora.post("/programs", json!({ "name": "Pottery" })).await.json();
    let housing = cora.post("/departments", json!({ "name": "Housing" })).await.json();
    let before = written(&app);
    for (path, edit, name) in [
        (format!("/programs/{}", made["id"].as_str().unwrap()), "programs.remove", "Pottery"),
        (format!("/departments/{}", housing["id"].as_str().unwrap()), "departments.remove", "Housing"),
    ] {
        let proposed = remove(&lena, &path, 1).await;
        assert_eq!((proposed.status, &proposed.json()["edit"]), (202, &json!(edit)), "{}", proposed.text());
        assert!(written(&app).iter().any(|row| row.contains(name)));
        agree(&app, &proposed.json()).await;
        let read = lena.get(&format!("/changes/{}", proposed.json()["id"].as_str().unwrap())).await.json();
        assert_eq!(read["entity_name"], name, "it is named when it is gone, too");
    }
    assert_eq!(written(&app).len(), before.len() - 2);
}

#[actix_web::test]
async fn capacities_are_proposed() {
    let app = App::start().await.unwrap();
    let lena = app.sign_in(Cast::Lena).unwrap();
    let (path, _) = program(&lena).await;
    let day = app.database.column("select today() + 30").unwrap().remove(0);
    let before = written(&app);
    let set =
        lena.post(&format!("{path}/capacities"), json!({ "capacity": 77, "effective_from": day })).await;
    agree(&app, &waits(&app, &before, &set)).await;
    let capacities = lena.get(&path).await.json()["capacities"].clone();
    let set = capacities.as_array().unwrap().last().unwrap().clone();
    assert_eq!((&set["capacity"], &set["effective_from"]), (&json!(77), &json!(day)));
    let before = written(&app);
    let back = lena.delete(&format!("{path}/capacities/{}", set["id"].as_str().unwrap())).await;
    agree(&app, &waits(&app, &before, &back)).await;
    assert_eq!(written(&app).len(), before.len() - 1);
    let (before, yesterday) = (written(&app), app.database.column("select today() - 1").unwrap().remove(0));
    let first = json!({ "capacity": 9, "effective_from": yesterday, "reason": "It was written down wrong" });
    let corrected = lena.post(&format!("{path}/capacities"), first).await;
    agree(&app, &waits(&app, &before, &corrected)).await;
    assert_eq!(written(&app).len(), before.len() + 1);
}

#[actix_web::test]
async fn departments_are_proposed() {
    let app = App::start().await.unwrap();
    let (lena, before) = (app.sign_in(Cast::Lena).unwrap(), written(&app));
    let change = waits(&app, &before, &lena.post("/departments", json!({ "name": "Housing" })).await);
    agree(&app, &change).await;
    let all = lena.get("/departments").await.json();
    let made = all.as_array().unwrap().iter().find(|one| one["name"] == "Housing").unwrap().clone();
    let before = written(&app);
    let path = format!("/departments/{}", made["id"].as_str().unwrap());
    let change = waits(&app, &before, &lena.patch(&path, 1, json!({ "name": "Shelter" })).await);
    assert_eq!((&change["base"]["name"], &change["entity_name"]), (&json!("Housing"), &json!("Housing")));
    agree(&app, &change).await;
    assert!(written(&app).iter().any(|row| row.contains("Shelter")));
}

#[actix_web::test]
async fn who_may_neither_change_nor_propose_does_neither() {
    let app = App::start().await.unwrap();
    let (casey, before) = (app.sign_in(Cast::Casey).unwrap(), written(&app));
    let (path, version) = program(&casey).await;
    for refused in [
        casey.post("/programs", json!({ "name": "Pottery" })).await,
        casey.patch(&path, version, json!({ "location": "Here" })).await,
        remove(&casey, &path, version).await,
        casey
            .post(&format!("{path}/capacities"), json!({ "capacity": 1, "effective_from": "2031-01-01" }))
            .await,
        casey.post("/departments", json!({ "name": "Housing" })).await,
    ] {
        assert_eq!(refused.status, 403, "{}", refused.text());
    }
    assert_eq!(written(&app), before);
}
