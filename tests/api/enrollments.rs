//! Facts about enrollments: who is in which program, from when to when.

mod accepting;
mod asking;
mod bypasses;
mod capacity;
mod closing;
mod correcting;
mod departing;
mod ends;
mod passing;
mod race;
pub mod restricted;
mod transfer;
mod waitlist;

use serde_json::{Value, json};
use testkit::{Answer, App, Cast, Served, Visitor};

/// A day, so many from the organization's today.
pub fn day(app: &App, from_today: i32) -> String {
    app.database.column(&format!("select today() + {from_today}")).unwrap().remove(0)
}

/// The id of the program that stands at this place in the organization's order.
pub fn program(app: &App, place: usize) -> String {
    app.database.column("select id from programs order by position, name").unwrap().remove(place)
}

pub fn path(app: &App, whom: Served) -> String {
    format!("/clients/{}/enrollments", app.client(whom).unwrap())
}

pub async fn enroll(app: &App, who: &Visitor, whom: Served, body: Value) -> Answer {
    who.post(&path(app, whom), body).await
}

/// From today on in the second program, which nobody is in.
pub fn draft(app: &App) -> Value {
    json!({ "program_id": program(app, 1), "start_date": day(app, 0) })
}

pub async fn enrolled(app: &App, who: &Visitor, whom: Served) -> Value {
    let made = enroll(app, who, whom, draft(app)).await;
    assert_eq!(made.status, 201, "{}", made.text());
    made.json()
}

/// A verb on an enrollment, in the version that was read.
pub async fn verb(who: &Visitor, on: &Value, verb: &str, body: Value) -> Answer {
    let path = format!("/enrollments/{}/{verb}", on["id"].as_str().unwrap());
    who.post_on(&path, on["version"].as_i64().unwrap(), body).await
}

pub async fn correct(who: &Visitor, on: &Value, body: Value) -> Answer {
    let path = format!("/enrollments/{}", on["id"].as_str().unwrap());
    who.patch(&path, on["version"].as_i64().unwrap(), body).await
}

pub async fn find(who: &Visitor, on: &Value) -> Value {
    who.get(&format!("/enrollments/{}", on["id"].as_str().unwrap())).await.json()
}

fn left(app: &App, days: i32) -> Value {
    json!({ "end_date": day(app, days), "reason": "employed", "comment": "A job at the bakery" })
}

#[actix_web::test]
async fn enrolling_writes_the_intake_in_the_same_transaction() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let mut body = draft(&app);
    body["source_system"] = json!("SMIS");
    let made = enroll(&app, &casey, Served::Sukarno, body).await;
    assert_eq!((made.status, made.version()), (201, 1), "{}", made.text());
    let made = made.json();
    assert_eq!((&made["state"], &made["source_system"]), (&json!("current"), &json!("SMIS")));
    assert_eq!(find(&casey, &made).await, made);
    let lines = "select string_agg(entity || ' ' || action, ', ' order by entity) from audit \
                 where operation = 'enrollments.create' group by xact";
    assert_eq!(app.database.column(lines).unwrap(), ["enrollments create, intakes create"]);
    let intake = "select intake_date = today() from intakes where source_system = 'SMIS'";
    assert_eq!(app.database.column(intake).unwrap(), ["true"]);
}

#[actix_web::test]
async fn a_client_is_in_several_programs_at_once_and_in_one_once_at_a_time() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let first = enrolled(&app, &cora, Served::Minh).await;
    let again = enroll(&app, &cora, Served::Minh, draft(&app)).await;
    assert_eq!((again.status, again.fields()), (422, vec!["/start_date overlaps".to_owned()]));
    let error = &again.json()["errors"][0]["params"];
    assert_eq!((&error["from"], &error["to"]), (&first["start_date"], &Value::Null));
    let now: Vec<Value> = cora.get(&path(&app, Served::Minh)).await.read();
    assert_eq!(now.iter().filter(|one| one["state"] == "current").count(), 2);
}

#[actix_web::test]
async fn who_left_comes_again_and_not_on_a_day_that_they_were_there() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let (old, body) = (
        day(&app, -30),
        |start: i32| json!({ "program_id": program(&app, 1), "start_date": day(&app, start), "end_date": day(&app, start + 20) }),
    );
    assert_eq!(enroll(&app, &cora, Served::Wei, body(-30)).await.status, 201);
    let refused = enroll(&app, &cora, Served::Wei, body(-10)).await;
    assert_eq!(refused.status, 422);
    let params = &refused.json()["errors"][0]["params"];
    assert_eq!((&params["from"], &params["to"]), (&json!(old), &json!(day(&app, -10))));
    assert!(refused.json()["detail"].as_str().unwrap().contains(&old), "{}", refused.text());
    assert_eq!(enroll(&app, &cora, Served::Wei, body(-9)).await.status, 201);
}

