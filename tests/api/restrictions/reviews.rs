//! Looking at a restriction again: who is told that the day has come, and noting that it stays.

use domain::{permission::Permission, restrictions::Restriction, roles::RoleSight};
use serde_json::{Value, json};
use testkit::{App, Cast, Served, Visitor};

use super::{draft, restrict};

fn day(app: &App, days: i32) -> String {
    app.database.column(&format!("select today() + {days}")).unwrap().remove(0)
}

/// Casey restricts Sukarno, to be looked at again in some days. The restriction's path and version.
async fn to_review(app: &App, days: i32) -> (String, i64) {
    let mut body = draft();
    body["review_date"] = json!(day(app, days));
    let made = restrict(app, Cast::Casey, Served::Sukarno, body).await;
    assert_eq!(made.status, 201, "{}", made.text());
    (
        format!("/restrictions/{}", made.json()["id"].as_str().unwrap()),
        made.json()["version"].as_i64().unwrap(),
    )
}

async fn told(app: &App, who: Cast) -> usize {
    let inbox = app.sign_in(who).unwrap().get("/notifications").await.json();
    let all = inbox["latest"].as_array().unwrap();
    all.iter().filter(|one| one["kind"] == "restriction_review_due").count()
}

/// In the demonstration somebody else's is due, too.
fn is_sukarno(one: &Restriction) -> bool {
    one.client_name == "Sukarno"
}

async fn due(who: &Visitor) -> Vec<Value> {
    let list = who.get("/restrictions?review_due=true&sort=review&limit=100").await;
    assert_eq!(list.status, 200, "{}", list.text());
    let all = list.json()["items"].as_array().unwrap().clone();
    all.iter().filter(|one| one["client_name"] == "Sukarno").map(|one| one["id"].clone()).collect()
}

#[actix_web::test]
async fn when_the_day_comes_who_entered_it_and_who_may_lift_it_are_told_once() {
    let app = App::start().await.unwrap();
    let store = &app.state.store;
    to_review(&app, 1).await;
    assert_eq!(store.remind_of_restriction_reviews().unwrap(), 0, "not yet");
    let (path, version) = to_review(&app, 0).await;
    assert_eq!(store.remind_of_restriction_reviews().unwrap(), 1);
    for (who, times) in [(Cast::Casey, 1), (Cast::Cora, 1), (Cast::Otto, 0), (Cast::Cole, 0), (Cast::Ana, 0)]
    {
        assert_eq!(told(&app, who).await, times, "{who:?}");
    }
    assert_eq!(store.remind_of_restriction_reviews().unwrap(), 0, "once");
    let casey = app.sign_in(Cast::Casey).unwrap();
    let inbox = casey.get("/notifications").await.json();
    assert_eq!(inbox["latest"][0]["about"], "Sukarno");
    let moved = casey.patch(&path, version, json!({ "review_date": day(&app, -1) })).await;
    assert_eq!(moved.status, 200, "{}", moved.text());
    assert_eq!(store.remind_of_restriction_reviews().unwrap(), 1, "another day is told anew");
}

#[actix_web::test]
async fn nobody_is_told_of_one_that_has_ended_or_not_begun() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let (path, version) = to_review(&app, 0).await;
    let lifted = cora.post_on(&format!("{path}/lifting"), version, json!({ "reason": "They talked" })).await;
    assert_eq!(lifted.status, 200, "{}", lifted.text());
    let mut later = draft();
    later["start_date"] = json!(day(&app, 3));
    later["review_date"] = json!(day(&app, 0));
    assert_eq!(restrict(&app, Cast::Casey, Served::Sukarno, later).await.status, 201);
    assert_eq!(app.state.store.remind_of_restriction_reviews().unwrap(), 0);
    assert!(due(&cora).await.is_empty());
}

#[actix_web::test]
async fn the_list_of_those_that_are_due_agrees_with_what_the_page_says() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    for days in [-3, 0, 1] {
        to_review(&app, days).await;
    }
    let all = cora.get("/restrictions?limit=100&sort=review").await;
    let all: Vec<Restriction> = serde_json::from_value(all.json()["items"].clone()).unwrap();
    let days: Vec<_> = all.iter().map(|one| one.review_date.unwrap_or(chrono::NaiveDate::MAX)).collect();
    assert!(days.is_sorted(), "{days:?}");
    let today = day(&app, 0).parse().unwrap();
    let expected: Vec<Value> = all
        .iter()
        .filter(|one| one.is_review_due(today) && is_sukarno(one))
        .map(|one| json!(one.id))
        .collect();
    assert_eq!(expected.len(), 2);
    assert_eq!(due(&cora).await, expected);
    let pages = cora.get("/restrictions?limit=2&sort=review").await.json();
    let next = cora
        .get(&format!("/restrictions?limit=2&sort=review&cursor={}", pages["next"].as_str().unwrap()))
        .await;
    assert_eq!(next.json()["items"][0]["id"], json!(all[2].id));
}

