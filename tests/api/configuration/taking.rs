//! Two who write at once, of whom one at least takes a file.

use std::time::Duration;

use actix_web::rt::time::sleep;
use serde_json::{Value, json};
use testkit::{App, Cast};

use super::{agency, exported, import, previewed, without_its_day};

async fn both_take(app: &App, file: Value) -> [u16; 2] {
    let ada = app.sign_in(Cast::Ada).unwrap();
    let version = previewed(&ada, &file).await.version;
    let (first, second) = futures_util::join!(import(&ada, &file, &version), import(&ada, &file, &version));
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    statuses
}

#[actix_web::test]
async fn of_two_at_once_one_takes_the_file() {
    let app = agency().await;
    let file = json!({ "format": 1, "settings": { "session_hours": 6 } });
    assert_eq!(both_take(&app, file).await, [200, 409]);
}

/// Both would add the same, which a key of the database keeps from the second one.
#[actix_web::test]
async fn of_two_who_add_the_same_one_takes_the_file() {
    let app = agency().await;
    for file in [
        json!({ "departments": [{ "name": "Housing" }] }),
        json!({ "programs": [{ "name": "Shelter" }] }),
        json!({ "note_templates": [{ "kind": "training", "name": "Last day", "text": "How it went:" }] }),
        json!({ "code_lists": { "neighborhood": [{ "code": "dogpatch_2", "labels": { "en": "Dogpatch" } }] } }),
        json!({ "roles": [{ "name": "Door keeper", "sight": "caseload", "permissions": ["see_clients"] }] }),
    ] {
        let mut whole = json!({ "format": 1 });
        whole.as_object_mut().unwrap().extend(file.as_object().unwrap().clone());
        assert_eq!(both_take(&app, whole).await, [200, 409], "{file}");
    }
}

/// What somebody adds on a page while a file is being taken is not there when the file is compared, and is when it is
/// written.
#[actix_web::test]
async fn a_page_that_adds_the_same_meanwhile_is_a_conflict() {
    let app = agency().await;
    let ada = app.sign_in(Cast::Ada).unwrap();
    let before = exported(&ada).await;
    let file = json!({ "format": 1, "settings": { "session_hours": 6 }, "departments": [{ "name": "Housing" }],
        "programs": [{ "name": "Shelter", "department": "Housing" }] });
    let version = previewed(&ada, &file).await.version;
    let page = app.database.begun(
        "select begin_as('job', null, 'departments.add', null, null); \
         insert into departments (id, name) values (gen_random_uuid(), 'housing')",
    );
    let page = page.unwrap();
    let taking = actix_web::rt::spawn(async move { import(&ada, &file, &version).await });
    for _ in 0..200 {
        if app.database.somebody_waits().unwrap() {
            break;
        }
        sleep(Duration::from_millis(20)).await;
    }
    page.keep().unwrap();
    let refused = taking.await.unwrap();
    assert_eq!((refused.status, refused.code()), (409, "conflict".to_owned()), "{}", refused.text());
    let mut after = exported(&app.sign_in(Cast::Ada).unwrap()).await;
    let departments = after["departments"].as_array_mut().unwrap();
    departments.retain(|one| one["name"] != "housing");
    assert_eq!(without_its_day(after), without_its_day(before), "nothing of the file was taken");
}