#[actix_web::test]
async fn bad_input_names_the_field() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    app.database.run(&closing(&program(&app, 2))).unwrap();
    for (field, value, expected) in [
        ("end_date", json!(day(&app, -1)), "/end_date before_start"),
        ("start_date", json!("9999-12-31"), "/start_date implausible_date"),
        ("start_date", json!("yesterday"), "/start_date malformed"),
        ("program_id", json!("0190a000-0000-7000-8000-000000000000"), "/program_id unknown"),
        ("program_id", json!(program(&app, 2)), "/program_id not_open"),
        ("source_system", json!(""), "/source_system required"),
        ("override_reason", json!("  "), "/override_reason required"),
        ("version", json!(1), "/version unknown_field"),
    ] {
        let mut body = draft(&app);
        body[field] = value;
        let refused = enroll(&app, &cora, Served::Wei, body).await;
        assert_eq!(refused.status, 422, "{field}: {}", refused.text());
        assert_eq!(refused.fields(), [expected], "{field}");
    }
}

fn closing(program: &str) -> String {
    format!(
        "begin; select begin_as('job', null, 'test', null, null); \
         update programs set open_to_intake = false where id = '{program}'; commit"
    )
}

#[actix_web::test]
async fn nobody_is_enrolled_who_is_not_served_any_more() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    for status in ["closed", "deceased", "merged"] {
        crate::hard::tamper(
            &app,
            &format!("update clients set status = '{status}' where first_name = 'Wei'"),
        );
        let refused = enroll(&app, &cora, Served::Wei, draft(&app)).await;
        assert_eq!((refused.status, refused.code().as_str()), (409, "conflict"), "{status}");
    }
}

#[actix_web::test]
async fn discharging_ends_the_enrollment_and_says_why_in_one_transaction() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let made = enrolled(&app, &cora, Served::Wei).await;
    let ended = verb(&cora, &made, "discharge", left(&app, 0)).await;
    assert_eq!((ended.status, ended.version()), (200, 2), "{}", ended.text());
    let ended = ended.json();
    assert_eq!((&ended["end_date"], &ended["state"]), (&json!(day(&app, 0)), &json!("current")));
    assert_eq!(ended["discharge"], json!({ "reason": "employed", "comment": "A job at the bakery" }));
    assert_eq!(find(&cora, &made).await, ended);
    let lines = "select string_agg(entity || ' ' || action, ', ' order by entity) from audit \
                 where operation = 'enrollments.discharge' group by xact";
    assert_eq!(app.database.column(lines).unwrap(), ["discharges create, enrollments update"]);
    let again = verb(&cora, &ended, "discharge", left(&app, 3)).await;
    assert_eq!((again.status, again.code().as_str()), (409, "conflict"));
    assert_eq!(verb(&cora, &made, "discharge", left(&app, 3)).await.code(), "stale_version");
}

#[actix_web::test]
async fn a_discharge_has_a_reason_of_the_list_and_a_day_that_can_be() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let made = enrolled(&app, &cora, Served::Wei).await;
    for (field, value, expected) in [
        ("end_date", json!(day(&app, -1)), "/end_date before_start"),
        ("end_date", json!("1826-01-01"), "/end_date implausible_date"),
        ("reason", json!("bored"), "/reason unknown"),
        ("reason", json!("Not a code"), "/reason code"),
        ("comment", json!("x".repeat(1001)), "/comment too_long"),
    ] {
        let mut body = left(&app, 0);
        body[field] = value;
        let refused = verb(&cora, &made, "discharge", body).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![expected.to_owned()]), "{field}");
    }
    let unchanged = find(&cora, &made).await;
    assert_eq!((&unchanged["version"], &unchanged["discharge"]), (&json!(1), &Value::Null));
}

