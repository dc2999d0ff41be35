//! A program changes many clients by its key: in the background too, and no longer than the key holds.

use domain::api_keys::NewApiKey;
use serde_json::{Value, json};
use testkit::{App, Cast, Visitor};

use super::many::{add, begin, look, take};

const KEY: [&str; 5] =
    ["see_clients", "see_client_details", "edit_clients", "assign_staff", "see_follow_ups"];

/// A key of Ada's, and a program that shows it.
async fn program(app: &App) -> (NewApiKey, Visitor) {
    let day = app.database.column("select today() + 30").unwrap().remove(0);
    let wish = json!({ "name": "Moving the caseload", "permissions": KEY, "expires_on": day });
    let made = app.sign_in(Cast::Ada).unwrap().post("/api-keys", wish).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let key: NewApiKey = made.read();
    let program = app.anybody().unwrap().with_token(&key.secret);
    (key, program)
}

fn reassign(app: &App) -> Value {
    let (casey, otto) = (app.user(Cast::Casey).unwrap(), app.user(Cast::Otto).unwrap());
    json!({ "action": "reassign", "from": casey, "user_id": otto })
}

#[actix_web::test]
async fn five_thousand_are_changed_in_the_background_and_the_key_reads_how_far_it_is() {
    let app = App::start().await.unwrap();
    add(&app, 5_000);
    let (key, program) = program(&app).await;
    let bulk = begin(&app, &program, reassign(&app)).await;
    assert_eq!(look(&program, &bulk).await["counts"]["ready"], json!(5_000));
    let task = take(&app);
    app.state.store.run_bulk(&task).unwrap();
    assert!(app.state.store.finish_job(&task).unwrap());
    let done = look(&program, &bulk).await;
    assert_eq!((&done["state"], &done["counts"]["changed"]), (&json!("done"), &json!(5_000)));
    let authors = "select distinct principal || ' ' || api_key_id from audit where operation = 'bulk.run' and entity = 'assignments'";
    assert_eq!(app.database.column(authors).unwrap(), [format!("api_key {}", key.key.id)]);

    let path = format!("/bulk-changes/{}/undoing", bulk["id"].as_str().unwrap());
    let back = program.post(&path, json!({})).await.json();
    app.state.store.run_bulk(&take(&app)).unwrap();
    assert_eq!(look(&program, &back).await["counts"]["changed"], json!(5_000));
}

#[actix_web::test]
async fn what_a_revoked_key_began_is_not_gone_on_with() {
    let app = App::start().await.unwrap();
    add(&app, 400);
    let (key, program) = program(&app).await;
    let bulk = begin(&app, &program, reassign(&app)).await;
    let ada = app.sign_in(Cast::Ada).unwrap();
    let revoked = ada.delete(&format!("/api-keys/{}", key.key.id)).await;
    assert!(revoked.status < 300, "{}", revoked.text());
    app.state.store.run_bulk(&take(&app)).unwrap();
    let done = look(&ada, &bulk).await;
    assert_eq!(done["state"], "done");
    assert_eq!(done["counts"]["reasons"], json!({ "not_allowed": 400 }), "{done}");
}
