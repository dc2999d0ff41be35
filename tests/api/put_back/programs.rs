//! Fields of programs and departments: their entries are about no client, and stand in the whole log alone.

use domain::{
    permission::Permission::{EditPrograms, ProposeEdits, SeeAudit, SeeClients, SeePrograms},
    roles::RoleSight,
};
use serde_json::{Value, json};
use testkit::{App, Cast, Visitor};

use super::put_back;
use crate::hard::tamper;

/// The newest entry that changed one of these.
async fn newest(who: &Visitor, entity: &str) -> i64 {
    let page = who.get(&format!("/audit?entity={entity}&action=update&limit=1")).await;
    page.json()["items"][0]["seq"].as_i64().unwrap_or_else(|| panic!("{}", page.text()))
}

async fn first(who: &Visitor, kind: &str) -> (String, Value) {
    let found = who.get(&format!("/{kind}")).await.json()[0].clone();
    (format!("/{kind}/{}", found["id"].as_str().unwrap()), found)
}

async fn amend(who: &Visitor, path: &str, now: &Value, body: Value) -> Value {
    let done = who.patch(path, now["version"].as_i64().unwrap(), body).await;
    assert_eq!(done.status, 200, "{}", done.text());
    done.json()
}

#[actix_web::test]
async fn what_was_said_of_a_program_is_said_again() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let (path, before) = first(&cora, "programs").await;
    let change = json!({ "name": "Kitchen Academy", "department_id": null, "escalate_after_days": 9 });
    amend(&cora, &path, &before, change).await;
    let seq = newest(&cora, "programs").await;
    let restoration = format!("/audit/{seq}/restoration");
    let shown = cora.get(&restoration).await;
    let changes = shown.json()["changes"].clone();
    let name = json!({ "field": "name", "before": "Kitchen Academy", "after": before["name"] });
    assert!(changes.as_array().unwrap().contains(&name), "{}", shown.text());
    assert_eq!(shown.json()["proposed"], json!(false));
    let now = cora.get(&path).await.json();
    amend(&cora, &path, &now, json!({ "location": "Elsewhere" })).await;
    assert_eq!(cora.post_on(&restoration, shown.version(), json!({})).await.status, 412);
    let done = put_back(&cora, seq).await;
    assert_eq!((done.status, done.version()), (200, shown.version() + 2), "{}", done.text());
    let after = cora.get(&path).await.json();
    for field in ["name", "department_id", "escalate_after_days"] {
        assert_eq!(after[field], before[field], "{field}");
    }
    assert_eq!(after["location"], json!("Elsewhere"), "what the entry is not about stays");
}

#[actix_web::test]
async fn who_sees_the_log_and_only_proposes_proposes_it_and_who_sees_no_log_finds_nothing() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let (path, before) = first(&cora, "programs").await;
    amend(&cora, &path, &before, json!({ "name": "Kitchen Academy" })).await;
    let seq = newest(&cora, "programs").await;
    let restoration = format!("/audit/{seq}/restoration");
    let seeing = [SeeClients, SeePrograms, SeeAudit, ProposeEdits];
    let proposer = app.colleague("Petra", RoleSight::Everyone, &seeing).unwrap();
    assert_eq!(proposer.get(&restoration).await.json()["proposed"], json!(true));
    let proposed = put_back(&proposer, seq).await;
    assert_eq!((proposed.status, &proposed.json()["edit"]), (202, &json!("programs.amend")));
    let seeing = [SeeClients, SeePrograms, SeeAudit, EditPrograms];
    let near = app.colleague("Nell", RoleSight::Caseload, &seeing).unwrap();
    for (who, expected) in [
        (app.sign_in(Cast::Lena).unwrap(), 404),
        (app.sign_in(Cast::Ana).unwrap(), 403),
        (app.sign_in(Cast::Vera).unwrap(), 403),
        (near, 404),
    ] {
        assert_eq!(who.get(&restoration).await.status, expected);
        assert_eq!(who.post_on(&restoration, 2, json!({})).await.status, expected);
    }
    assert_eq!(cora.get(&path).await.json()["name"], json!("Kitchen Academy"));
}

#[actix_web::test]
async fn a_name_that_another_program_has_by_now_and_a_place_in_the_order_are_not_put_back() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let (path, before) = first(&cora, "programs").await;
    let now = amend(&cora, &path, &before, json!({ "name": "Kitchen Academy" })).await;
    let seq = newest(&cora, "programs").await;
    assert_eq!(cora.post("/programs", json!({ "name": before["name"] })).await.status, 201);
    let refused = cora.get(&format!("/audit/{seq}/restoration")).await;
    assert_eq!((refused.status, refused.fields()), (422, vec!["/name taken".to_owned()]));
    amend(&cora, &path, &now, json!({ "position": 3 })).await;
    let moved = format!("/audit/{}/restoration", newest(&cora, "programs").await);
    assert_eq!(cora.get(&moved).await.fields(), [" nothing_to_put_back"]);
}

#[actix_web::test]
async fn a_department_gets_its_name_and_its_owner_back_as_long_as_they_work_here() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let (path, before) = first(&cora, "departments").await;
    let max = app.user(Cast::Max).unwrap();
    let owned = amend(&cora, &path, &before, json!({ "owner_id": max })).await;
    amend(&cora, &path, &owned, json!({ "name": "Another", "owner_id": null })).await;
    let seq = newest(&cora, "departments").await;
    let done = put_back(&cora, seq).await;
    assert_eq!(done.status, 200, "{}", done.text());
    let found = first(&cora, "departments").await.1;
    assert_eq!((&found["name"], &found["owner_id"]), (&before["name"], &json!(max)));
    tamper(&app, &format!("update users set status = 'deactivated' where id = '{max}'"));
    let refused = cora.get(&format!("/audit/{seq}/restoration")).await;
    assert_eq!(refused.fields(), ["/owner_id unknown"], "{}", refused.text());
}
