//! Facts about tags of clients.

use serde_json::{Value, json};
use testkit::{Answer, App, Cast, Served, Visitor};

fn path(app: &App, whom: Served) -> String {
    format!("/clients/{}", app.client(whom).unwrap())
}

/// Tags a client, in the version that stands there.
async fn tag(app: &App, who: &Visitor, whom: Served, tags: &[&str]) -> Answer {
    let path = path(app, whom);
    let version = who.get(&path).await.version();
    who.patch(&path, version, json!({ "tags": tags })).await
}

fn named(answer: &Answer) -> Vec<String> {
    let rows = answer.json()["items"].as_array().unwrap().clone();
    rows.iter().map(|row| row["first_name"].as_str().unwrap().to_owned()).collect()
}

fn tags(answer: &Answer) -> Value {
    answer.json()["tags"].clone()
}

#[actix_web::test]
async fn tags_stand_on_the_record_and_in_the_list() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let tagged = tag(&app, &casey, Served::Maria, &["newsletter", "job_fair"]).await;
    assert_eq!((tagged.status, tags(&tagged)), (200, json!(["job_fair", "newsletter"])), "{}", tagged.text());
    let found = casey.get(&path(&app, Served::Maria)).await;
    assert_eq!(tags(&found), json!(["job_fair", "newsletter"]));
    let listed = casey.get("/clients?q=delgado").await;
    assert_eq!(listed.json()["items"][0]["tags"], json!(["job_fair", "newsletter"]));
}

#[actix_web::test]
async fn the_same_tags_in_another_order_are_no_change() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let tagged = tag(&app, &casey, Served::Maria, &["newsletter", "job_fair"]).await;
    let again = tag(&app, &casey, Served::Maria, &["job_fair", "newsletter"]).await;
    assert_eq!((again.status, again.version()), (200, tagged.version()));
    let fewer = tag(&app, &casey, Served::Maria, &["newsletter"]).await;
    assert_eq!((tags(&fewer), fewer.version()), (json!(["newsletter"]), tagged.version() + 1));
}

#[actix_web::test]
async fn a_new_client_may_come_with_tags() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let made = cora.post("/clients", json!({ "first_name": "Rosa", "tags": ["job_fair"] })).await;
    assert_eq!((made.status, tags(&made)), (201, json!(["job_fair"])), "{}", made.text());
    let path = made.header("location").trim_start_matches("/api/v1").to_owned();
    assert_eq!(tags(&cora.get(&path).await), json!(["job_fair"]));
}

#[actix_web::test]
async fn only_tags_that_the_organization_gives_are_taken() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let unknown = tag(&app, &cora, Served::Maria, &["job_fair", "astronaut"]).await;
    assert_eq!((unknown.status, unknown.fields()), (422, vec!["/tags/1 unknown".to_owned()]));
    let twice = tag(&app, &cora, Served::Maria, &["job_fair", "job_fair"]).await;
    assert_eq!(twice.fields(), ["/tags/1 twice"]);
    assert_eq!(tag(&app, &cora, Served::Maria, &["job_fair"]).await.status, 200);
    let value = the_value(&cora, "job_fair").await;
    let retire = cora.patch(&value.0, value.1, json!({ "retired": true })).await;
    assert_eq!(retire.status, 200, "{}", retire.text());
    // Whoever has it keeps it; nobody else gets it.
    let kept = tag(&app, &cora, Served::Maria, &["job_fair", "newsletter"]).await;
    assert_eq!(kept.status, 200, "{}", kept.text());
    assert_eq!(tag(&app, &cora, Served::Wei, &["job_fair"]).await.fields(), ["/tags/0 unknown"]);
}

/// Where a tag stands in its list, and its version.
async fn the_value(who: &Visitor, code: &str) -> (String, i64) {
    let values = who.get("/code-lists/tag").await.json();
    let value = values.as_array().unwrap().iter().find(|value| value["code"] == code).unwrap().clone();
    (format!("/code-lists/tag/{}", value["id"].as_str().unwrap()), value["version"].as_i64().unwrap())
}