#[actix_web::test]
async fn a_review_and_its_next_day_are_noted_in_one_step() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let (path, version) = to_review(&app, 0).await;
    let alone = casey.patch(&path, version, json!({ "review_note": "It stays." })).await;
    assert_eq!((alone.status, alone.fields()), (422, vec!["/review_date required".to_owned()]));
    let body = json!({ "review_note": "It stays.", "review_date": day(&app, 90) });
    let noted = casey.patch(&path, version, body).await;
    assert_eq!(noted.status, 200, "{}", noted.text());
    let found = casey.get(&path).await.json();
    assert_eq!(
        (&found["review_note"], &found["reviewed_by"], &found["review_date"]),
        (&json!("It stays."), &json!(Cast::Casey.name()), &json!(day(&app, 90)))
    );
    assert!(due(&casey).await.is_empty());
    let log = "select after->>'review_note' from audit where entity = 'restrictions' and action = 'update'";
    assert_eq!(app.database.column(log).unwrap(), ["It stays."]);
}

#[actix_web::test]
async fn who_sees_no_reasons_learns_nothing_of_reviews() {
    let app = App::start().await.unwrap();
    let (path, version) = to_review(&app, 0).await;
    let all = [Permission::SeeClients, Permission::SeeRestrictions, Permission::Restrict];
    let desk = app.colleague("Rio", RoleSight::Everyone, &all).unwrap();
    for query in ["review_due=true", "sort=review"] {
        assert_eq!(desk.get(&format!("/restrictions?{query}")).await.status, 403, "{query}");
    }
    let body = json!({ "review_note": "It stays.", "review_date": null });
    assert_eq!(desk.patch(&path, version, body.clone()).await.status, 403);
    assert_eq!(app.sign_in(Cast::Casey).unwrap().patch(&path, version, body).await.status, 200);
    let seen = desk.get(&path).await;
    assert!(!seen.text().contains("It stays.") && seen.text().contains("review_note"), "{}", seen.text());
}

/// Lena proposes a review with its next day, and another last day.
#[actix_web::test]
async fn what_a_review_found_and_its_next_day_are_approved_together() {
    let app = App::start().await.unwrap();
    let (lena, cora) = (app.sign_in(Cast::Lena).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let (path, version) = to_review(&app, 0).await;
    let body =
        json!({ "review_note": "It stays.", "review_date": day(&app, 90), "end_date": day(&app, 200) });
    let proposed = lena.patch(&path, version, body).await;
    assert_eq!(proposed.status, 202, "{}", proposed.text());
    let change = format!("/changes/{}", proposed.json()["id"].as_str().unwrap());
    assert_eq!(cora.get(&change).await.json()["separable"], json!(["end_date", "review_note"]));
    let approval = format!("{change}/approval");
    let alone = json!({ "fields": ["review_date"], "rationale": "x" });
    assert_eq!(cora.approve(&approval, 1, alone).await.fields(), ["/fields/0 unknown"]);
    let review = json!({ "fields": ["review_note"], "rationale": "The last day stays open" });
    let approved = cora.approve(&approval, 1, review).await;
    assert_eq!((approved.status, &approved.json()["left_out"]), (200, &json!(["end_date"])));
    let found = cora.get(&path).await.json();
    assert_eq!(
        (&found["review_note"], &found["review_date"], &found["end_date"]),
        (&json!("It stays."), &json!(day(&app, 90)), &Value::Null)
    );
}

#[actix_web::test]
async fn whoever_proposed_it_is_its_author_and_told_too() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let mut body = draft();
    body["review_date"] = json!(day(&app, 0));
    let change = restrict(&app, Cast::Lena, Served::Sukarno, body).await;
    assert_eq!(change.status, 202, "{}", change.text());
    let path = format!("/changes/{}/approval", change.json()["id"].as_str().unwrap());
    assert_eq!(cora.approve(&path, 1, json!({})).await.status, 200);
    let path = format!("/clients/{}/restrictions", app.client(Served::Sukarno).unwrap());
    let found = cora.get(&path).await.json()["items"][0].clone();
    assert_eq!(found["created_by"], Cast::Lena.name());
    assert_eq!(app.state.store.remind_of_restriction_reviews().unwrap(), 1);
    for who in [Cast::Lena, Cast::Cora] {
        assert_eq!(told(&app, who).await, 1, "{who:?}");
    }
}
