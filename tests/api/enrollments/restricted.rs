//! Restrictions as a gate.

use domain::{
    permission::Permission::{Enroll, SeeClientDetails, SeeClients, SeeEnrollments, SeePrograms},
    roles::RoleSight,
};
use serde_json::{Value, json};
use testkit::{App, Cast, Served, Visitor};

use super::{approve, correct, day, draft, enroll, enrolled, program};

/// Wei is restricted from one day to another.
pub async fn restrict(app: &App, cora: &Visitor, reach: Value, days: (i32, Option<i32>)) -> Value {
    let body = json!({
        "reach": reach, "start_date": day(app, days.0), "end_date": days.1.map(|end| day(app, end)),
        "reason": "Threats at the front desk",
    });
    let path = format!("/clients/{}/restrictions", app.client(Served::Wei).unwrap());
    let made = cora.post(&path, body).await;
    assert_eq!(made.status, 201, "{}", made.text());
    made.json()
}

pub fn everywhere() -> Value {
    json!({ "scope": "organization" })
}

pub fn here(app: &App, place: usize) -> Value {
    json!({ "scope": "program", "program_id": program(app, place) })
}

#[actix_web::test]
async fn a_restriction_in_force_keeps_from_the_programs_that_it_covers() {
    for (place, days, status) in [
        (None, (-5, None), 422),
        (Some(1), (-5, Some(0)), 422),
        (Some(2), (-5, None), 201),
        (Some(1), (-5, Some(-1)), 201),
        // It comes into force while the person would be in the program.
        (None, (20, Some(30)), 422),
    ] {
        let app = App::start().await.unwrap();
        let cora = app.sign_in(Cast::Cora).unwrap();
        let reach = place.map_or_else(everywhere, |place| here(&app, place));
        restrict(&app, &cora, reach, days).await;
        let answer = enroll(&app, &cora, Served::Wei, draft(&app)).await;
        assert_eq!(answer.status, status, "{place:?} {days:?}: {}", answer.text());
        if status == 422 {
            assert_eq!(answer.fields(), ["/program_id restricted"]);
        }
    }
}

#[actix_web::test]
async fn who_is_out_before_it_begins_is_let_in_and_not_kept_longer() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    restrict(&app, &cora, everywhere(), (20, None)).await;
    let mut short = draft(&app);
    short["end_date"] = json!(day(&app, 19));
    let made = enroll(&app, &cora, Served::Wei, short).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let longer = json!({ "end_date": day(&app, 20), "reason": "One day more" });
    assert_eq!(correct(&cora, &made.json(), longer).await.fields(), ["/end_date restricted"]);
}

#[actix_web::test]
async fn who_is_in_already_stays_when_a_restriction_begins() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let made = enrolled(&app, &cora, Served::Wei).await;
    restrict(&app, &cora, everywhere(), (0, None)).await;
    assert_eq!(super::find(&cora, &made).await, made);
}

#[actix_web::test]
async fn a_lifted_restriction_keeps_nobody_out() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let made = restrict(&app, &cora, everywhere(), (-5, None)).await;
    let path = format!("/restrictions/{}/lifting", made["id"].as_str().unwrap());
    assert_eq!(cora.post_on(&path, 1, json!({ "reason": "Served" })).await.status, 200);
    assert_eq!(enroll(&app, &cora, Served::Wei, draft(&app)).await.status, 201);
}

#[actix_web::test]
async fn approving_looks_at_restrictions_of_that_moment() {
    let app = App::start().await.unwrap();
    let (cora, max) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Max).unwrap());
    let change = enroll(&app, &max, Served::Wei, draft(&app)).await;
    assert_eq!(change.status, 202, "{}", change.text());
    restrict(&app, &cora, everywhere(), (0, None)).await;
    assert_eq!(approve(&cora, &change.json()).await.fields(), ["/program_id restricted"]);
}

#[actix_web::test]
async fn who_may_know_why_is_told_and_the_front_desk_is_sent_to_a_supervisor() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    restrict(&app, &cora, everywhere(), (-5, Some(9))).await;
    let told = enroll(&app, &cora, Served::Wei, draft(&app)).await;
    let params = &told.json()["errors"][0]["params"];
    assert_eq!(
        (&params["reason"], &params["until"]),
        (&json!("Threats at the front desk"), &json!(day(&app, 9)))
    );
    let all = [SeeClients, SeeClientDetails, SeeEnrollments, SeePrograms, Enroll];
    let desk = app.colleague("Dee", RoleSight::Everyone, &all).unwrap();
    let sent = enroll(&app, &desk, Served::Wei, draft(&app)).await;
    assert_eq!((sent.status, sent.fields()), (422, vec!["/program_id restricted".to_owned()]));
    assert!(sent.json()["errors"][0].get("params").is_none(), "{}", sent.text());
    assert!(
        sent.text().contains("Speak to a supervisor") && !sent.text().contains("Threats"),
        "{}",
        sent.text()
    );
}