#[actix_web::test]
async fn a_reason_in_use_is_not_deleted() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let made = enrolled(&app, &cora, Served::Wei).await;
    let mut body = left(&app, 0);
    body["reason"] = json!("conduct");
    assert_eq!(verb(&cora, &made, "discharge", body).await.status, 200);
    let listed = cora.get("/code-lists/discharge_reason").await.json();
    let value = listed.as_array().unwrap().iter().find(|value| value["code"] == "conduct").unwrap().clone();
    let path = format!("/code-lists/discharge_reason/{}", value["id"].as_str().unwrap());
    assert_eq!(cora.delete(&path).await.status, 409);
}

#[actix_web::test]
async fn a_corrected_date_moves_intake_and_discharge() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let made = enrolled(&app, &cora, Served::Wei).await;
    let ended = verb(&cora, &made, "discharge", left(&app, 5)).await.json();
    let body =
        json!({ "start_date": day(&app, -3), "end_date": day(&app, 2), "reason": "Read the form again" });
    let corrected = correct(&cora, &ended, body).await;
    assert_eq!((corrected.status, corrected.version()), (200, 3), "{}", corrected.text());
    let corrected = corrected.json();
    assert_eq!(corrected["discharge"], ended["discharge"]);
    let days = "select concat_ws(' ', intake_date - today(), discharge_date - today()) from intakes \
                join discharges using (enrollment_id) where intake_date > today() - 10";
    assert_eq!(app.database.column(days).unwrap(), ["-3 2"]);
    let why = "select distinct reason from audit where operation = 'enrollments.correct'";
    assert_eq!(app.database.column(why).unwrap(), ["Read the form again"]);

    let open = correct(&cora, &corrected, json!({ "end_date": null, "reason": "She stays" })).await;
    assert_eq!(open.status, 200, "{}", open.text());
    assert_eq!((&open.json()["end_date"], &open.json()["discharge"]), (&Value::Null, &Value::Null));
    assert_eq!(find(&cora, &made).await, open.json());
    let left = "select count(*) from discharges where discharge_date > today()";
    assert_eq!(app.database.column(left).unwrap(), ["0"]);
}

#[actix_web::test]
async fn a_correction_says_why_and_corrects_something() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let made = enrolled(&app, &cora, Served::Wei).await;
    for (body, expected) in [
        (json!({ "reason": "A slip" }), " nothing_to_change"),
        (json!({ "start_date": null, "reason": "A slip" }), "/start_date required"),
        (json!({ "start_date": day(&app, -1), "reason": " " }), "/reason required"),
        (json!({ "end_date": day(&app, -1), "reason": "A slip" }), "/end_date before_start"),
    ] {
        let refused = correct(&cora, &made, body.clone()).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![expected.to_owned()]), "{body}");
    }
}

#[actix_web::test]
async fn a_case_manager_does_it_in_the_caseload_and_nowhere_else() {
    let app = App::start().await.unwrap();
    let (casey, otto) = (app.sign_in(Cast::Casey).unwrap(), app.sign_in(Cast::Otto).unwrap());
    let made = enrolled(&app, &casey, Served::Sukarno).await;
    assert_eq!(enroll(&app, &otto, Served::Sukarno, draft(&app)).await.status, 404);
    assert_eq!(verb(&otto, &made, "discharge", left(&app, 0)).await.status, 404);
    assert_eq!(correct(&otto, &made, json!({ "end_date": day(&app, 1), "reason": "x" })).await.status, 404);
    for (who, status) in [(Cast::Stan, 403), (Cast::Vera, 403), (Cast::Ana, 403), (Cast::Cole, 403)] {
        let who = app.sign_in(who).unwrap();
        assert_eq!(enroll(&app, &who, Served::Maria, draft(&app)).await.status, status);
    }
}

/// Minh is on Casey's caseload by the program alone, and leaves it with the discharge.
#[actix_web::test]
async fn whoever_loses_sight_of_a_client_by_the_discharge_gets_the_answer_all_the_same() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let minh = casey.get(&path(&app, Served::Minh)).await.json()[0].clone();
    let ended = verb(&casey, &minh, "discharge", left(&app, -1)).await;
    assert_eq!((ended.status, &ended.json()["state"]), (200, &json!("past")), "{}", ended.text());
    assert_eq!(casey.get(&path(&app, Served::Minh)).await.status, 404);
}

