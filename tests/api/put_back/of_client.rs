//! Tags, values of custom fields, and the stage of a client.

use domain::{
    permission::Permission::{EditClients, SeeClientDetails, SeeClients},
    roles::RoleSight,
};
use serde_json::{Value, json};
use testkit::{App, Cast, Served, Visitor};

use super::{latest_of, maria, newest_row, patch, put_back};
use crate::{api::custom_fields::define, hard::tamper};

async fn tag(app: &App, who: &Visitor, tags: &[&str]) {
    patch(app, who, json!({ "tags": tags })).await;
}

#[actix_web::test]
async fn a_tag_that_was_added_goes_and_one_that_was_removed_comes_back() {
    let app = App::start().await.unwrap();
    let (cora, lena) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Lena).unwrap());
    tag(&app, &cora, &["job_fair"]).await;
    tag(&app, &cora, &["job_fair", "newsletter"]).await;
    let added = newest_row(&cora, &app, "client_tags", "create").await;
    let shown = cora.get(&format!("/audit/{added}/restoration")).await.json();
    assert_eq!(shown["changes"], json!([{ "field": "tag", "before": "newsletter", "after": null }]));
    let proposed = put_back(&lena, added).await;
    assert_eq!((proposed.status, &proposed.json()["edit"]), (202, &json!("clients.update")));
    assert_eq!(put_back(&cora, added).await.status, 200);
    assert_eq!(maria(&app, &cora).await["tags"], json!(["job_fair"]));
    let removed = newest_row(&cora, &app, "client_tags", "delete").await;
    assert_eq!(put_back(&app.sign_in(Cast::Casey).unwrap(), removed).await.status, 200);
    assert_eq!(maria(&app, &cora).await["tags"], json!(["job_fair", "newsletter"]));
    let again = cora.get(&format!("/audit/{removed}/restoration")).await;
    assert_eq!(again.fields(), [" nothing_to_put_back"], "it is there: {}", again.text());
}

#[actix_web::test]
async fn a_tag_that_is_no_longer_given_is_not_put_back() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    tag(&app, &cora, &["newsletter"]).await;
    tag(&app, &cora, &[]).await;
    let removed = newest_row(&cora, &app, "client_tags", "delete").await;
    tamper(
        &app,
        "update code_values set retired_on = today() - 1 where list = 'tag' and code = 'newsletter'",
    );
    let refused = cora.get(&format!("/audit/{removed}/restoration")).await;
    assert_eq!((refused.status, refused.fields()), (422, vec!["/tags/0 unknown".to_owned()]));
    assert_eq!(
        app.sign_in(Cast::Otto).unwrap().get(&format!("/audit/{removed}/restoration")).await.status,
        404
    );
}

async fn path(app: &App) -> String {
    format!("/clients/{}/custom-fields", app.client(Served::Maria).unwrap())
}

async fn set(app: &App, who: &Visitor, values: Value) {
    let path = path(app).await;
    let done = who.patch(&path, who.get(&path).await.version(), json!({ "values": values })).await;
    assert_eq!(done.status, 200, "{}", done.text());
}

async fn values(app: &App, who: &Visitor) -> Value {
    who.get(&path(app).await).await.json()["values"].clone()
}

