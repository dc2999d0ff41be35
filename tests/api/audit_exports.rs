//! Facts about entries of the log as a file.

use domain::{permission::Permission, roles::RoleSight};
use serde_json::{Value, json};
use testkit::{App, Cast, Served, Visitor};

use super::audit_words::index;

async fn file(who: &Visitor, filter: Value) -> String {
    let answer = who.post("/audit/exports", json!({ "filter": filter, "reason": "The auditor asks" })).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(answer.header("content-disposition").contains("audit-"));
    answer.text()
}

async fn restrict(app: &App, reason: &str) {
    let body = json!({ "reach": { "scope": "organization" }, "start_date": "2026-01-01", "reason": reason });
    let maria = app.client(Served::Maria).unwrap();
    let made = app.sign_in(Cast::Casey).unwrap().post(&format!("/clients/{maria}/restrictions"), body).await;
    assert_eq!(made.status, 201);
}

#[actix_web::test]
async fn a_file_has_what_the_filter_leaves_and_the_log_has_the_file() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    restrict(&app, "=HYPERLINK(1)").await;
    let maria = app.client(Served::Maria).unwrap();
    let text = file(&cora, json!({ "entity": "restrictions", "client": maria })).await;
    assert!(text.starts_with("\u{feff}seq,at,by,") && text.contains("Casey Nguyen"), "{text}");
    assert!(text.contains("restrictions.create") && !text.contains("notes.create"), "{text}");
    assert!(!text.contains(";=HYPERLINK") && !text.contains("\n="), "no cell is a formula: {text}");
    let lines = text.lines().count() - 1;
    let kept = cora.get("/audit?action=disclose&entity=exports&limit=1").await.json()["items"][0].clone();
    assert_eq!((&kept["operation"], &kept["reason"]), (&json!("audit.export"), &json!("The auditor asks")));
    let count = kept["changes"].as_array().unwrap().iter().find(|one| one["field"] == "entries").unwrap();
    assert_eq!(count["after"], json!(lines));
}

#[actix_web::test]
async fn what_the_reader_does_not_see_is_withheld_in_the_file_too() {
    let app = App::start().await.unwrap();
    restrict(&app, "Stapler").await;
    let seeing = [Permission::SeeAudit, Permission::ExportRecords, Permission::SeeClients];
    let auditor = app.colleague("Auditor", RoleSight::Everyone, &seeing).unwrap();
    let text = file(&auditor, json!({ "entity": "restrictions" })).await;
    assert!(!text.contains("Stapler") && text.contains("reason: withheld"), "{text}");
    let cora = app.sign_in(Cast::Cora).unwrap();
    assert!(file(&cora, json!({ "entity": "restrictions" })).await.contains("Stapler"));
}

#[actix_web::test]
async fn words_narrow_a_file_as_they_narrow_the_list() {
    let app = App::start().await.unwrap();
    restrict(&app, "Stapler").await;
    index(&app);
    let text = file(&app.sign_in(Cast::Cora).unwrap(), json!({ "q": "stapler" })).await;
    assert_eq!(text.lines().count(), 2, "{text}");
}

#[actix_web::test]
async fn it_takes_both_permissions_a_reason_and_something_to_take() {
    let app = App::start().await.unwrap();
    let draft = json!({ "filter": {}, "reason": "The auditor asks" });
    for person in [Cast::Casey, Cast::Max, Cast::Vera] {
        assert_eq!(app.sign_in(person).unwrap().post("/audit/exports", draft.clone()).await.status, 403);
    }
    let without = app.colleague("Reader", RoleSight::Everyone, &[Permission::SeeAudit]).unwrap();
    assert_eq!(without.post("/audit/exports", draft).await.status, 403);
    let cora = app.sign_in(Cast::Cora).unwrap();
    let short = cora.post("/audit/exports", json!({ "filter": {}, "reason": "why" })).await;
    assert_eq!((short.status, short.fields()), (422, vec!["/reason too_short".to_owned()]));
    let odd = cora
        .post("/audit/exports", json!({ "filter": { "from": "9999-12-31" }, "reason": "The auditor asks" }))
        .await;
    assert_eq!((odd.status, odd.fields()), (422, vec!["/filter/from implausible_date".to_owned()]));
    let nothing = json!({ "filter": { "to": "2020-01-01" }, "reason": "The auditor asks" });
    assert_eq!(cora.post("/audit/exports", nothing).await.status, 422);
}
