//! How many fit, and who may go over it.

use serde_json::{Value, json};
use testkit::{Answer, App, Cast, Served, Visitor};

use super::{approve, correct, day, draft, enroll, enrolled, program, verb};

pub async fn fits(app: &App, cora: &Visitor, places: i32, from: i32) {
    let body = json!({ "capacity": places, "effective_from": day(app, from) });
    let set = cora.post(&format!("/programs/{}/capacities", program(app, 1)), body).await;
    assert_eq!(set.status, 201, "{}", set.text());
}

fn figures(refused: &Answer) -> (u16, Value, Value, Value) {
    let error = refused.json()["errors"][0].clone();
    let param = |name: &str| error["params"][name].clone();
    assert_eq!(error["code"], "full", "{}", refused.text());
    (refused.status, param("taken"), param("capacity"), param("on"))
}

fn overriding(app: &App) -> Value {
    let mut body = draft(app);
    body["override_reason"] = json!("Her brother is in it, and they come together");
    body
}

#[actix_web::test]
async fn a_full_program_says_how_many_of_how_many() {
    let app = App::start().await.unwrap();
    let (cora, casey) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Casey).unwrap());
    fits(&app, &cora, 1, 0).await;
    enrolled(&app, &cora, Served::Wei).await;
    let refused = enroll(&app, &casey, Served::Sukarno, draft(&app)).await;
    assert_eq!(figures(&refused), (422, json!(1), json!(1), json!(day(&app, 0))));
    assert!(refused.json()["detail"].as_str().unwrap().starts_with("1 of 1 places are taken"));
}

#[actix_web::test]
async fn going_over_capacity_takes_the_permission_and_a_reason() {
    let app = App::start().await.unwrap();
    let (cora, casey) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Casey).unwrap());
    fits(&app, &cora, 0, 0).await;
    let forbidden = enroll(&app, &casey, Served::Sukarno, overriding(&app)).await;
    assert_eq!(forbidden.status, 403);
    assert!(forbidden.text().contains("override_capacity"), "{}", forbidden.text());
    assert_eq!(figures(&enroll(&app, &cora, Served::Sukarno, draft(&app)).await).0, 422);
    let made = enroll(&app, &cora, Served::Sukarno, overriding(&app)).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let reason = "Her brother is in it, and they come together";
    assert_eq!(made.json()["override_reason"], reason);
    let audit =
        "select distinct reason from audit where operation = 'enrollments.create' and action = 'create'";
    assert_eq!(app.database.column(audit).unwrap(), [reason]);
}

#[actix_web::test]
async fn a_reason_that_was_not_needed_is_not_kept() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let made = enroll(&app, &cora, Served::Sukarno, overriding(&app)).await;
    assert_eq!((made.status, &made.json()["override_reason"]), (201, &Value::Null));
}

#[actix_web::test]
async fn a_manager_proposes_to_go_over_and_the_reviewer_decides() {
    let app = App::start().await.unwrap();
    let (cora, max) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Max).unwrap());
    fits(&app, &cora, 0, 0).await;
    let change = enroll(&app, &max, Served::Sukarno, overriding(&app)).await;
    assert_eq!(change.status, 202, "{}", change.text());
    let approved = approve(&cora, &change.json()).await;
    assert_eq!(approved.status, 200, "{}", approved.text());
}

#[actix_web::test]
async fn approving_a_proposal_looks_at_the_capacity_of_that_moment() {
    let app = App::start().await.unwrap();
    let (cora, max) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Max).unwrap());
    fits(&app, &cora, 1, 0).await;
    let change = enroll(&app, &max, Served::Sukarno, draft(&app)).await;
    assert_eq!(change.status, 202, "{}", change.text());
    enrolled(&app, &cora, Served::Wei).await;
    let refused = approve(&cora, &change.json()).await;
    assert_eq!(figures(&refused), (422, json!(1), json!(1), json!(day(&app, 0))));
    let state = cora.get(&format!("/changes/{}", change.json()["id"].as_str().unwrap())).await.json();
    assert_eq!(state["status"], "pending");
}

#[actix_web::test]
async fn the_capacity_of_a_later_day_counts_and_so_does_who_comes_later() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    fits(&app, &cora, 2, 0).await;
    fits(&app, &cora, 1, 30).await;
    enrolled(&app, &cora, Served::Wei).await;
    let refused = enroll(&app, &cora, Served::Olena, draft(&app)).await;
    assert_eq!(figures(&refused), (422, json!(1), json!(1), json!(day(&app, 30))));
    let mut until = draft(&app);
    until["end_date"] = json!(day(&app, 29));
    assert_eq!(enroll(&app, &cora, Served::Olena, until.clone()).await.status, 201);
    // Two are in it until then; somebody who comes in ten days does not fit either.
    until["start_date"] = json!(day(&app, 10));
    let refused = enroll(&app, &cora, Served::Hubert, until).await;
    assert_eq!(figures(&refused), (422, json!(2), json!(2), json!(day(&app, 10))));
}

#[actix_web::test]
async fn days_that_a_correction_adds_have_to_be_free() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let made = enrolled(&app, &cora, Served::Wei).await;
    let body = json!({ "end_date": day(&app, 5), "reason": "completed" });
    let ended = verb(&cora, &made, "discharge", body).await.json();
    fits(&app, &cora, 1, 0).await;
    let mut later = draft(&app);
    later["start_date"] = json!(day(&app, 6));
    assert_eq!(enroll(&app, &cora, Served::Olena, later).await.status, 201);
    let longer = json!({ "end_date": day(&app, 6), "reason": "A slip" });
    let refused = correct(&cora, &ended, longer).await;
    assert_eq!(figures(&refused), (422, json!(1), json!(1), json!(day(&app, 6))));
    let shorter = json!({ "end_date": day(&app, 4), "reason": "A slip" });
    assert_eq!(correct(&cora, &ended, shorter).await.status, 200);
}

#[actix_web::test]
async fn the_places_taken_are_told_by_the_day_and_count_everybody() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    fits(&app, &cora, 2, 0).await;
    let made = enrolled(&app, &cora, Served::Wei).await;
    let body = json!({ "end_date": day(&app, 5), "reason": "completed" });
    assert_eq!(verb(&cora, &made, "discharge", body).await.status, 200);
    let path = format!("/programs/{}/occupancy?from={}&to={}", program(&app, 1), day(&app, -9), day(&app, 9));
    let expected = json!([
        { "day": day(&app, -9), "taken": 0, "capacity": null },
        { "day": day(&app, 0), "taken": 1, "capacity": 2 },
        { "day": day(&app, 6), "taken": 0, "capacity": 2 },
    ]);
    // Otto sees none of these people.
    for who in [Cast::Cora, Cast::Otto] {
        assert_eq!(app.sign_in(who).unwrap().get(&path).await.json(), expected);
    }
    let wrong = format!("/programs/{}/occupancy?from={}&to={}", program(&app, 1), day(&app, 9), day(&app, 0));
    assert_eq!(cora.get(&wrong).await.fields(), ["/to before_start"]);
}