#[actix_web::test]
async fn a_tag_that_somebody_has_is_not_deleted_and_is_counted() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let (value, _) = the_value(&cora, "job_fair").await;
    tag(&app, &cora, Served::Maria, &["job_fair"]).await;
    assert_eq!(cora.delete(&value).await.status, 409);
    let usage = cora.get("/code-lists/tag/usage").await.json();
    let used: i64 = usage.as_array().unwrap().iter().map(|one| one["clients"].as_i64().unwrap()).sum();
    assert_eq!(used, 1);
    tag(&app, &cora, Served::Maria, &[]).await;
    assert_eq!(cora.delete(&value).await.status, 204);
}

#[actix_web::test]
async fn the_list_is_narrowed_by_tags() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    tag(&app, &cora, Served::Maria, &["job_fair"]).await;
    tag(&app, &cora, Served::Wei, &["newsletter"]).await;
    tag(&app, &cora, Served::Jose, &["newsletter", "needs_interpreter"]).await;
    assert_eq!(named(&cora.get("/clients?tag=job_fair").await), ["María"]);
    assert_eq!(named(&cora.get("/clients?tag=job_fair&tag=newsletter").await).len(), 3);
    assert_eq!(named(&cora.get("/clients?tag=astronaut").await).len(), 0);
    let casey = app.sign_in(Cast::Casey).unwrap();
    assert_eq!(named(&casey.get("/clients?tag=job_fair&tag=newsletter").await), ["María"]);
}

#[actix_web::test]
async fn a_volunteer_neither_sees_tags_nor_learns_them_by_a_filter() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    tag(&app, &cora, Served::Maria, &["needs_interpreter"]).await;
    let vera = app.sign_in(Cast::Vera).unwrap();
    let found = vera.get(&path(&app, Served::Maria)).await;
    assert!(!found.text().contains("needs_interpreter"), "{}", found.text());
    assert!(found.json()["withheld"].as_array().unwrap().contains(&json!("tags")));
    let listed = vera.get("/clients").await;
    assert!(!listed.text().contains("needs_interpreter"), "{}", listed.text());
    assert_eq!(vera.get("/clients?tag=needs_interpreter").await.status, 403);
}

#[actix_web::test]
async fn who_may_only_propose_proposes_tags() {
    let app = App::start().await.unwrap();
    let (max, cora) = (app.sign_in(Cast::Max).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let proposed = tag(&app, &max, Served::Maria, &["job_fair"]).await;
    assert_eq!(proposed.status, 202, "{}", proposed.text());
    assert_eq!(proposed.json()["base"], json!({ "tags": null }));
    let path = path(&app, Served::Maria);
    assert_eq!(tags(&cora.get(&path).await), Value::Null);
    let change = format!("/changes/{}/approval", proposed.json()["id"].as_str().unwrap());
    let approved = cora.approve(&change, 1, json!({})).await;
    assert_eq!(approved.status, 200, "{}", approved.text());
    assert_eq!(tags(&cora.get(&path).await), json!(["job_fair"]));
}

#[actix_web::test]
async fn the_audit_has_who_gave_a_tag_and_took_it_away() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    tag(&app, &cora, Served::Maria, &["job_fair"]).await;
    tag(&app, &cora, Served::Maria, &[]).await;
    let maria = app.client(Served::Maria).unwrap();
    let entries = cora.get(&format!("/audit?entity=client_tags&client={maria}")).await.json();
    let entries = entries["items"].as_array().unwrap().clone();
    let told: Vec<_> = entries.iter().map(|one| (one["action"].clone(), one["principal"].clone())).collect();
    assert_eq!(
        told,
        [(json!("delete"), json!("Cora Lindqvist")), (json!("create"), json!("Cora Lindqvist"))]
    );
}
