//! Finding one's own changes again, and taking over from colleagues who left.

use serde_json::{Value, json};
use testkit::{App, Cast, Served, Visitor};

use super::{plan, run, staff};

async fn listed(who: &Visitor, query: &str) -> Value {
    let page = who.get(&format!("/bulk-changes{query}")).await;
    assert_eq!(page.status, 200, "{}", page.text());
    page.json()
}

#[actix_web::test]
async fn ones_own_changes_are_listed_the_latest_first_with_pages() {
    let app = App::start().await.unwrap();
    let (max, cora) = (app.sign_in(Cast::Max).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let to = |who: Cast| json!({ "action": "reassign", "user_id": app.user(who).unwrap() });
    let first = run(&app, &max, &[Served::Sukarno], to(Cast::Otto)).await;
    let second = run(&app, &max, &[Served::Sukarno], to(Cast::Cole)).await;
    assert_eq!(plan(&app, &max, &[Served::Sukarno], to(Cast::Otto)).await.status, 201);
    let page = listed(&max, "?limit=1").await;
    assert_eq!(page["items"], json!([second]), "a plan is none yet");
    let cursor = page["next"].as_str().unwrap();
    let page = listed(&max, &format!("?limit=1&cursor={cursor}")).await;
    assert_eq!((&page["items"], page.get("next")), (&json!([first]), None));
    assert_eq!(listed(&cora, "").await["items"], json!([]), "they are Max's");
    assert_eq!(max.get("/bulk-changes?cursor=nonsense").await.status, 400);
}

#[actix_web::test]
async fn what_was_taken_back_says_so_in_the_list() {
    let app = App::start().await.unwrap();
    let max = app.sign_in(Cast::Max).unwrap();
    let action = json!({ "action": "reassign", "user_id": app.user(Cast::Otto).unwrap() });
    let done = run(&app, &max, &[Served::Sukarno], action).await;
    assert_eq!(listed(&max, "").await["items"][0]["can_undo"], json!(true));
    let path = format!("/bulk-changes/{}/undoing", done["id"].as_str().unwrap());
    assert_eq!(max.post(&path, json!({})).await.status, 201);
    let all = listed(&max, "").await["items"].clone();
    assert_eq!((&all[0]["undoes"], &all[1]["can_undo"]), (&done["id"], &json!(false)));
}

fn names(all: &Value) -> Vec<&str> {
    all.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect()
}

#[actix_web::test]
async fn clients_of_somebody_who_left_are_taken_over_by_their_name() {
    let app = App::start().await.unwrap();
    let (max, casey) = (app.sign_in(Cast::Max).unwrap(), app.user(Cast::Casey).unwrap());
    let left = format!("update users set status = 'deactivated' where id = '{casey}'");
    let all = format!("begin; select begin_as('job', null, 'test', null, null); {left}; commit");
    app.database.run(&all).unwrap();
    let active = max.get("/colleagues").await.json();
    assert!(!names(&active).contains(&Cast::Casey.name()), "{active}");
    let both = max.get("/colleagues?former=true").await.json();
    let former: Vec<&Value> =
        both.as_array().unwrap().iter().filter(|one| one["active"] == json!(false)).collect();
    assert!(former.len() == 1 && former[0]["id"] == json!(casey), "{both}");

    let to_otto = json!({ "action": "reassign", "from": casey, "user_id": app.user(Cast::Otto).unwrap() });
    let done = run(&app, &max, &[Served::Sukarno], to_otto.clone()).await;
    assert_eq!(done["counts"]["changed"], json!(1));
    assert_eq!(staff(&app, Served::Sukarno).await, ["Otto Brandt"]);
    let rest = max.post("/bulk-changes", json!({ "action": to_otto, "filter": { "assignee": casey } })).await;
    let path = format!("/bulk-changes/{}/run", rest.json()["id"].as_str().unwrap());
    assert_eq!(max.post(&path, json!({})).await.status, 200);
    let both = max.get("/colleagues?former=true").await.json();
    assert!(!names(&both).contains(&Cast::Casey.name()), "who has nobody any more is not offered: {both}");
    let ever = max.get("/colleagues?ever=true").await.json();
    assert!(names(&ever).contains(&Cast::Casey.name()), "what they did is found all the same: {ever}");
    assert!(!names(&ever).contains(&Cast::Wendy.name()), "who has a record here is no colleague: {ever}");
}
