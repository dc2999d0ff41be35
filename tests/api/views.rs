//! Facts about one's own filters of lists.

use serde_json::{Value, json};
use testkit::{App, Cast};

fn view(name: &str, query: &str) -> Value {
    json!({ "list": "clients", "name": name, "query": query })
}

fn names(all: &Value) -> Vec<&str> {
    all.as_array().unwrap().iter().map(|view| view["name"].as_str().unwrap()).collect()
}

#[actix_web::test]
async fn a_view_is_kept_for_oneself_and_its_list() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let kept = casey.post("/me/views", view("Looking for work", "stage=job_placement")).await;
    assert_eq!(kept.status, 201, "{}", kept.text());
    assert_eq!(names(&casey.get("/me/views?list=clients").await.json()), ["Looking for work"]);
    assert_eq!(casey.get("/me/views?list=applications").await.json(), json!([]));
    assert_eq!(app.sign_in(Cast::Cole).unwrap().get("/me/views").await.json(), json!([]));
}

#[actix_web::test]
async fn every_list_that_has_filters_keeps_views() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    for list in domain::views::List::ALL {
        let view = json!({ "list": list.code(), "name": "Mine", "query": "state=active" });
        let kept = ada.post("/me/views", view).await;
        assert_eq!(kept.status, 201, "{} {}", list.code(), kept.text());
        assert_eq!(names(&ada.get(&format!("/me/views?list={}", list.code())).await.json()), ["Mine"]);
    }
    let unknown = json!({ "list": "weather", "name": "Mine", "query": "" });
    assert_eq!(ada.post("/me/views", unknown).await.status, 422);
}

#[actix_web::test]
async fn one_of_the_same_name_takes_its_place() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let first = casey.post("/me/views", view("Mine", "status=active")).await.json();
    let second = casey.post("/me/views", view(" Mine ", "status=closed")).await.json();
    assert_eq!(first["id"], second["id"]);
    let all = casey.get("/me/views").await.json();
    assert_eq!((names(&all), &all[0]["query"]), (vec!["Mine"], &json!("status=closed")));
}

#[actix_web::test]
async fn nobody_takes_away_anothers() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let kept = casey.post("/me/views", view("Mine", "")).await.json();
    let path = format!("/me/views/{}", kept["id"].as_str().unwrap());
    assert_eq!(app.sign_in(Cast::Ada).unwrap().delete(&path).await.status, 404);
    assert_eq!(casey.delete(&path).await.status, 204);
    assert_eq!(casey.get("/me/views").await.json(), json!([]));
}

#[actix_web::test]
async fn there_is_room_for_twelve() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    for number in 0..12 {
        assert_eq!(casey.post("/me/views", view(&format!("View {number}"), "")).await.status, 201);
    }
    let full = casey.post("/me/views", view("One more", "")).await;
    assert_eq!((full.status, full.fields()), (422, vec!["/name too_many_views".to_owned()]));
    assert_eq!(casey.post("/me/views", view("View 3", "q=x")).await.status, 201);
}

#[actix_web::test]
async fn a_name_and_a_query_are_what_they_say() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    for (name, query, field) in
        [("", "", "/name required"), ("Mine", "https://example.org/?<b>", "/query code")]
    {
        let refused = casey.post("/me/views", view(name, query)).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![field.to_owned()]));
    }
}
