//! Parts that are switched off.

use domain::api_keys::NewApiKey;
use reqwest::Method;
use serde_json::json;
use testkit::{App, Cast, Served, send};

use super::set;
use crate::api::applicant::{Applicant, form, start};

#[actix_web::test]
async fn what_belongs_to_a_part_that_is_switched_off_is_not_found_and_says_why() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let goals = format!("/clients/{}/goals", app.client(Served::Maria).unwrap());
    let paths = [
        ("board", "/board"),
        ("goals", goals.as_str()),
        ("api_keys", "/api-keys"),
        ("intake", "/intake-links"),
    ];
    for (module, path) in paths {
        assert_eq!(ada.get(path).await.status, 200, "{path}");
        set(&app, json!({ "modules_off": [module] })).await;
        let refused = ada.get(path).await;
        assert_eq!((refused.status, refused.code().as_str()), (404, "switched_off"), "{path}");
        assert!(refused.text().contains(module), "{}", refused.text());
        assert_eq!(ada.get("/me").await.json()["modules_off"], json!([module]));
        assert_eq!(ada.get("/clients").await.status, 200);
    }
    set(&app, json!({ "modules_off": [] })).await;
    assert_eq!(ada.get("/board").await.status, 200);
}

#[actix_web::test]
async fn changes_of_many_can_be_switched_off() {
    let app = App::start().await.unwrap();
    set(&app, json!({ "modules_off": ["bulk_changes"] })).await;
    let plan = json!({
        "action": { "action": "set_stage", "stage": "assessment" },
        "clients": [{ "id": app.client(Served::Maria).unwrap(), "version": 1 }],
    });
    let refused = app.sign_in(Cast::Cora).unwrap().post("/bulk-changes", plan).await;
    assert_eq!(refused.code(), "switched_off", "{}", refused.text());
}

#[actix_web::test]
async fn a_closed_form_takes_nothing_and_what_came_in_before_is_still_reviewed() {
    let app = start().await;
    let applicant = Applicant::begun(&app).await;
    assert_eq!(applicant.submit(&form()).await.status, 201);
    let offered = || async { app.anybody().unwrap().get("/intake/form").await.json()["closed"].clone() };
    assert_eq!(offered().await, false);
    set(&app, json!({ "modules_off": ["intake"] })).await;
    assert_eq!(offered().await, true);
    assert_eq!(Applicant::new(&app).open().await.code(), "switched_off");
    assert_eq!(applicant.submit(&form()).await.code(), "switched_off");
    let queue = app.sign_in(Cast::Casey).unwrap().get("/applications").await;
    assert_eq!(queue.json()["items"].as_array().map(Vec::len), Some(1), "{}", queue.text());
}

#[actix_web::test]
async fn a_key_opens_nothing_while_keys_are_switched_off() {
    let app = App::start().await.unwrap();
    let day = app.database.column("select today() + 30").unwrap().remove(0);
    let wish = json!({ "name": "County", "permissions": ["see_programs"], "expires_on": day });
    let made: NewApiKey = app.sign_in(Cast::Ada).unwrap().post("/api-keys", wish).await.read();
    let program = app.anybody().unwrap().with_token(&made.secret);
    assert_eq!(program.get("/programs").await.status, 200);
    set(&app, json!({ "modules_off": ["api_keys"] })).await;
    assert_eq!(program.get("/programs").await.status, 401);
    assert_eq!(send(program.request(Method::GET, "/api-keys")).await.status, 404);
    set(&app, json!({ "modules_off": [] })).await;
    assert_eq!(program.get("/programs").await.status, 200);
}
