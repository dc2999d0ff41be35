//! Bypasses: a restriction that is set aside for a program, within limits.

use serde_json::{Value, json};
use testkit::{Answer, App, Cast, Served, Visitor};

use super::{
    correct, day, draft, enroll, program,
    restricted::{everywhere, here, restrict},
    verb,
};

/// For the second program, from one day to another.
async fn bypass(app: &App, who: &Visitor, on: &Value, days: (i32, i32), once: bool) -> Answer {
    let body = json!({
        "program_id": program(app, 1), "valid_from": day(app, days.0), "valid_until": day(app, days.1),
        "single_use": once, "reason": "He finished the anger management course",
    });
    who.post(&format!("/restrictions/{}/bypasses", on["id"].as_str().unwrap()), body).await
}

#[actix_web::test]
async fn a_bypass_lets_in_and_the_restriction_stays_in_force() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let restriction = restrict(&app, &cora, everywhere(), (-5, None)).await;
    let made = bypass(&app, &cora, &restriction, (0, 7), true).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let shown = made.json();
    assert_eq!((&shown["state"], &shown["bypasses"][0]["state"]), (&json!("active"), &json!("open")));
    let let_in = enroll(&app, &cora, Served::Wei, draft(&app)).await;
    assert_eq!(let_in.status, 201, "{}", let_in.text());
    let lines = "select string_agg(entity || ' ' || action, ', ' order by entity) from audit \
                 where operation = 'enrollments.create' group by xact";
    let audited = ["enrollments create, intakes create, restriction_bypasses update"];
    assert_eq!(app.database.column(lines).unwrap(), audited);
    let why = "select distinct reason from audit where operation = 'restrictions.bypass'";
    assert_eq!(app.database.column(why).unwrap(), ["He finished the anger management course"]);
    let elsewhere = json!({ "program_id": program(&app, 2), "start_date": day(&app, 0) });
    assert_eq!(enroll(&app, &cora, Served::Wei, elsewhere).await.fields(), ["/program_id restricted"]);
}

#[actix_web::test]
async fn what_is_for_once_lets_in_once_and_the_other_as_often_as_its_days_allow() {
    for (once, second) in [(true, 422), (false, 201)] {
        let app = App::start().await.unwrap();
        let cora = app.sign_in(Cast::Cora).unwrap();
        let restriction = restrict(&app, &cora, everywhere(), (-5, None)).await;
        assert_eq!(bypass(&app, &cora, &restriction, (0, 7), once).await.status, 201);
        let first = enroll(&app, &cora, Served::Wei, draft(&app)).await.json();
        let body = json!({ "end_date": day(&app, 0), "reason": "withdrew" });
        assert_eq!(verb(&cora, &first, "discharge", body).await.status, 200);
        let mut again = draft(&app);
        again["start_date"] = json!(day(&app, 1));
        assert_eq!(enroll(&app, &cora, Served::Wei, again).await.status, second, "{once}");
        let shown = cora.get(&format!("/restrictions/{}", restriction["id"].as_str().unwrap())).await.json();
        assert_eq!(shown["bypasses"][0]["state"], if once { "used" } else { "open" });
    }
}

/// Days that a correction adds are let in by a bypass as well, and use it up.
#[actix_web::test]
async fn a_correction_uses_a_bypass_up() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let mut short = draft(&app);
    short["end_date"] = json!(day(&app, 0));
    let made = enroll(&app, &cora, Served::Wei, short).await.json();
    let restriction = restrict(&app, &cora, everywhere(), (1, None)).await;
    let longer = |days| json!({ "end_date": day(&app, days), "reason": "The exam is later" });
    assert_eq!(correct(&cora, &made, longer(1)).await.fields(), ["/end_date restricted"]);
    assert_eq!(bypass(&app, &cora, &restriction, (0, 7), true).await.status, 201);
    let corrected = correct(&cora, &made, longer(1)).await;
    assert_eq!(corrected.status, 200, "{}", corrected.text());
    assert_eq!(correct(&cora, &corrected.json(), longer(2)).await.fields(), ["/end_date restricted"]);
}

/// The days between the old stay and the new one are nobody's.
#[actix_web::test]
async fn a_stay_that_is_moved_is_let_in_by_a_bypass_of_its_new_days() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let mut short = draft(&app);
    short["end_date"] = json!(day(&app, 0));
    let made = enroll(&app, &cora, Served::Wei, short).await.json();
    let restriction = restrict(&app, &cora, everywhere(), (1, None)).await;
    assert_eq!(bypass(&app, &cora, &restriction, (5, 7), true).await.status, 201);
    let body = json!({ "start_date": day(&app, 6), "end_date": day(&app, 9), "reason": "The next course" });
    let moved = correct(&cora, &made, body).await;
    assert_eq!(moved.status, 200, "{}", moved.text());
}

#[actix_web::test]
async fn what_is_for_once_lets_in_days_before_and_after_alike() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let mut short = draft(&app);
    (short["start_date"], short["end_date"]) = (json!(day(&app, 5)), json!(day(&app, 5)));
    let made = enroll(&app, &cora, Served::Wei, short).await.json();
    let restriction = restrict(&app, &cora, everywhere(), (0, None)).await;
    assert_eq!(bypass(&app, &cora, &restriction, (0, 7), true).await.status, 201);
    let body = json!({ "start_date": day(&app, 4), "end_date": day(&app, 6), "reason": "Three days" });
    let longer = correct(&cora, &made, body).await;
    assert_eq!(longer.status, 200, "{}", longer.text());
}

