//! Facts about follow-ups that come again, and about why a day was moved.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use testkit::{Answer, App, Cast, Served, Visitor, send};

fn day(app: &App, days: i32) -> Value {
    json!(app.database.column(&format!("select today() + {days}")).unwrap().remove(0))
}

async fn weekly(app: &App, who: &Visitor, until: Option<i32>) -> Value {
    let mut repeats = json!({ "rhythm": "weekly", "every": 2 });
    if let Some(days) = until {
        repeats["until"] = day(app, days);
    }
    let body = json!({ "due_on": day(app, 1), "purpose": "Call", "repeats": repeats });
    let made = who.post(&format!("/clients/{}/follow-ups", app.client(Served::Maria).unwrap()), body).await;
    assert_eq!((made.status, &made.json()["repeats"]), (201, &repeats), "{}", made.text());
    made.json()
}

async fn complete(who: &Visitor, one: &Value) -> Answer {
    let path = format!("/follow-ups/{}/completion", one["id"].as_str().unwrap());
    who.post_on(&path, one["version"].as_i64().unwrap(), json!({})).await
}

async fn open(app: &App, who: &Visitor) -> Vec<Value> {
    let query = format!("/follow-ups?limit=100&client={}", app.client(Served::Maria).unwrap());
    let all = who.get(&query).await.json()["items"].as_array().unwrap().clone();
    all.into_iter().filter(|one| one["purpose"] == "Call").collect()
}

#[actix_web::test]
async fn the_next_one_is_made_when_one_is_done() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let made = weekly(&app, &casey, None).await;
    let done = complete(&casey, &made).await;
    assert_eq!((done.status, &done.json()["next_on"]), (200, &day(&app, 15)), "{}", done.text());
    let next = open(&app, &casey).await;
    assert_eq!((next.len(), &next[0]["due_on"], &next[0]["repeats"]), (1, &day(&app, 15), &made["repeats"]));
    assert_eq!(complete(&casey, &next[0]).await.json()["next_on"], day(&app, 29));
}

#[actix_web::test]
async fn a_series_ends_with_its_last_day_or_when_somebody_ends_it() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let short = weekly(&app, &casey, Some(14)).await;
    assert_eq!(complete(&casey, &short).await.json().get("next_on"), None);
    let ended = weekly(&app, &casey, None).await;
    let path = format!("/follow-ups/{}", ended["id"].as_str().unwrap());
    let patched = casey.patch(&path, 1, json!({ "repeats": null })).await;
    assert_eq!((patched.status, patched.json().get("repeats")), (200, None), "{}", patched.text());
    assert_eq!(complete(&casey, &patched.json()).await.json().get("next_on"), None);
    assert!(open(&app, &casey).await.is_empty());
}

#[actix_web::test]
async fn taking_it_back_takes_the_next_one_back_unless_it_was_touched() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let made = weekly(&app, &casey, None).await;
    let path = format!("/follow-ups/{}/completion", made["id"].as_str().unwrap());
    let reopen = async |version: i64| {
        send(casey.request(Method::DELETE, &path).header("if-match", format!("\"{version}\""))).await
    };
    let done = complete(&casey, &made).await;
    let reopened = reopen(done.version()).await;
    assert_eq!((reopened.status, open(&app, &casey).await.len()), (200, 1));
    let again = complete(&casey, &reopened.json()).await;
    let next = open(&app, &casey).await.remove(0);
    let moved = format!("/follow-ups/{}", next["id"].as_str().unwrap());
    assert_eq!(casey.patch(&moved, 1, json!({ "due_on": day(&app, 20) })).await.status, 200);
    let reopened = reopen(again.version()).await;
    assert_eq!(open(&app, &casey).await.len(), 2, "the touched one stays");
    assert_eq!(complete(&casey, &reopened.json()).await.status, 200);
    assert_eq!(open(&app, &casey).await.len(), 1, "and no second one is made");
}

