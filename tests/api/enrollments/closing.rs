//! A record that is closed waits for no place any more.

use serde_json::{Value, json};
use testkit::{App, Cast, Served, Visitor};

use super::{
    capacity::fits,
    draft, enroll,
    waitlist::{names, offered, wait},
};

/// The one place is offered to Wei, and Olena waits behind him.
async fn two_wait(app: &App, cora: &Visitor) {
    fits(app, cora, 1, 0).await;
    wait(app, cora, &[Served::Wei, Served::Olena]).await;
    offered(app, cora).await;
}

async fn entry(app: &App, cora: &Visitor) -> Value {
    cora.get(&format!("/clients/{}/waitlist", app.client(Served::Wei).unwrap())).await.json()[0].clone()
}

#[actix_web::test]
async fn closing_a_record_takes_the_person_off_every_list_and_gives_the_place_back() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    two_wait(&app, &cora).await;
    assert_eq!(enroll(&app, &cora, Served::Olena, draft(&app)).await.fields(), ["/program_id full"]);
    let path = format!("/clients/{}", app.client(Served::Wei).unwrap());
    let version = cora.get(&path).await.version();
    assert_eq!(cora.patch(&path, version, json!({ "status": "closed" })).await.status, 200);
    assert_eq!(entry(&app, &cora).await["status"], "removed");
    assert_eq!(names(&app, &cora).await, [("Olena Kovalenko".to_owned(), "waiting".to_owned(), 1)]);
    let lines = "select operation || ' ' || action from audit where entity = 'waitlist_entries' \
                 order by seq desc limit 1";
    assert_eq!(app.database.column(lines).unwrap(), ["clients.update update"]);
    assert_eq!(enroll(&app, &cora, Served::Olena, draft(&app)).await.status, 201);
}

#[actix_web::test]
async fn closing_many_does_the_same_and_taking_it_back_gives_them_their_place_in_the_order() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    two_wait(&app, &cora).await;
    let id = app.client(Served::Wei).unwrap();
    let version = cora.get(&format!("/clients/{id}")).await.version();
    let body = json!({
        "action": { "action": "set_status", "status": "closed" },
        "clients": [{ "id": id, "version": version }],
    });
    let planned = cora.post("/bulk-changes", body).await;
    assert_eq!(planned.status, 201, "{}", planned.text());
    let bulk = format!("/bulk-changes/{}", planned.json()["id"].as_str().unwrap());
    assert_eq!(cora.post(&format!("{bulk}/run"), json!({})).await.status, 200);
    assert_eq!(entry(&app, &cora).await["status"], "removed");
    let back = cora.post(&format!("{bulk}/undoing"), json!({})).await;
    assert_eq!(back.status, 201, "{}", back.text());
    let waits = |name: &str, place| (name.to_owned(), "waiting".to_owned(), place);
    assert_eq!(names(&app, &cora).await, [waits("Wei Ng", 1), waits("Olena Kovalenko", 2)]);
}
