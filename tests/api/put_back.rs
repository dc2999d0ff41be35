//! Facts about putting back what an entry of the log changed.

mod enrollments;
mod of_client;
mod programs;

use domain::{permission::Permission, roles::RoleSight};
use serde_json::{Value, json};
use testkit::{App, Cast, Served, Visitor};

use crate::hard::tamper;

/// The newest entry of María's history that changed this kind of record.
async fn newest(who: &Visitor, app: &App, entity: &str) -> i64 {
    let maria = app.client(Served::Maria).unwrap();
    let page = who.get(&format!("/audit?client={maria}&entity={entity}&action=update&limit=1")).await;
    page.json()["items"][0]["seq"].as_i64().unwrap_or_else(|| panic!("{}", page.text()))
}

async fn maria(app: &App, who: &Visitor) -> Value {
    who.get(&format!("/clients/{}", app.client(Served::Maria).unwrap())).await.json()
}

async fn rename(app: &App, who: &Visitor, name: &str) {
    let now = maria(app, who).await;
    let path = format!("/clients/{}", now["id"].as_str().unwrap());
    let done = who.patch(&path, now["version"].as_i64().unwrap(), json!({ "preferred_name": name })).await;
    assert_eq!(done.status, 200, "{}", done.text());
}

#[actix_web::test]
async fn an_earlier_value_is_set_again_as_a_new_change() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let before = maria(&app, &cora).await["preferred_name"].clone();
    rename(&app, &cora, "Other").await;
    let seq = newest(&cora, &app, "clients").await;
    let shown = cora.get(&format!("/audit/{seq}/restoration")).await;
    assert_eq!((shown.status, &shown.json()["proposed"]), (200, &json!(false)), "{}", shown.text());
    let change = json!([{ "field": "preferred_name", "before": "Other", "after": before }]);
    assert_eq!(shown.json()["changes"], change);
    let done = cora.post_on(&format!("/audit/{seq}/restoration"), shown.version(), json!({})).await;
    assert_eq!((done.status, done.version()), (200, shown.version() + 1), "{}", done.text());
    assert_eq!(maria(&app, &cora).await["preferred_name"], before);
    let again = newest(&cora, &app, "clients").await;
    let entry = cora.get("/audit?entity=clients&action=update&limit=1").await.json()["items"][0].clone();
    assert!(again > seq, "the log goes on");
    assert_eq!(
        (&entry["operation"], &entry["principal"]),
        (&json!("audit.put_back"), &json!("Cora Lindqvist"))
    );
    assert!(entry["reason"].as_str().unwrap().contains(&seq.to_string()));
}

#[actix_web::test]
async fn whoever_read_an_older_version_puts_nothing_back() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    rename(&app, &cora, "Other").await;
    let seq = newest(&cora, &app, "clients").await;
    let version = cora.get(&format!("/audit/{seq}/restoration")).await.version();
    rename(&app, &cora, "Meanwhile").await;
    let refused = cora.post_on(&format!("/audit/{seq}/restoration"), version, json!({})).await;
    assert_eq!(refused.status, 412, "{}", refused.text());
    assert_eq!(maria(&app, &cora).await["preferred_name"], "Meanwhile");
}

#[actix_web::test]
async fn a_leaders_is_a_proposal() {
    let app = App::start().await.unwrap();
    let (cora, lena) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Lena).unwrap());
    rename(&app, &cora, "Other").await;
    let path = format!("/audit/{}/restoration", newest(&cora, &app, "clients").await);
    let shown = lena.get(&path).await;
    assert_eq!((shown.status, &shown.json()["proposed"]), (200, &json!(true)), "{}", shown.text());
    let proposed = lena.post_on(&path, shown.version(), json!({})).await;
    assert_eq!(
        (proposed.status, &proposed.json()["status"]),
        (202, &json!("pending")),
        "{}",
        proposed.text()
    );
    assert_eq!(maria(&app, &cora).await["preferred_name"], "Other");
}

#[actix_web::test]
async fn dates_and_the_reason_of_a_restriction_come_back_for_whoever_sees_them() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let list = format!("/clients/{}/restrictions", app.client(Served::Maria).unwrap());
    let found = cora.get(&list).await.json()["items"][0].clone();
    let path = format!("/restrictions/{}", found["id"].as_str().unwrap());
    let version = found["version"].as_i64().unwrap();
    let changed = cora.patch(&path, version, json!({ "reason": "Another", "end_date": "2030-01-01" })).await;
    assert_eq!(changed.status, 200, "{}", changed.text());
    let seq = newest(&cora, &app, "restrictions").await;
    let restoration = format!("/audit/{seq}/restoration");
    let seeing = [
        Permission::SeeClients,
        Permission::SeeClientDetails,
        Permission::SeeRestrictions,
        Permission::Restrict,
    ];
    let blind = app.colleague("Blind", RoleSight::Everyone, &seeing).unwrap();
    let shown = blind.get(&restoration).await;
    assert_eq!(shown.json()["changes"].as_array().map(Vec::len), Some(1), "{}", shown.text());
    assert_eq!(shown.json()["changes"][0]["field"], "end_date");
    let version = cora.get(&restoration).await.version();
    let done = cora.post_on(&restoration, version, json!({})).await;
    assert_eq!(done.status, 200, "{}", done.text());
    let now = cora.get(&path).await.json();
    assert_eq!((&now["reason"], &now["end_date"]), (&found["reason"], &found["end_date"]));
}