#[actix_web::test]
async fn the_next_one_never_goes_to_somebody_who_would_not_find_it() {
    let app = App::start().await.unwrap();
    let (casey, cole) = (app.sign_in(Cast::Casey).unwrap(), app.user(Cast::Cole).unwrap());
    let made = weekly(&app, &casey, None).await;
    let path = format!("/follow-ups/{}", made["id"].as_str().unwrap());
    let given = casey.patch(&path, 1, json!({ "assignee_id": cole })).await;
    assert_eq!(given.status, 200, "{}", given.text());
    let ended = format!(
        "begin; select begin_as('job', null, 'test', null, null); \
         update assignments set ended_at = now() where user_id = '{cole}'; commit"
    );
    app.database.run(&ended).unwrap();
    assert_eq!(complete(&casey, &given.json()).await.status, 200);
    assert_eq!(open(&app, &casey).await[0]["assignee"], json!("Casey Nguyen"));
}

#[actix_web::test]
async fn why_a_day_was_moved_stands_there_until_it_is_moved_again() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let made = weekly(&app, &casey, None).await;
    let path = format!("/follow-ups/{}", made["id"].as_str().unwrap());
    let why = json!({ "due_on": day(&app, 3), "moved_because": "She is at a fair" });
    let moved = casey.patch(&path, 1, why).await;
    assert_eq!(
        (moved.status, &moved.json()["moved_because"]),
        (200, &json!("She is at a fair")),
        "{}",
        moved.text()
    );
    let kept = casey.patch(&path, 2, json!({ "purpose": "Call" })).await;
    assert_eq!(kept.json()["moved_because"], json!("She is at a fair"));
    let again = casey.patch(&path, 3, json!({ "due_on": day(&app, 4) })).await;
    assert_eq!(again.json().get("moved_because"), None);
    let log = format!(
        "select after ->> 'moved_because' from audit where entity_id = '{}' and after ? 'moved_because'",
        made["id"].as_str().unwrap()
    );
    assert_eq!(app.database.column(&log).unwrap(), ["She is at a fair"]);
    let long = casey.patch(&path, 4, json!({ "moved_because": "x".repeat(501) })).await;
    assert_eq!(long.fields(), ["/moved_because too_long"]);
}

#[actix_web::test]
async fn a_rhythm_without_bounds_is_refused_by_its_field() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let path = format!("/clients/{}/follow-ups", app.client(Served::Maria).unwrap());
    for (repeats, field) in [
        (json!({ "rhythm": "weekly", "every": 0 }), "/repeats/every out_of_range"),
        (json!({ "rhythm": "monthly", "every": 53 }), "/repeats/every out_of_range"),
        (json!({ "rhythm": "weekly", "every": 1, "until": day(&app, 0) }), "/repeats/until before_start"),
    ] {
        let body = json!({ "due_on": day(&app, 1), "purpose": "Call", "repeats": repeats });
        let refused = casey.post(&path, body).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![field.to_owned()]), "{}", refused.text());
    }
}

/// Whoever closes a record holds the client's row and then takes the follow-ups: whoever had one of these and then waited
/// for the client would wait for ever.
#[actix_web::test]
async fn whoever_marks_one_as_done_holds_nothing_while_the_record_is_being_closed() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let made = weekly(&app, &casey, None).await;
    let maria = app.client(Served::Maria).unwrap();
    let closing =
        app.database.begun(&format!("select from clients where id = '{maria}' for update")).unwrap();
    let (who, one) = (casey.clone(), made.clone());
    let done = actix_web::rt::spawn(async move { complete(&who, &one).await });
    while !app.database.somebody_waits().unwrap() {
        actix_web::rt::time::sleep(Duration::from_millis(10)).await;
    }
    let taken = format!("select id from follow_ups where id = {} for update nowait", quoted(&made["id"]));
    assert_eq!(app.database.column(&taken).unwrap(), [made["id"].as_str().unwrap()]);
    drop(closing);
    assert_eq!(done.await.unwrap().json()["next_on"], day(&app, 15));
}

fn quoted(id: &Value) -> String {
    format!("'{}'", id.as_str().unwrap())
}
