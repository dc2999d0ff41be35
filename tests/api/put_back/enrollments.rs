//! Dates of enrollments.

use domain::{
    permission::Permission::{Enroll, SeeClientDetails, SeeClients},
    roles::RoleSight,
};
use serde_json::{Value, json};
use testkit::{App, Cast, Served, Visitor};

use super::put_back;
use crate::api::enrollments::{correct, day, draft, enroll, find, verb};

/// Wei in the second program, for twenty days.
async fn stay(app: &App, who: &Visitor) -> Value {
    let mut body = draft(app);
    body["start_date"] = json!(day(app, -20));
    let made = enroll(app, who, Served::Wei, body).await;
    assert_eq!(made.status, 201, "{}", made.text());
    made.json()
}

/// The newest entry that changed dates of Wei's.
async fn newest(app: &App, who: &Visitor) -> i64 {
    let wei = app.client(Served::Wei).unwrap();
    let page = who.get(&format!("/audit?client={wei}&entity=enrollments&action=update&limit=1")).await;
    page.json()["items"][0]["seq"].as_i64().unwrap_or_else(|| panic!("{}", page.text()))
}

fn left(app: &App, days: i32) -> Value {
    json!({ "end_date": day(app, days), "reason": "employed", "comment": "" })
}

#[actix_web::test]
async fn a_discharge_is_put_back_and_nobody_was_discharged() {
    let app = App::start().await.unwrap();
    let (cora, lena) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Lena).unwrap());
    let made = stay(&app, &cora).await;
    assert_eq!(verb(&cora, &made, "discharge", left(&app, -5)).await.status, 200);
    let seq = newest(&app, &cora).await;
    let shown = cora.get(&format!("/audit/{seq}/restoration")).await;
    let line = json!([{ "field": "end_date", "before": day(&app, -5), "after": null }]);
    assert_eq!((&shown.json()["changes"], shown.version()), (&line, 2), "{}", shown.text());
    let proposed = put_back(&lena, seq).await;
    assert_eq!((proposed.status, &proposed.json()["edit"]), (202, &json!("enrollments.correct")));
    let done = put_back(&cora, seq).await;
    assert_eq!((done.status, done.version()), (200, 3), "{}", done.text());
    let now = find(&cora, &made).await;
    assert_eq!(
        (&now["end_date"], &now["discharge"], &now["state"]),
        (&Value::Null, &Value::Null, &json!("current"))
    );
    let reason = format!(
        "select count(*) from audit where operation = 'audit.put_back' and reason = 'Entry {seq} of the log put back'"
    );
    assert_ne!(app.database.column(&reason).unwrap(), ["0"]);
}

#[actix_web::test]
async fn a_corrected_date_is_put_back_in_the_version_that_was_shown() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let made = stay(&app, &cora).await;
    let earlier = json!({ "start_date": day(&app, -30), "reason": "It was the week before" });
    let corrected = correct(&cora, &made, earlier).await;
    assert_eq!(corrected.status, 200, "{}", corrected.text());
    let path = format!("/audit/{}/restoration", newest(&app, &cora).await);
    let shown = cora.get(&path).await;
    let later = json!({ "start_date": day(&app, -29), "reason": "A day after" });
    assert_eq!(correct(&cora, &corrected.json(), later).await.status, 200);
    assert_eq!(cora.post_on(&path, shown.version(), json!({})).await.status, 412);
    let shown = cora.get(&path).await;
    let line = json!([{ "field": "start_date", "before": day(&app, -29), "after": day(&app, -20) }]);
    assert_eq!(shown.json()["changes"], line);
    assert_eq!(cora.post_on(&path, shown.version(), json!({})).await.status, 200);
    assert_eq!(find(&cora, &made).await["start_date"], made["start_date"]);
}

#[actix_web::test]
async fn who_does_not_see_enrollments_puts_none_back_and_out_of_sight_there_is_none() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let made = stay(&app, &cora).await;
    assert_eq!(verb(&cora, &made, "discharge", left(&app, -5)).await.status, 200);
    let path = format!("/audit/{}/restoration", newest(&app, &cora).await);
    let seeing = [SeeClients, SeeClientDetails, Enroll];
    let blind = app.colleague("Blind", RoleSight::Everyone, &seeing).unwrap();
    assert_eq!(blind.get(&path).await.fields(), [" withheld"]);
    assert_eq!(app.sign_in(Cast::Otto).unwrap().get(&path).await.status, 404);
    assert_eq!(app.sign_in(Cast::Ana).unwrap().get(&path).await.status, 403);
}

#[actix_web::test]
async fn nobody_comes_back_into_a_program_whose_record_is_closed() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let made = stay(&app, &cora).await;
    assert_eq!(verb(&cora, &made, "discharge", left(&app, -5)).await.status, 200);
    let seq = newest(&app, &cora).await;
    let client = format!("/clients/{}", app.client(Served::Wei).unwrap());
    let version = cora.get(&client).await.version();
    assert_eq!(cora.patch(&client, version, json!({ "status": "closed" })).await.status, 200);
    assert_eq!(cora.get(&format!("/audit/{seq}/restoration")).await.status, 409);
    assert_eq!(find(&cora, &made).await["end_date"], json!(day(&app, -5)));
}

#[actix_web::test]
async fn nobody_is_put_out_of_a_program_over_follow_ups_of_its_staff() {
    let app = App::start().await.unwrap();
    let (cora, casey) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Casey).unwrap());
    let minh = app.client(Served::Minh).unwrap();
    let found = cora.get(&format!("/clients/{minh}/enrollments")).await.json();
    let now = found.as_array().unwrap().iter().find(|one| one["state"] == "current").unwrap().clone();
    let left = verb(&cora, &now, "discharge", left(&app, -1)).await;
    assert_eq!(left.status, 200, "{}", left.text());
    let stays = correct(&cora, &left.json(), json!({ "end_date": null, "reason": "Still there" })).await;
    assert_eq!(stays.status, 200, "{}", stays.text());
    let page = cora.get(&format!("/audit?client={minh}&entity=enrollments&action=update&limit=1")).await;
    let restoration = format!("/audit/{}/restoration", page.json()["items"][0]["seq"]);
    let shown = cora.get(&restoration).await;
    let line = json!([{ "field": "end_date", "before": null, "after": day(&app, -1) }]);
    assert_eq!(shown.json()["changes"], line, "{}", shown.text());
    let task = json!({ "due_on": day(&app, 2), "purpose": "Call back", "assignee_id": app.user(Cast::Casey).unwrap() });
    assert_eq!(casey.post(&format!("/clients/{minh}/follow-ups"), task).await.status, 201);
    assert_eq!(cora.get(&restoration).await.fields(), ["/follow_ups follow_ups_left"]);
    let refused = cora.post_on(&restoration, shown.version(), json!({})).await;
    assert_eq!((refused.status, refused.fields()), (422, vec!["/follow_ups follow_ups_left".to_owned()]));
}
