//! Facts about a role that reviews applications and sees no clients.

use domain::{
    permission::Permission::{self, ReviewApplications, SeeClients},
    roles::RoleSight,
};
use serde_json::{Value, json};
use testkit::{App, Cast, Visitor};

use super::applicant::{Applicant, form, start};

/// Somebody who reviews applications, with what they see besides.
fn reviewer(app: &App, sight: RoleSight, more: &[Permission]) -> Visitor {
    let permissions: Vec<Permission> = [ReviewApplications].iter().chain(more).copied().collect();
    app.colleague("Nia", sight, &permissions).unwrap()
}

/// The path of a new application.
async fn applied(app: &App) -> String {
    let reference = Applicant::new(app).submit(&form()).await.json()["reference"].clone();
    let id = app
        .database
        .column(&format!("select id from applications where reference = '{}'", reference.as_str().unwrap()));
    format!("/applications/{}", id.unwrap().remove(0))
}

#[actix_web::test]
async fn whoever_reviews_applications_alone_reads_their_answers_in_words() {
    let app = start().await;
    let nia = reviewer(&app, RoleSight::Nobody, &[]);
    for path in ["/code-lists/referral_source", "/code-lists/gender", "/custom-fields"] {
        let read = nia.get(path).await;
        assert_eq!(read.status, 200, "{path} {}", read.text());
    }
    assert_eq!(nia.get("/clients").await.status, 403);
}

#[actix_web::test]
async fn what_whoever_sees_no_clients_begins_and_filters_is_kept() {
    let app = start().await;
    let (path, nia) = (applied(&app).await, reviewer(&app, RoleSight::Nobody, &[]));
    let draft = path.replace("/applications/", "/me/drafts/decline-");
    let begun = json!({ "fields": { "/reason": "Lives in Oakland" } });
    assert_eq!(nia.put(&draft, begun.clone()).await.status, 204);
    assert_eq!(nia.get(&draft).await.json()["fields"], begun["fields"]);
    assert_eq!(nia.delete(&draft).await.status, 204);
    let view = json!({ "list": "applications", "name": "New", "query": "status=new" });
    let saved = nia.post("/me/views", view).await;
    assert_eq!(saved.status, 201, "{}", saved.text());
    assert_eq!(nia.get("/me/views").await.json()[0]["name"], "New");
    let view = format!("/me/views/{}", saved.json()["id"].as_str().unwrap());
    assert_eq!(nia.delete(&view).await.status, 204);
}

/// Who is assigned to the client of an application that somebody accepts.
async fn assigned(app: &App, reviewer: &Visitor) -> Vec<String> {
    let path = applied(app).await;
    let version = reviewer.get(&path).await.version();
    let accepted = reviewer.post_on(&format!("{path}/acceptance"), version, Value::Null).await;
    assert_eq!(accepted.status, 201, "{}", accepted.text());
    let client = accepted.json()["id"].as_str().unwrap().to_owned();
    let names = "select users.name from assignments join users on users.id = user_id";
    app.database.column(&format!("{names} where assignments.client_id = '{client}'")).unwrap()
}

#[actix_web::test]
async fn a_reviewer_who_sees_no_clients_works_with_none() {
    let app = start().await;
    assert!(assigned(&app, &reviewer(&app, RoleSight::Nobody, &[])).await.is_empty());
    let app = start().await;
    assert!(assigned(&app, &reviewer(&app, RoleSight::Everyone, &[])).await.is_empty());
    let app = start().await;
    assert_eq!(assigned(&app, &reviewer(&app, RoleSight::Caseload, &[SeeClients])).await, ["Nia"]);
}

#[actix_web::test]
async fn whoever_assigns_staff_finds_the_client_whom_nobody_has() {
    let app = start().await;
    let nia = reviewer(&app, RoleSight::Nobody, &[]);
    let path = applied(&app).await;
    let version = nia.get(&path).await.version();
    let accepted = nia.post_on(&format!("{path}/acceptance"), version, Value::Null).await.json();
    let client = format!("/clients/{}", accepted["id"].as_str().unwrap());
    assert_eq!(nia.get(&client).await.status, 403);
    let (cora, casey) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Casey).unwrap());
    let body = json!({ "user_id": app.user(Cast::Casey).unwrap() });
    assert_eq!(cora.post(&format!("{client}/assignments"), body).await.status, 201);
    assert_eq!(casey.get(&client).await.status, 200);
}
