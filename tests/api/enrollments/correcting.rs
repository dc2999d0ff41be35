//! Correcting dates: which days are looked at, and who may go over capacity on them.

use serde_json::{Value, json};
use testkit::{App, Cast, Served};

use super::{approve, capacity::fits, correct, day, draft, enroll, enrolled, find, verb};

fn from_to(app: &App, first: i32, last: i32) -> Value {
    json!({ "start_date": day(app, first), "end_date": day(app, last), "reason": "It was another course" })
}

fn stay(app: &App, first: i32, last: i32) -> Value {
    let mut body = draft(app);
    (body["start_date"], body["end_date"]) = (json!(day(app, first)), json!(day(app, last)));
    body
}

#[actix_web::test]
async fn a_stay_that_is_moved_needs_no_place_on_the_days_between() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    fits(&app, &cora, 1, 0).await;
    let made = enroll(&app, &cora, Served::Wei, stay(&app, 1, 10)).await.json();
    assert_eq!(enroll(&app, &cora, Served::Olena, stay(&app, 12, 18)).await.status, 201);
    let moved = correct(&cora, &made, from_to(&app, 20, 30)).await;
    assert_eq!(moved.status, 200, "{}", moved.text());
    let back = correct(&cora, &moved.json(), from_to(&app, 1, 10)).await;
    assert_eq!(back.status, 200, "{}", back.text());
    let onto = correct(&cora, &back.json(), from_to(&app, 18, 20)).await;
    assert_eq!((onto.status, onto.fields()), (422, vec!["/end_date full".to_owned()]));
    assert_eq!(onto.json()["errors"][0]["params"]["on"], day(&app, 18));
}

#[actix_web::test]
async fn both_dates_are_shifted_at_once_and_intake_and_discharge_with_them() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let mut body = draft(&app);
    body["start_date"] = json!(day(&app, -20));
    let made = enroll(&app, &cora, Served::Wei, body).await.json();
    let ended = json!({ "end_date": day(&app, -10), "reason": "completed", "comment": "With a certificate" });
    let ended = verb(&cora, &made, "discharge", ended).await.json();
    // Neither day of before is among those of now.
    let shifted = correct(&cora, &ended, from_to(&app, -9, -2)).await;
    assert_eq!(shifted.status, 200, "{}", shifted.text());
    assert_eq!(shifted.json()["discharge"], ended["discharge"]);
    let days = "select concat_ws(' ', intake_date - today(), discharge_date - today(), start_date - today(), \
                end_date - today()) from enrollments join intakes on intakes.enrollment_id = enrollments.id \
                join discharges on discharges.enrollment_id = enrollments.id where comment = 'With a certificate'";
    assert_eq!(app.database.column(days).unwrap(), ["-9 -2 -9 -2"]);
}

#[actix_web::test]
async fn going_over_capacity_by_a_correction_takes_the_permission_and_a_reason() {
    let app = App::start().await.unwrap();
    let (cora, casey) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Casey).unwrap());
    let made = enroll(&app, &cora, Served::Sukarno, stay(&app, 0, 5)).await.json();
    fits(&app, &cora, 0, 6).await;
    let longer = |days, why: Option<&str>| {
        let mut body = json!({ "end_date": day(&app, days), "reason": "The course is longer" });
        if let Some(why) = why {
            body["override_reason"] = json!(why);
        }
        body
    };
    let shorter = correct(&cora, &made, longer(4, Some("Nobody else comes"))).await.json();
    assert_eq!(shorter["override_reason"], Value::Null, "it was not needed");
    assert_eq!(correct(&casey, &shorter, longer(9, None)).await.fields(), ["/end_date full"]);
    let forbidden = correct(&casey, &shorter, longer(9, Some("Nobody else comes"))).await;
    assert_eq!(forbidden.status, 403);
    assert!(forbidden.text().contains("override_capacity"), "{}", forbidden.text());
    let over = correct(&cora, &shorter, longer(9, Some("Nobody else comes"))).await;
    assert_eq!(
        (over.status, &over.json()["override_reason"]),
        (200, &json!("Nobody else comes")),
        "{}",
        over.text()
    );
    assert_eq!(find(&cora, &made).await, over.json());
    let why = "select distinct entity || ', ' || action || ': ' || coalesce(reason, '') from audit \
               where operation = 'enrollments.correct' and action <> 'refuse' order by 1";
    assert_eq!(app.database.column(why).unwrap(), ["enrollments, update: The course is longer"]);
}

#[actix_web::test]
async fn a_manager_proposes_a_correction_over_capacity_and_the_reviewer_decides() {
    let app = App::start().await.unwrap();
    let (cora, max) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Max).unwrap());
    let made = enroll(&app, &cora, Served::Wei, stay(&app, 0, 5)).await.json();
    fits(&app, &cora, 0, 6).await;
    let mut body = from_to(&app, 0, 9);
    body["override_reason"] = json!("Nobody else comes");
    let change = correct(&max, &made, body).await;
    assert_eq!(change.status, 202, "{}", change.text());
    let approved = approve(&cora, &change.json()).await;
    assert_eq!(approved.status, 200, "{}", approved.text());
    assert_eq!(find(&cora, &made).await["override_reason"], "Nobody else comes");
}

#[actix_web::test]
async fn the_database_itself_refuses_a_stay_that_ends_before_it_begins() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let made = enrolled(&app, &cora, Served::Wei).await;
    let ending = |on: &str| {
        format!(
            "begin; select begin_as('job', null, 'test', null, null); \
             update enrollments set end_date = {on} where id = {}; commit",
            made["id"].to_string().replace('"', "'")
        )
    };
    let refused = app.database.run(&ending("start_date - 1")).unwrap_err().to_string();
    assert!(refused.contains("enrollments_check"), "{refused}");
    app.database.run(&ending("start_date")).unwrap();
}
