//! Whoever's record is closed is in no program any more.

use serde_json::{Value, json};
use testkit::{Answer, App, Cast, Served, Visitor};

use super::{approve, capacity::fits, correct, day, draft, enroll, enrolled, find, program, verb};

async fn close(app: &App, who: &Visitor, whom: Served, body: Value) -> Answer {
    let path = format!("/clients/{}", app.client(whom).unwrap());
    let version = who.get(&path).await.version();
    who.patch(&path, version, body).await
}

fn closing(app: &App, status: &str, days: i32, reason: &str) -> Value {
    json!({ "status": status, "discharge": { "end_date": day(app, days), "reason": reason } })
}

#[actix_web::test]
async fn closing_a_record_names_the_programs_and_ends_them_with_it() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    fits(&app, &cora, 1, 0).await;
    let now = enrolled(&app, &cora, Served::Wei).await;
    let mut later = draft(&app);
    (later["program_id"], later["start_date"]) = (json!(program(&app, 2)), json!(day(&app, 9)));
    let later = enroll(&app, &cora, Served::Wei, later).await.json();
    let refused = close(&app, &cora, Served::Wei, json!({ "status": "closed" })).await;
    assert_eq!((refused.status, refused.fields()), (422, vec!["/discharge still_enrolled".to_owned()]));
    let detail = refused.json()["detail"].clone();
    assert!(detail.as_str().is_some_and(|detail| detail.contains("Say under `discharge`")), "{detail}");
    let named = refused.json()["errors"][0]["params"].clone();
    let both =
        format!("{}, {}", now["program_name"].as_str().unwrap(), later["program_name"].as_str().unwrap());
    assert_eq!((&named["count"], &named["programs"]), (&json!(2), &json!(both)));
    assert_eq!(find(&cora, &now).await, now, "nothing was done");
    let inactive = close(&app, &cora, Served::Wei, json!({ "status": "inactive" })).await;
    assert_eq!(inactive.status, 200, "{}", inactive.text());
    let closed = close(&app, &cora, Served::Wei, closing(&app, "deceased", 0, "deceased")).await;
    assert_eq!(closed.status, 200, "{}", closed.text());
    let (ended, never) = (find(&cora, &now).await, find(&cora, &later).await);
    assert_eq!(
        (&ended["end_date"], &ended["discharge"]["reason"]),
        (&json!(day(&app, 0)), &json!("deceased"))
    );
    assert_eq!(never["end_date"], json!(day(&app, 9)), "it ends on its first day");
    let at_once = "select count(distinct xact) from audit where operation = 'clients.update' \
                   and entity in ('discharges', 'enrollments')";
    assert_eq!(app.database.column(at_once).unwrap(), ["1"]);
}

#[actix_web::test]
async fn a_discharge_that_was_planned_for_later_comes_earlier_and_keeps_its_reason() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let mut body = draft(&app);
    body["start_date"] = json!(day(&app, -20));
    let made = enroll(&app, &cora, Served::Wei, body).await.json();
    let planned = json!({ "end_date": day(&app, 5), "reason": "completed" });
    let planned = verb(&cora, &made, "discharge", planned).await;
    assert_eq!(planned.status, 200, "{}", planned.text());
    assert_eq!(
        close(&app, &cora, Served::Wei, json!({ "status": "closed" })).await.fields(),
        ["/discharge still_enrolled"]
    );
    let closed = close(&app, &cora, Served::Wei, closing(&app, "closed", -2, "moved_away")).await;
    assert_eq!(closed.status, 200, "{}", closed.text());
    let ended = find(&cora, &made).await;
    assert_eq!(
        (&ended["end_date"], &ended["discharge"]["reason"]),
        (&json!(day(&app, -2)), &json!("completed"))
    );
}

#[actix_web::test]
async fn the_last_day_has_come_and_the_reason_is_one_of_the_list() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let made = enrolled(&app, &cora, Served::Wei).await;
    for (days, reason, expected) in [
        (1, "moved_away", "/discharge/end_date in_the_future"),
        (0, "dream", "/discharge/reason unknown"),
        (0, "No code", "/discharge/reason code"),
    ] {
        let refused = close(&app, &cora, Served::Wei, closing(&app, "closed", days, reason)).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![expected.to_owned()]));
    }
    assert_eq!(find(&cora, &made).await, made);
}

