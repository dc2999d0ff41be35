//! Facts about departments.

use domain::departments::Department;
use serde_json::{Value, json};
use testkit::{Answer, App, Cast, Visitor};

async fn all(who: &Visitor) -> Vec<Department> {
    who.get("/departments").await.read()
}

async fn remove(who: &Visitor, id: &Value, version: i64) -> Answer {
    let request = who.request("DELETE".parse().unwrap(), &format!("/departments/{}", id.as_str().unwrap()));
    testkit::send(request.header("if-match", format!("\"{version}\""))).await
}

#[actix_web::test]
async fn a_department_is_added_renamed_and_given_an_owner() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let made = cora.post("/departments", json!({ "name": "Housing" })).await;
    assert_eq!((made.status, made.version()), (201, 1), "{}", made.text());
    let path = format!("/departments/{}", made.json()["id"].as_str().unwrap());
    let owner = app.user(Cast::Max).unwrap();
    let body = json!({ "name": "Housing and shelter", "owner_id": owner });
    let changed = cora.patch(&path, 1, body).await;
    assert_eq!((changed.status, changed.json()["owner_name"].is_string()), (200, true), "{}", changed.text());
    assert!(
        all(&cora).await.iter().any(|one| one.name == "Housing and shelter" && one.owner_id == Some(owner))
    );
    assert_eq!(cora.patch(&path, 1, json!({ "name": "Late" })).await.code(), "stale_version");
    assert!(cora.patch(&path, 2, json!({ "owner_id": null })).await.json()["owner_id"].is_null());
}

#[actix_web::test]
async fn a_name_is_taken_in_capitals_too() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let name = all(&cora).await[0].name.to_uppercase();
    let refused = cora.post("/departments", json!({ "name": name })).await;
    assert_eq!((refused.status, refused.fields()), (422, vec!["/name taken".to_owned()]));
    let nobody = json!({ "name": "New", "owner_id": "0190a000-0000-7000-8000-000000000000" });
    assert_eq!(cora.post("/departments", nobody).await.fields(), ["/owner_id unknown"]);
}

#[actix_web::test]
async fn only_an_empty_department_is_deleted() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let full = all(&cora).await.into_iter().find(|one| one.programs > 0).unwrap();
    let refused = remove(&cora, &json!(full.id), i64::from(full.version)).await;
    assert_eq!((refused.status, refused.code()), (409, "conflict".to_owned()));
    assert!(refused.text().contains("programs"), "{}", refused.text());
    let made = cora.post("/departments", json!({ "name": "Housing" })).await;
    assert_eq!(remove(&cora, &made.json()["id"], 1).await.status, 204);
    let deleted = "select count(*) from audit where operation = 'departments.remove' and action = 'delete'";
    assert_eq!(app.database.column(deleted).unwrap(), ["1"]);
}

#[actix_web::test]
async fn who_sees_programs_sees_departments_and_few_change_them() {
    let app = App::start().await.unwrap();
    for (person, reads) in [(Cast::Casey, 200), (Cast::Ana, 200), (Cast::Vera, 403)] {
        let visitor = app.sign_in(person).unwrap();
        assert_eq!(visitor.get("/departments").await.status, reads, "{person:?}");
        assert_eq!(visitor.post("/departments", json!({ "name": "Mine" })).await.status, 403, "{person:?}");
    }
}

#[actix_web::test]
async fn who_has_a_role_of_the_portal_alone_is_no_colleague_and_owns_nothing() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let id = "0190a000-0000-7000-8000-00000000e001";
    let write = |statements: &str| {
        let begun = "select begin_as('job', null, 'test', null, null)";
        app.database.run(&format!("begin; {begun}; {statements}; commit")).unwrap();
    };
    write(&format!(
        "insert into users (id, name, email) values ('{id}', 'Pia Portal', 'pia@example.org'); \
         insert into user_roles (user_id, role) values ('{id}', 'wble_participant')"
    ));
    let is_listed = async || cora.get("/colleagues").await.text().contains("Pia Portal");
    assert!(!is_listed().await);
    let refused = cora.post("/departments", json!({ "name": "Housing", "owner_id": id })).await;
    assert_eq!(refused.fields(), ["/owner_id unknown"]);
    write(&format!("insert into user_roles (user_id, role) values ('{id}', 'staff')"));
    assert!(is_listed().await, "who works here too is a colleague");
    let made = cora.post("/departments", json!({ "name": "Housing", "owner_id": id })).await;
    assert_eq!(made.status, 201, "{}", made.text());
}