#[actix_web::test]
async fn a_managers_discharge_is_a_proposal_that_a_coordinator_applies() {
    let app = App::start().await.unwrap();
    let (max, cora) = (app.sign_in(Cast::Max).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let made = enrolled(&app, &cora, Served::Wei).await;
    let proposed = verb(&max, &made, "discharge", left(&app, 0)).await;
    assert_eq!(proposed.status, 202, "{}", proposed.text());
    let change = proposed.json();
    assert_eq!(
        (&change["edit"], &change["base"]["end_date"]),
        (&json!("enrollments.discharge"), &Value::Null)
    );
    assert_eq!(find(&cora, &made).await, made);
    let approved = approve(&cora, &change).await;
    assert_eq!(approved.status, 200, "{}", approved.text());
    assert_eq!(find(&cora, &made).await["discharge"]["reason"], "employed");
}

pub async fn approve(who: &Visitor, change: &Value) -> Answer {
    let path = format!("/changes/{}/approval", change["id"].as_str().unwrap());
    who.approve(&path, change["version"].as_i64().unwrap(), json!({})).await
}

#[actix_web::test]
async fn a_proposed_discharge_whose_end_date_moved_is_a_conflict_that_shows_both_days() {
    let app = App::start().await.unwrap();
    let (lena, cora) = (app.sign_in(Cast::Lena).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let made = enrolled(&app, &cora, Served::Wei).await;
    let change = verb(&lena, &made, "discharge", left(&app, 0)).await.json();
    let planned =
        correct(&cora, &made, json!({ "end_date": day(&app, 60), "reason": "The course ends" })).await;
    assert_eq!(planned.status, 200, "{}", planned.text());
    let conflict = approve(&cora, &change).await;
    assert_eq!((conflict.status, conflict.code().as_str()), (409, "change_conflict"), "{}", conflict.text());
    let sides = &conflict.json()["conflicts"][0];
    let expected =
        json!({ "field": "end_date", "base": null, "proposed": day(&app, 0), "current": day(&app, 60) });
    assert_eq!(*sides, expected);
    assert_eq!(find(&cora, &made).await["discharge"], Value::Null);
}

#[actix_web::test]
async fn who_proposes_hears_at_once_what_is_wrong() {
    let app = App::start().await.unwrap();
    let max = app.sign_in(Cast::Max).unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let made = enrolled(&app, &cora, Served::Wei).await;
    assert_eq!(enroll(&app, &max, Served::Wei, draft(&app)).await.fields(), ["/start_date overlaps"]);
    assert_eq!(verb(&max, &made, "discharge", left(&app, -1)).await.fields(), ["/end_date before_start"]);
    assert_eq!(max.get("/changes").await.json()["items"], json!([]));
}

/// The list filters in SQL what `state_on` says in Rust.
#[actix_web::test]
async fn a_program_lists_who_is_in_it_who_was_and_who_will_be() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    for (whom, start, end) in [
        (Served::Wei, 0, None),
        (Served::Olena, -9, Some(-1)),
        (Served::Hubert, 1, None),
        (Served::Jose, -9, Some(0)),
    ] {
        let end = end.map(|end| day(&app, end));
        let body = json!({ "program_id": program(&app, 1), "start_date": day(&app, start), "end_date": end });
        assert_eq!(enroll(&app, &cora, whom, body).await.status, 201);
    }
    let list = format!("/programs/{}/enrollments", program(&app, 1));
    let all = cora.get(&list).await.json()["items"].as_array().unwrap().clone();
    assert_eq!(all.len(), 4);
    for (state, expected) in [("current", 2), ("past", 1), ("upcoming", 1)] {
        let listed = cora.get(&format!("{list}?state={state}")).await.json();
        let matching: Vec<&Value> = all.iter().filter(|row| row["state"] == state).collect();
        assert_eq!(listed["items"].as_array().unwrap().iter().collect::<Vec<_>>(), matching, "{state}");
        assert_eq!(matching.len(), expected, "{state}");
    }
    let (mut seen, mut next) = (Vec::new(), format!("{list}?limit=1"));
    loop {
        let page = cora.get(&next).await.json();
        seen.extend(page["items"].as_array().unwrap().clone());
        let Some(cursor) = page["next"].as_str() else { break };
        next = format!("{list}?limit=1&cursor={cursor}");
    }
    assert_eq!(seen, all);
    // Hubert is Casey's; the others are not.
    let casey = app.sign_in(Cast::Casey).unwrap();
    let hers = casey.get(&list).await.json()["items"].as_array().unwrap().clone();
    assert_eq!(hers.iter().map(|row| row["state"].as_str().unwrap()).collect::<Vec<_>>(), ["upcoming"]);
    assert_eq!(cora.get("/programs/0190a000-0000-7000-8000-000000000000/enrollments").await.status, 404);
}