#[actix_web::test]
async fn a_corrected_answer_comes_back() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let path = format!("/clients/{}/demographics", app.client(Served::Maria).unwrap());
    for status in ["declined", "unknown"] {
        let version = cora.get(&path).await.version();
        let answer = json!({ "answers": [{ "question": "gender", "status": status }] });
        let done = cora.patch(&path, version, answer).await;
        assert_eq!(done.status, 200, "{}", done.text());
    }
    let restoration = format!("/audit/{}/restoration", newest(&cora, &app, "demographics").await);
    let shown = cora.get(&restoration).await;
    let change = json!([{ "field": "gender", "before": "unknown", "after": "declined" }]);
    assert_eq!(shown.json()["changes"], change, "{}", shown.text());
    assert_eq!(cora.post_on(&restoration, shown.version(), json!({})).await.status, 200);
    let answers = cora.get(&path).await.json()["answers"].clone();
    let gender = answers.as_array().unwrap().iter().find(|one| one["question"] == "gender").unwrap().clone();
    assert_eq!(gender["status"], "declined");
}

#[actix_web::test]
async fn what_cannot_be_put_back_says_so_and_what_is_out_of_sight_does_not_exist() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let created =
        cora.get("/audit?action=create&entity=clients&limit=1").await.json()["items"][0]["seq"].clone();
    let refused = cora.get(&format!("/audit/{created}/restoration")).await;
    assert_eq!((refused.status, refused.fields()), (422, vec![" nothing_to_put_back".to_owned()]));
    assert_eq!(cora.get("/audit/999999999/restoration").await.status, 404);
    rename(&app, &cora, "Other").await;
    let path = format!("/audit/{}/restoration", newest(&cora, &app, "clients").await);
    assert_eq!(app.sign_in(Cast::Otto).unwrap().get(&path).await.status, 404);
    assert_eq!(app.sign_in(Cast::Vera).unwrap().get(&path).await.status, 403);
    assert_eq!(app.sign_in(Cast::Casey).unwrap().get(&path).await.status, 200);
}

/// The newest entry of María's history about one of her phones or addresses.
async fn newest_row(who: &Visitor, app: &App, entity: &str, action: &str) -> i64 {
    let maria = app.client(Served::Maria).unwrap();
    let page = who.get(&format!("/audit?client={maria}&entity={entity}&action={action}&limit=1")).await;
    page.json()["items"][0]["seq"].as_i64().unwrap_or_else(|| panic!("{}", page.text()))
}

async fn patch(app: &App, who: &Visitor, body: Value) {
    let now = maria(app, who).await;
    let path = format!("/clients/{}", now["id"].as_str().unwrap());
    let done = who.patch(&path, now["version"].as_i64().unwrap(), body).await;
    assert_eq!(done.status, 200, "{}", done.text());
}

async fn put_back(who: &Visitor, seq: i64) -> testkit::Answer {
    let path = format!("/audit/{seq}/restoration");
    let shown = who.get(&path).await;
    assert_eq!(shown.status, 200, "{}", shown.text());
    who.post_on(&path, shown.version(), json!({})).await
}

#[actix_web::test]
async fn a_phone_that_was_changed_removed_or_added_is_put_back_beside_the_others() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let phone = |value: &str| json!({ "kind": "phone", "value": value, "may_contact": true });
    let both = json!([phone("415-555-0111"), phone("415-555-0122")]);
    patch(&app, &cora, json!({ "contact_points": both })).await;
    patch(&app, &cora, json!({ "contact_points": [phone("415-555-0199"), phone("415-555-0122")] })).await;
    let changed = newest_row(&cora, &app, "contact_points", "update").await;
    let shown = cora.get(&format!("/audit/{changed}/restoration")).await.json();
    let line = json!([{ "field": "value", "before": "415-555-0199", "after": "415-555-0111" }]);
    assert_eq!(shown["changes"], line);
    assert_eq!(put_back(&cora, changed).await.status, 200);
    assert_eq!(maria(&app, &cora).await["contact_points"], both);

    patch(&app, &cora, json!({ "contact_points": [phone("415-555-0111")] })).await;
    let removed = newest_row(&cora, &app, "contact_points", "delete").await;
    assert_eq!(put_back(&cora, removed).await.status, 200);
    assert_eq!(maria(&app, &cora).await["contact_points"], both);

    let three = json!([phone("415-555-0111"), phone("415-555-0122"), phone("415-555-0133")]);
    patch(&app, &cora, json!({ "contact_points": three })).await;
    let added = newest_row(&cora, &app, "contact_points", "create").await;
    assert_eq!(put_back(&cora, added).await.status, 200);
    assert_eq!(maria(&app, &cora).await["contact_points"], both);
    let gone = cora.get(&format!("/audit/{added}/restoration")).await;
    assert_eq!(gone.fields(), [" nothing_to_put_back"], "it went already: {}", gone.text());
}

