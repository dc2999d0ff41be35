//! Facts about who works with whom.

use serde_json::json;
use testkit::{App, Cast, Served, send};

#[actix_web::test]
async fn a_manager_assigns_and_the_new_one_sees_the_client() {
    let app = App::start().await.unwrap();
    let (max, otto) = (app.sign_in(Cast::Max).unwrap(), app.sign_in(Cast::Otto).unwrap());
    let maria = app.client(Served::Maria).unwrap();
    let path = format!("/clients/{maria}/assignments");
    assert_eq!(otto.get(&format!("/clients/{maria}")).await.status, 404);
    let body = json!({ "user_id": app.user(Cast::Otto).unwrap() });
    let made = max.post(&path, body.clone()).await;
    assert_eq!((made.status, made.json()["user"].as_str()), (201, Some("Otto Brandt")), "{}", made.text());
    assert_eq!(otto.get(&format!("/clients/{maria}")).await.status, 200);
    assert_eq!(max.post(&path, body).await.status, 409, "twice");
    let ending = format!("{path}/{}/ending", made.json()["id"].as_str().unwrap());
    let ended = max.post(&ending, json!({})).await;
    assert_eq!(ended.status, 200, "{}", ended.text());
    assert!(ended.json()["ended_at"].is_string());
    assert_eq!(otto.get(&format!("/clients/{maria}")).await.status, 404);
    assert_eq!(max.post(&ending, json!({})).await.status, 409, "ended already");
    assert_eq!(max.get(&path).await.json().as_array().unwrap().len(), 5, "the history keeps it");
}

#[actix_web::test]
async fn of_two_who_assign_at_once_one_does() {
    let app = App::start().await.unwrap();
    let max = app.sign_in(Cast::Max).unwrap();
    let path = format!("/clients/{}/assignments", app.client(Served::Wei).unwrap());
    let body = json!({ "user_id": app.user(Cast::Otto).unwrap() });
    let tries = (0..6).map(|_| {
        let request = max.request("POST".parse().unwrap(), &path).json(&body);
        actix_web::rt::spawn(async move { send(request).await.status })
    });
    let mut statuses = Vec::new();
    for one in tries.collect::<Vec<_>>() {
        statuses.push(one.await.unwrap());
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409, 409, 409, 409, 409]);
}

#[actix_web::test]
async fn an_assignment_of_another_client_is_not_found() {
    let app = App::start().await.unwrap();
    let max = app.sign_in(Cast::Max).unwrap();
    let (maria, wei) = (app.client(Served::Maria).unwrap(), app.client(Served::Wei).unwrap());
    let of_maria = max.get(&format!("/clients/{maria}/assignments")).await.json()[0]["id"].clone();
    let crossed = max
        .post(&format!("/clients/{wei}/assignments/{}/ending", of_maria.as_str().unwrap()), json!({}))
        .await;
    assert_eq!(crossed.status, 404);
}

#[actix_web::test]
async fn others_propose_or_may_not() {
    let app = App::start().await.unwrap();
    let path = format!("/clients/{}/assignments", app.client(Served::Maria).unwrap());
    let body = json!({ "user_id": app.user(Cast::Otto).unwrap() });
    assert_eq!(app.sign_in(Cast::Lena).unwrap().post(&path, body.clone()).await.status, 202);
    for who in [Cast::Casey, Cast::Stan, Cast::Vera, Cast::Ana] {
        assert_eq!(app.sign_in(who).unwrap().post(&path, body.clone()).await.status, 403, "{who:?}");
    }
    let nobody = json!({ "user_id": "0190a000-0000-7000-8000-000000000000" });
    assert_eq!(app.sign_in(Cast::Max).unwrap().post(&path, nobody).await.fields(), ["/user_id unknown"]);
}

#[actix_web::test]
async fn only_staff_who_work_with_clients_are_assigned() {
    let app = App::start().await.unwrap();
    let max = app.sign_in(Cast::Max).unwrap();
    let path = format!("/clients/{}/assignments", app.client(Served::Maria).unwrap());
    for who in [Cast::Rita, Cast::Hana, Cast::Emil, Cast::Wendy] {
        let refused = max.post(&path, json!({ "user_id": app.user(who).unwrap() })).await;
        assert_eq!((refused.status, refused.fields()), (422, vec!["/user_id unknown".to_owned()]), "{who:?}");
        let inbox = app.sign_in(who).unwrap().get("/notifications").await;
        assert!(!inbox.text().contains("client_assigned"), "{who:?}");
    }
}

#[actix_web::test]
async fn case_loads_count_what_each_carries() {
    let app = App::start().await.unwrap();
    let loads = app.sign_in(Cast::Max).unwrap().get("/case-loads").await.json();
    let of = |name: &str| {
        loads.as_array().unwrap().iter().find(|load| load["user"] == name).unwrap()["clients"].clone()
    };
    assert_eq!((of("Otto Brandt"), of("Ana Reyes")), (json!(1), json!(0)));
    for who in [Cast::Casey, Cast::Vera] {
        assert_eq!(app.sign_in(who).unwrap().get("/case-loads").await.status, 403, "{who:?}");
    }
}
