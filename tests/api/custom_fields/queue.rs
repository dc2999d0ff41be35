//! The queue of applications by what applicants answered to a custom field.

use serde_json::{Value, json};
use testkit::{App, Cast, Visitor};

use super::{define, searching::robin};
use crate::api::applicant::{Applicant, form_with, start};

/// Somebody applied with these values.
async fn applied(app: &App, fields: Value) {
    let sent = Applicant::new(app).submit(&form_with("fields", fields)).await;
    assert_eq!(sent.status, 201, "{}", sent.text());
}

async fn count(who: &Visitor, query: &str) -> u64 {
    let page = who.get(&format!("/applications?{query}")).await;
    assert_eq!(page.status, 200, "{query} {}", page.text());
    let listed = page.json()["items"].as_array().unwrap().len() as u64;
    assert_eq!(page.json()["total"]["count"], json!(listed), "{query}");
    listed
}

#[actix_web::test]
async fn each_kind_is_found_in_its_own_way() {
    let app = start().await;
    define(&app, "shirt_size", json!({})).await;
    define(&app, "hours", json!({ "takes": { "kind": "number" } })).await;
    define(&app, "until", json!({ "takes": { "kind": "date" } })).await;
    define(&app, "story", json!({ "on": "applications", "takes": { "kind": "text" } })).await;
    let story = "Cocinó en Tecún";
    applied(&app, json!({ "shirt_size": "l", "hours": 37.5, "until": "2027-03-31", "story": story })).await;
    applied(&app, json!({ "shirt_size": "m", "hours": 9 })).await;
    applied(&app, json!({})).await;
    let casey = app.sign_in(Cast::Casey).unwrap();
    for (query, found) in [
        ("", 3),
        ("field=shirt_size:l", 1),
        ("field=shirt_size:m&field=shirt_size:l", 2),
        ("field=hours:37.5", 1),
        ("field=hours:9..37,5", 2),
        ("field=hours:38..", 0),
        ("field=until:..2027-03-31", 1),
        ("field=until:2027-04-01..", 0),
        ("field=story:cocino%20en", 1),
        ("field=story:mar", 0),
        ("field=shirt_size:l&field=hours:..10", 0),
        ("field=shirt_size:m&field=hours:..10&status=new", 1),
        ("field=shirt_size:m&status=declined", 0),
    ] {
        assert_eq!(count(&casey, query).await, found, "{query}");
    }
    for (query, expected) in
        [("field=shoe:1", "/field/0 unknown"), ("field=hours:many", "/field/0 unreadable")]
    {
        let refused = casey.get(&format!("/applications?{query}")).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![expected.to_owned()]), "{query}");
    }
}

#[actix_web::test]
async fn what_a_client_has_is_not_what_an_applicant_answered() {
    let app = start().await;
    define(&app, "shirt_size", json!({})).await;
    define(&app, "desk", json!({ "on": "clients" })).await;
    let cora = app.sign_in(Cast::Cora).unwrap();
    assert_eq!(super::set(&app, &cora, json!({ "shirt_size": "l", "desk": "l" })).await.status, 200);
    assert_eq!(count(&cora, "field=shirt_size:l").await, 0);
    assert_eq!(cora.get("/applications?field=desk:l").await.fields(), ["/field/0 unknown"]);
}

#[actix_web::test]
async fn a_filter_by_what_one_does_not_see_is_refused() {
    let app = start().await;
    define(&app, "faith", json!({ "sensitive": true, "takes": { "kind": "text" } })).await;
    applied(&app, json!({ "faith": "Quaker" })).await;
    assert_eq!(robin(&app).get("/applications?field=faith:quaker").await.status, 403);
    assert_eq!(count(&app.sign_in(Cast::Cora).unwrap(), "field=faith:quaker").await, 1);
}

#[actix_web::test]
async fn the_next_page_is_narrowed_as_the_first_one() {
    let app = start().await;
    define(&app, "shirt_size", json!({})).await;
    for size in ["l", "m", "l", "m", "l"] {
        applied(&app, json!({ "shirt_size": size })).await;
    }
    let casey = app.sign_in(Cast::Casey).unwrap();
    let first = casey.get("/applications?field=shirt_size:l&limit=2").await.json();
    assert_eq!((first["items"].as_array().unwrap().len(), &first["total"]["count"]), (2, &json!(3)));
    let next = format!("/applications?field=shirt_size:l&limit=2&cursor={}", first["next"].as_str().unwrap());
    assert_eq!(casey.get(&next).await.json()["items"].as_array().unwrap().len(), 1);
}