#[actix_web::test]
async fn an_address_is_put_back_and_a_leader_proposes_it() {
    let app = App::start().await.unwrap();
    let (cora, lena) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Lena).unwrap());
    let at = |street: &str| json!([{ "street": street, "city": "San Francisco", "region": "CA", "postal_code": "94110" }]);
    patch(&app, &cora, json!({ "addresses": at("12 Capp St") })).await;
    let was = maria(&app, &cora).await["addresses"].clone();
    patch(&app, &cora, json!({ "addresses": at("99 Folsom St") })).await;
    let seq = newest_row(&cora, &app, "addresses", "update").await;
    let proposed = put_back(&lena, seq).await;
    assert_eq!(proposed.status, 202, "{}", proposed.text());
    assert_eq!(put_back(&cora, seq).await.status, 200);
    assert_eq!(maria(&app, &cora).await["addresses"], was);
}

/// The newest entry about somebody's own row.
async fn latest_of(who: &Visitor, client: &str) -> i64 {
    let path = format!("/audit?client={client}&entity=clients&action=update&limit=1");
    who.get(&path).await.json()["items"][0]["seq"].as_i64().unwrap()
}

#[actix_web::test]
async fn what_would_be_refused_is_refused_before_anybody_says_yes() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let wei = app.client(Served::Wei).unwrap().to_string();
    let path = format!("/clients/{wei}");
    for status in ["closed", "active"] {
        let version = cora.get(&path).await.version();
        assert_eq!(cora.patch(&path, version, json!({ "status": status })).await.status, 200);
    }
    let restoration = format!("/audit/{}/restoration", latest_of(&cora, &wei).await);
    let shown = cora.get(&restoration).await;
    assert_eq!((shown.status, shown.version()), (200, cora.get(&path).await.version()), "{}", shown.text());
    let program =
        app.database.column("select id from programs order by position offset 1").unwrap().remove(0);
    let day = app.database.column("select today() + 3").unwrap().remove(0);
    let body = json!({ "program_id": program, "start_date": day });
    let enrolled = cora.post(&format!("{path}/enrollments"), body).await;
    assert_eq!(enrolled.status, 201, "{}", enrolled.text());
    let refused = cora.get(&restoration).await;
    assert_eq!((refused.status, refused.fields()), (422, vec!["/discharge still_enrolled".to_owned()]));
}

#[actix_web::test]
async fn a_choice_that_was_retired_and_a_restriction_that_has_ended_are_not_put_back() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    for neighborhood in ["bayview_hunters_point", "mission"] {
        patch(&app, &cora, json!({ "neighborhood": neighborhood })).await;
    }
    let restoration = format!("/audit/{}/restoration", newest(&cora, &app, "clients").await);
    assert_eq!(cora.get(&restoration).await.status, 200);
    tamper(
        &app,
        "update code_values set retired_on = today() - 1 where list = 'neighborhood' and code = 'bayview_hunters_point'",
    );
    assert_eq!(cora.get(&restoration).await.fields(), ["/neighborhood unknown"]);

    let list = format!("/clients/{}/restrictions", app.client(Served::Maria).unwrap());
    let found = cora.get(&list).await.json()["items"][0].clone();
    let path = format!("/restrictions/{}", found["id"].as_str().unwrap());
    let version = found["version"].as_i64().unwrap();
    let changed = cora.patch(&path, version, json!({ "reason": "Another" })).await;
    assert_eq!(changed.status, 200, "{}", changed.text());
    let restoration = format!("/audit/{}/restoration", newest(&cora, &app, "restrictions").await);
    assert_eq!(cora.get(&restoration).await.status, 200);
    let lifted = cora
        .post_on(&format!("{path}/lifting"), changed.version(), json!({ "reason": "Everybody spoke" }))
        .await;
    assert_eq!(lifted.status, 200, "{}", lifted.text());
    assert_eq!(cora.get(&restoration).await.status, 409);
}

#[actix_web::test]
async fn counselors_put_back_phones_and_addresses_and_nothing_else() {
    let app = App::start().await.unwrap();
    let (cora, cole) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Cole).unwrap());
    let id = cole.get("/clients?limit=1").await.json()["items"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/clients/{id}");
    let version = cora.get(&path).await.version();
    let body = json!({
        "preferred_name": "Other",
        "contact_points": [{ "kind": "phone", "value": "415-555-0111", "may_contact": true }],
    });
    assert_eq!(cora.patch(&path, version, body).await.status, 200);
    let name = latest_of(&cora, &id).await;
    assert_eq!(cole.get(&format!("/audit/{name}/restoration")).await.status, 403);
    let phones = format!("/audit?client={id}&entity=contact_points&limit=1");
    let phone = cora.get(&phones).await.json()["items"][0]["seq"].as_i64().unwrap();
    assert_eq!(put_back(&cole, phone).await.status, 200);
}
