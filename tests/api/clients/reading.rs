//! Facts about reading a record, and adding one.

use serde_json::{Value, json};
use testkit::{App, Cast, Served};

use super::{SSN, draft, record, with};

#[actix_web::test]
async fn a_record_is_read_as_it_was_written() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let made = cora.post("/clients", with(draft(), "ssn", json!(SSN))).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let found = cora.get(made.header("location").trim_start_matches("/api/v1")).await;
    assert_eq!((found.status, found.json()), (200, made.json()), "{}", found.text());
    for (field, expected) in draft().as_object().unwrap().iter().filter(|(field, _)| *field != "answers") {
        let read = &found.json()[field];
        let same = match expected {
            Value::Array(items) if items[0].is_object() => {
                items.iter().zip(read.as_array().unwrap()).all(|(item, read)| {
                    item.as_object().unwrap().iter().all(|(name, value)| read[name] == *value)
                })
            }
            other => other == read,
        };
        assert!(same, "{field}: {read}");
    }
    assert_eq!(found.json()["ssn_last_four"], "5462");
    assert_eq!((found.version(), &found.json()["stage"]), (1, &json!("intake")));
}

#[actix_web::test]
async fn a_case_manager_sees_whom_she_adds() {
    let app = App::start().await.unwrap();
    let made = app.sign_in(Cast::Casey).unwrap().post("/clients", draft()).await;
    let path = made.header("location").trim_start_matches("/api/v1").to_owned();
    assert_eq!(app.sign_in(Cast::Casey).unwrap().get(&path).await.status, 200);
    assert_eq!(app.sign_in(Cast::Otto).unwrap().get(&path).await.status, 404);
}

#[actix_web::test]
async fn a_person_with_one_name_is_a_client() {
    let app = App::start().await.unwrap();
    let made = app.sign_in(Cast::Cora).unwrap().post("/clients", json!({ "first_name": "Madonna" })).await;
    assert_eq!((made.status, made.json()["last_name"].as_str()), (201, Some("")), "{}", made.text());
}

#[actix_web::test]
async fn a_volunteer_sees_the_card_only() {
    let app = App::start().await.unwrap();
    let (_, card) = record(&app.sign_in(Cast::Vera).unwrap(), &app, Served::Maria).await;
    let card = card.json();
    assert_eq!(
        (card["first_name"].as_str(), card["contact_points"][0]["kind"].as_str()),
        (Some("María"), Some("phone"))
    );
    for hidden in [
        "date_of_birth",
        "status",
        "stage",
        "ssn_last_four",
        "aliases",
        "residency",
        "emergency_contact",
        "referral_source",
    ] {
        assert!(card.get(hidden).is_none(), "{hidden}");
        assert!(card["withheld"].as_array().unwrap().contains(&json!(hidden)), "{hidden}");
    }
}

#[actix_web::test]
async fn staff_see_the_details_without_the_last_four() {
    let app = App::start().await.unwrap();
    let (_, seen) = record(&app.sign_in(Cast::Stan).unwrap(), &app, Served::Maria).await;
    assert_eq!(seen.json()["date_of_birth"], "1990-02-28");
    assert_eq!(seen.json()["withheld"], json!(["ssn_last_four"]));
    let (_, seen) = record(&app.sign_in(Cast::Cole).unwrap(), &app, Served::Maria).await;
    assert_eq!((&seen.json()["ssn_last_four"], &seen.json()["withheld"]), (&json!("1234"), &json!([])));
}

#[actix_web::test]
async fn outside_the_caseload_there_is_nobody() {
    let app = App::start().await.unwrap();
    let otto = app.sign_in(Cast::Otto).unwrap();
    let (path, found) = record(&otto, &app, Served::Maria).await;
    assert_eq!(found.status, 404);
    for below in ["/demographics", "/timeline", "/enrollments", "/assignments", "/documents", "/restrictions"]
    {
        assert_eq!(otto.get(&format!("{path}{below}")).await.status, 404, "{below}");
    }
    assert_eq!(otto.patch(&path, 1, json!({ "first_name": "Eve" })).await.status, 404);
    assert_eq!(
        otto.post_on(&format!("{path}/stage-moves"), 1, json!({ "stage": "assessment" })).await.status,
        404
    );
    let list = otto.get("/clients?limit=100").await.json();
    assert_eq!((list["items"].as_array().unwrap().len(), &list["total"]["count"]), (1, &json!(1)));
    assert_eq!(otto.get("/clients/not-an-id").await.status, 404);
}

#[actix_web::test]
async fn what_the_page_shows_besides_is_there() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let path = format!("/clients/{}/enrollments", app.client(Served::Maria).unwrap());
    let enrolled = casey.get(&path).await.json();
    assert_eq!((&enrolled[0]["state"], enrolled.as_array().unwrap().len()), (&json!("current"), 1));
    let none = casey.get(&format!("/clients/{}/enrollments", app.client(Served::Sukarno).unwrap())).await;
    assert_eq!((none.status, none.json()), (200, json!([])));
    assert!(!casey.get("/programs").await.json().as_array().unwrap().is_empty());
    let colleagues = casey.get("/colleagues").await.json();
    let names: Vec<_> =
        colleagues.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"Otto Brandt") && !names.contains(&"Wendy Wu"), "{names:?}");
    let vera = app.sign_in(Cast::Vera).unwrap();
    for path in [path.as_str(), "/programs", "/colleagues", "/case-loads"] {
        assert_eq!(vera.get(path).await.status, 403, "{path}");
    }
}