#[actix_web::test]
async fn a_value_of_a_custom_field_is_set_again_emptied_again_and_proposed() {
    let app = App::start().await.unwrap();
    let (cora, lena) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Lena).unwrap());
    define(&app, "shirt_size", json!({})).await;
    define(&app, "hours", json!({ "takes": { "kind": "number", "least": 0, "most": 60 } })).await;
    for value in [json!({ "shirt_size": "l" }), json!({ "shirt_size": "m" })] {
        set(&app, &cora, value).await;
    }
    let changed = newest_row(&cora, &app, "custom_values", "update").await;
    let shown = cora.get(&format!("/audit/{changed}/restoration")).await;
    let line = json!([{ "field": "shirt_size", "before": "m", "after": "l" }]);
    assert_eq!(shown.json()["changes"], line, "{}", shown.text());
    let proposed = put_back(&lena, changed).await;
    assert_eq!((proposed.status, &proposed.json()["edit"]), (202, &json!("custom_fields.set")));
    assert_eq!(put_back(&cora, changed).await.status, 200);
    assert_eq!(values(&app, &cora).await, json!({ "shirt_size": "l" }));
    let came = newest_row(&cora, &app, "custom_values", "create").await;
    assert_eq!(put_back(&cora, came).await.status, 200);
    assert_eq!(values(&app, &cora).await, json!({}));

    for value in [json!({ "hours": 37.5 }), json!({ "hours": null })] {
        set(&app, &cora, value).await;
    }
    let cleared = newest_row(&cora, &app, "custom_values", "update").await;
    let path = format!("/audit/{cleared}/restoration");
    let version = cora.get(&path).await.version();
    set(&app, &cora, json!({ "shirt_size": "m" })).await;
    assert_eq!(cora.post_on(&path, version, json!({})).await.status, 412, "somebody wrote meanwhile");
    assert_eq!(put_back(&cora, cleared).await.status, 200);
    assert_eq!(values(&app, &cora).await, json!({ "hours": 37.5, "shirt_size": "m" }));
}

#[actix_web::test]
async fn a_sensitive_value_stays_where_it_is_not_seen_and_a_retired_field_is_not_filled() {
    let app = App::start().await.unwrap();
    let (ada, cora) = (app.sign_in(Cast::Ada).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let field = define(&app, "shirt_size", json!({ "sensitive": true })).await;
    for value in [json!({ "shirt_size": "l" }), json!({ "shirt_size": "m" })] {
        set(&app, &cora, value).await;
    }
    let changed = format!("/audit/{}/restoration", newest_row(&cora, &app, "custom_values", "update").await);
    let seeing = [SeeClients, SeeClientDetails, EditClients];
    let blind = app.colleague("Blind", RoleSight::Everyone, &seeing).unwrap();
    let refused = blind.get(&changed).await;
    assert_eq!((refused.status, refused.fields()), (422, vec![" withheld".to_owned()]));
    let version = cora.get(&changed).await.version();
    assert_eq!(blind.post_on(&changed, version, json!({})).await.fields(), [" withheld"]);
    assert_eq!(app.sign_in(Cast::Otto).unwrap().get(&changed).await.status, 404);
    let retired = format!("/custom-fields/{}", field.id);
    let version = i64::from(field.version);
    assert_eq!(ada.patch(&retired, version, json!({ "retired": true })).await.status, 200);
    assert_eq!(cora.get(&changed).await.fields(), ["/values/shirt_size retired"]);
    assert_eq!(values(&app, &cora).await, json!({ "shirt_size": "m" }));
}

#[actix_web::test]
async fn a_client_goes_back_to_the_stage_of_before() {
    let app = App::start().await.unwrap();
    let (cora, lena, cole) = (
        app.sign_in(Cast::Cora).unwrap(),
        app.sign_in(Cast::Lena).unwrap(),
        app.sign_in(Cast::Cole).unwrap(),
    );
    let client = app.client(Served::Maria).unwrap();
    let before = maria(&app, &cora).await;
    let to = if before["stage"] == "assessment" { "intake" } else { "assessment" };
    let moves = format!("/clients/{client}/stage-moves");
    let moved = cora.post_on(&moves, before["version"].as_i64().unwrap(), json!({ "stage": to })).await;
    assert!(moved.status < 300, "{}", moved.text());
    let seq = latest_of(&cora, &client.to_string()).await;
    let shown = cora.get(&format!("/audit/{seq}/restoration")).await;
    let line = json!([{ "field": "stage", "before": to, "after": before["stage"] }]);
    assert_eq!(shown.json()["changes"], line, "{}", shown.text());
    assert_eq!(put_back(&lena, seq).await.status, 202);
    let done = put_back(&cole, seq).await;
    assert_eq!(done.status, 200, "counselors move clients: {}", done.text());
    assert_eq!(maria(&app, &cora).await["stage"], before["stage"]);
}