#[actix_web::test]
async fn an_enrollment_begins_within_the_days_of_the_bypass() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let restriction = restrict(&app, &cora, everywhere(), (-50, None)).await;
    assert_eq!(bypass(&app, &cora, &restriction, (2, 4), true).await.status, 201);
    for start in [-1, 1, 5] {
        let mut body = draft(&app);
        body["start_date"] = json!(day(&app, start));
        assert_eq!(
            enroll(&app, &cora, Served::Wei, body).await.fields(),
            ["/program_id restricted"],
            "{start}"
        );
    }
    let mut body = draft(&app);
    body["start_date"] = json!(day(&app, 4));
    assert_eq!(enroll(&app, &cora, Served::Wei, body).await.status, 201);
}

#[actix_web::test]
async fn a_bypass_that_expired_lets_nobody_in_on_a_day_gone_by() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let restriction = restrict(&app, &cora, everywhere(), (-50, None)).await;
    assert_eq!(bypass(&app, &cora, &restriction, (-5, 1), false).await.status, 201);
    crate::hard::tamper(&app, "update restriction_bypasses set valid_until = today() - 1");
    let mut body = draft(&app);
    body["start_date"] = json!(day(&app, -3));
    assert_eq!(enroll(&app, &cora, Served::Wei, body).await.fields(), ["/program_id restricted"]);
}

#[actix_web::test]
async fn a_bypass_is_ended_before_its_last_day() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let restriction = restrict(&app, &cora, here(&app, 1), (-5, None)).await;
    let made = bypass(&app, &cora, &restriction, (0, 7), false).await.json();
    let path = format!(
        "/restrictions/{}/bypasses/{}/ending",
        restriction["id"].as_str().unwrap(),
        made["bypasses"][0]["id"].as_str().unwrap()
    );
    let ended = cora.post(&path, json!({})).await;
    assert_eq!(
        (ended.status, &ended.json()["bypasses"][0]["state"]),
        (200, &json!("ended")),
        "{}",
        ended.text()
    );
    assert_eq!(enroll(&app, &cora, Served::Wei, draft(&app)).await.fields(), ["/program_id restricted"]);
    assert_eq!(cora.post(&path, json!({})).await.status, 409);
}

#[actix_web::test]
async fn a_bypass_is_given_by_coordinators_and_within_limits() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let restriction = restrict(&app, &cora, here(&app, 2), (-5, None)).await;
    for who in [Cast::Casey, Cast::Max, Cast::Lena, Cast::Stan] {
        let who = app.sign_in(who).unwrap();
        assert_eq!(bypass(&app, &who, &restriction, (0, 7), true).await.status, 403);
    }
    assert_eq!(
        bypass(&app, &cora, &restriction, (0, 7), true).await.fields(),
        ["/program_id not_restricted"]
    );
    for (days, expected) in [
        ((0, 93), "/valid_until too_long"),
        ((3, 2), "/valid_until before_start"),
        ((-3, -1), "/valid_until in_the_past"),
    ] {
        assert_eq!(bypass(&app, &cora, &restriction, days, true).await.fields(), [expected]);
    }
}

#[actix_web::test]
async fn bypassed_expired_and_lifted_are_told_apart_in_lists() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let set_aside = restrict(&app, &cora, everywhere(), (-5, None)).await;
    let in_force = restrict(&app, &cora, everywhere(), (-6, None)).await;
    assert_eq!(bypass(&app, &cora, &set_aside, (0, 7), true).await.status, 201);
    let listed = |query: &'static str| {
        let path = format!("/clients/{}/restrictions?{query}", app.client(Served::Wei).unwrap());
        let cora = cora.clone();
        async move {
            let found = cora.get(&path).await.json()["items"].as_array().unwrap().clone();
            found.into_iter().map(|row| row["id"].clone()).collect::<Vec<_>>()
        }
    };
    assert_eq!(listed("bypassed=true").await, [set_aside["id"].clone()]);
    assert_eq!(listed("bypassed=false").await, [in_force["id"].clone()]);
    assert_eq!(listed("state=active").await.len(), 2);
    assert!(listed("state=expired&state=lifted").await.is_empty());
}

#[actix_web::test]
async fn a_volunteer_sees_that_it_is_set_aside_and_not_why() {
    let app = App::start().await.unwrap();
    let (cora, vera) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Vera).unwrap());
    let marias = format!("/clients/{}/restrictions", app.client(Served::Maria).unwrap());
    let restriction = cora.get(&marias).await.json()["items"][0].clone();
    let body = json!({
        "program_id": restriction["reach"]["program_id"], "valid_from": day(&app, 0), "valid_until": day(&app, 3),
        "reason": "She brought the drill back",
    });
    let path = format!("/restrictions/{}/bypasses", restriction["id"].as_str().unwrap());
    assert_eq!(cora.post(&path, body).await.status, 201);
    let seen = vera.get(&marias).await;
    let bypass = &seen.json()["items"][0]["bypasses"][0];
    assert_eq!((&bypass["state"], &bypass["reason"]), (&json!("open"), &Value::Null));
    assert!(!seen.text().contains("drill"), "{}", seen.text());
}