#[actix_web::test]
async fn a_manager_proposes_it_and_the_reviewer_ends_all_with_the_record() {
    let app = App::start().await.unwrap();
    let (cora, max) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Max).unwrap());
    let made = enrolled(&app, &cora, Served::Wei).await;
    let refused = close(&app, &max, Served::Wei, json!({ "status": "closed" })).await;
    assert_eq!(refused.fields(), ["/discharge still_enrolled"], "{}", refused.text());
    let change = close(&app, &max, Served::Wei, closing(&app, "closed", 0, "moved_away")).await;
    assert_eq!(change.status, 202, "{}", change.text());
    assert_eq!(find(&cora, &made).await["end_date"], Value::Null);
    let approved = approve(&cora, &change.json()).await;
    assert_eq!(approved.status, 200, "{}", approved.text());
    assert_eq!(find(&cora, &made).await["discharge"]["reason"], "moved_away");
}

#[actix_web::test]
async fn of_many_who_are_closed_at_once_those_in_a_program_are_left_out_and_it_is_said_before() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let made = enrolled(&app, &cora, Served::Wei).await;
    let mut clients = Vec::new();
    for whom in [Served::Wei, Served::Olena, Served::Hubert] {
        let id = app.client(whom).unwrap();
        clients.push(json!({ "id": id, "version": cora.get(&format!("/clients/{id}")).await.version() }));
    }
    let body = json!({ "action": { "action": "set_status", "status": "closed" }, "clients": clients });
    let planned = cora.post("/bulk-changes", body).await.json();
    assert_eq!(planned["counts"]["reasons"], json!({ "still_enrolled": 1 }), "{planned}");
    // Hubert comes in between the look ahead and the run.
    enrolled(&app, &cora, Served::Hubert).await;
    let run = format!("/bulk-changes/{}/run", planned["id"].as_str().unwrap());
    let done = cora.post(&run, json!({})).await.json();
    assert_eq!((&done["counts"]["changed"], &done["counts"]["refused"]), (&json!(1), &json!(2)), "{done}");
    assert_eq!(find(&cora, &made).await, made);
}

async fn becomes(app: &App, who: &Visitor, body: Value) {
    let done = close(app, who, Served::Wei, body.clone()).await;
    assert_eq!(done.status, 200, "{body}: {}", done.text());
}

#[actix_web::test]
async fn nobody_whose_record_is_closed_comes_back_by_a_corrected_date() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let mut body = draft(&app);
    body["start_date"] = json!(day(&app, -30));
    let made = enroll(&app, &cora, Served::Wei, body).await.json();
    let left = json!({ "end_date": day(&app, -10), "reason": "completed" });
    let mut ended = verb(&cora, &made, "discharge", left).await.json();
    for status in ["closed", "deceased"] {
        becomes(&app, &cora, json!({ "status": status })).await;
        for end in [Value::Null, json!(day(&app, 0)), json!(day(&app, 5))] {
            let back = correct(&cora, &ended, json!({ "end_date": end, "reason": "A slip" })).await;
            assert_eq!(
                (back.status, back.code().as_str()),
                (409, "conflict"),
                "{status} {end}: {}",
                back.text()
            );
        }
        assert_eq!(find(&cora, &ended).await, ended, "{status}");
        // What is written down of days that have gone by brings nobody back.
        for end in [-12, -8] {
            let past =
                correct(&cora, &ended, json!({ "end_date": day(&app, end), "reason": "A slip" })).await;
            assert_eq!(
                (past.status, &past.json()["state"]),
                (200, &json!("past")),
                "{status}: {}",
                past.text()
            );
            ended = past.json();
        }
    }
    becomes(&app, &cora, json!({ "status": "active" })).await;
    let back = correct(&cora, &ended, json!({ "end_date": null, "reason": "She stays" })).await;
    assert_eq!(back.status, 200, "{}", back.text());
}

#[actix_web::test]
async fn who_was_to_begin_later_and_never_will_is_in_no_program_any_more() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let mut body = draft(&app);
    body["start_date"] = json!(day(&app, 9));
    let made = enroll(&app, &cora, Served::Wei, body).await.json();
    becomes(&app, &cora, closing(&app, "closed", 0, "moved_away")).await;
    let never = find(&cora, &made).await;
    assert_eq!(never["end_date"], json!(day(&app, 9)), "it ends on its first day");
    for body in [
        json!({ "status": "deceased" }),
        json!({ "status": "active" }),
        closing(&app, "closed", -1, "moved_away"),
        json!({ "status": "active" }),
    ] {
        becomes(&app, &cora, body).await;
    }
    let wei = app.client(Served::Wei).unwrap();
    let version = cora.get(&format!("/clients/{wei}")).await.version();
    let many = json!({ "action": { "action": "set_status", "status": "closed" },
        "clients": [{ "id": wei, "version": version }] });
    let planned = cora.post("/bulk-changes", many).await.json();
    assert_eq!(planned["counts"]["reasons"], json!({}), "{planned}");
    assert_eq!(find(&cora, &made).await, never, "and nothing of it is written again");
}
