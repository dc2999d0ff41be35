//! Follow-ups of whoever sees clients no longer: taken out of a program's staff, or out of a role.

use std::time::Duration;

use actix_web::rt::time::timeout;
use domain::role::Role;
use serde_json::{Value, json};
use store::{StoreError, users};
use testkit::{Answer, App, Cast, Served, Visitor};

use super::enrollments::{correct, day};
use crate::hard::tamper;

/// Whoever else changes what a role opens, or who has it, leaves nothing behind either.
#[actix_web::test]
async fn an_own_role_is_not_made_smaller_over_open_follow_ups_of_whoever_holds_it() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let mentor = json!({ "name": "Mentor", "sight": "caseload",
        "permissions": ["see_clients", "see_client_details", "see_follow_ups"] });
    let role = ada.post("/roles", mentor).await;
    assert_eq!(role.status, 201, "{}", role.text());
    let role = role.json();
    let (path, hugo) = (format!("/roles/{}", role["id"].as_str().unwrap()), app.user(Cast::Hugo).unwrap());
    let them = format!("/users/{hugo}");
    let version = ada.get(&them).await.version();
    let roles = json!({ "roles": ["hr_admin", role["id"]] });
    let given = ada.patch(&them, version, roles).await;
    assert_eq!(given.status, 200, "{}", given.text());
    let assignments = format!("/clients/{}/assignments", app.client(Served::Maria).unwrap());
    assert_eq!(ada.post(&assignments, json!({ "user_id": hugo })).await.status, 201);
    assert_eq!(give(&app, Cast::Ada, Cast::Hugo, Served::Maria).await.status, 201);
    for (smaller, pointer) in [
        (json!({ "sight": "card", "permissions": ["see_clients"] }), "/sight"),
        (json!({ "permissions": ["see_clients", "see_client_details"] }), "/permissions"),
    ] {
        let refused = ada.patch(&path, 1, smaller).await;
        assert_eq!(refused.fields(), [format!("{pointer} holders_leave_follow_ups")], "{}", refused.text());
        let name = refused.json()["errors"][0]["params"]["people"].clone();
        assert!(name.as_str().is_some_and(|name| name.starts_with("Hugo")), "{name}");
    }
    let refused = ada.patch(&path, 1, json!({ "permissions": ["see_clients"] })).await;
    let detail = refused.json()["detail"].clone();
    assert!(detail.as_str().is_some_and(|detail| detail.contains("Hand their follow-ups over")), "{detail}");
    assert_eq!(ada.patch(&path, 1, json!({ "description": "Beside the case manager" })).await.status, 200);
    app.database
        .run(&format!(
            "begin; select begin_as('job', null, 'test', null, null); update follow_ups set status = 'cancelled', \
             outcome = 'Gone', closed_at = now() where assignee_id = '{hugo}'; commit"
        ))
        .unwrap();
    let smaller = json!({ "permissions": ["see_clients", "see_client_details"] });
    assert_eq!(ada.patch(&path, 2, smaller).await.status, 200);
}

#[actix_web::test]
async fn the_command_line_takes_no_role_from_somebody_over_open_follow_ups() {
    let app = App::start().await.unwrap();
    assert_eq!(give(&app, Cast::Casey, Cast::Casey, Served::Minh).await.status, 201);
    let ((store, job), casey) = (app.job(), app.user(Cast::Casey).unwrap());
    let set = |roles: &[Role]| {
        let roles = roles.to_vec();
        store.write_public(&job, "users.set_roles", move |tx| users::change_roles(tx, casey, &roles))
    };
    assert!(matches!(set(&[Role::Recruiter]), Err(StoreError::Conflict(why)) if why.contains("follow-ups")));
    assert_eq!(app.sign_in(Cast::Casey).unwrap().get("/follow-ups").await.status, 200);
    set(&[Role::Counselor]).unwrap();
}

/// Somebody gives a colleague, or themselves, something to do with a client.
async fn give(app: &App, giver: Cast, to: Cast, whom: Served) -> Answer {
    let day = app.database.column("select today() + 2").unwrap().remove(0);
    let path = format!("/clients/{}/follow-ups", app.client(whom).unwrap());
    let task = json!({ "due_on": day, "purpose": "Call back", "assignee_id": app.user(to).unwrap() });
    app.sign_in(giver).unwrap().post(&path, task).await
}

/// What somebody has still to do with a client.
fn open(app: &App, who: Cast, whom: Served) -> usize {
    let (user, client) = (app.user(who).unwrap(), app.client(whom).unwrap());
    let query = format!(
        "select id from follow_ups where status = 'open' and assignee_id = '{user}' and client_id = '{client}'"
    );
    app.database.column(&query).unwrap().len()
}

/// The program that Casey staffs and Minh is enrolled in.
async fn program(who: &Visitor, app: &App) -> (String, i64) {
    let staffed = "select program_id from program_staff limit 1";
    let path = format!("/programs/{}", app.database.column(staffed).unwrap()[0]);
    let version = who.get(&path).await.version();
    (path, version)
}

fn to(app: &App, who: Cast) -> Value {
    json!({ "to": app.user(who).unwrap() })
}

#[actix_web::test]
async fn nobody_leaves_a_programs_staff_over_open_follow_ups() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    assert_eq!(give(&app, Cast::Casey, Cast::Casey, Served::Minh).await.status, 201);
    let (path, version) = program(&cora, &app).await;
    let refused = cora.patch(&path, version, json!({ "staff": [] })).await;
    assert_eq!((refused.status, refused.fields()), (422, vec!["/follow_ups follow_ups_left".to_owned()]));
    assert!(refused.text().contains("Say under `follow_ups`"), "{}", refused.text());
    let listed =
        cora.get(&format!("{path}/staff/{}/follow-ups", app.user(Cast::Casey).unwrap())).await.json();
    let clients: Vec<&str> =
        listed["items"].as_array().unwrap().iter().map(|one| one["client_id"].as_str().unwrap()).collect();
    let minh = app.client(Served::Minh).unwrap().to_string();
    assert!(!clients.is_empty() && clients.iter().all(|client| *client == minh), "hers alone: {listed}");
    assert_eq!(clients.len(), open(&app, Cast::Casey, Served::Minh));
    for (wrong, why) in [
        (to(&app, Cast::Otto), "he does not see her"),
        (to(&app, Cast::Casey), "she will not either"),
        (to(&app, Cast::Hana), "she has no follow-ups"),
    ] {
        let body = json!({ "staff": [], "follow_ups": wrong });
        let refused = cora.patch(&path, version, body).await;
        assert_eq!(refused.fields(), ["/follow_ups/to does_not_see_the_client"], "{why}");
    }
    assert_eq!(cora.get(&path).await.json()["staff"].as_array().unwrap().len(), 1, "nothing of it was done");
}

#[actix_web::test]
async fn who_leaves_hands_over_what_was_seen_by_the_program_alone() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    for whom in [Served::Minh, Served::Maria] {
        assert_eq!(give(&app, Cast::Casey, Cast::Casey, whom).await.status, 201);
    }
    let (hers, of_maria) = (open(&app, Cast::Casey, Served::Minh), open(&app, Cast::Casey, Served::Maria));
    let before = open(&app, Cast::Max, Served::Minh);
    let (path, version) = program(&cora, &app).await;
    let done = cora.patch(&path, version, json!({ "staff": [], "follow_ups": to(&app, Cast::Max) })).await;
    assert_eq!(done.status, 200, "{}", done.text());
    assert_eq!(open(&app, Cast::Casey, Served::Minh), 0);
    assert_eq!(open(&app, Cast::Max, Served::Minh), before + hers);
    assert_eq!(open(&app, Cast::Casey, Served::Maria), of_maria, "María is assigned to her all the same");
    let inbox = app.sign_in(Cast::Max).unwrap().get("/notifications").await.json();
    let told = inbox["latest"].as_array().unwrap().iter().filter(|one| one["kind"] == "follow_ups_assigned");
    assert_eq!(told.count(), 1, "{inbox}");
}

#[actix_web::test]
async fn who_comes_into_the_staff_may_take_over_in_the_same_step() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    assert_eq!(give(&app, Cast::Casey, Cast::Casey, Served::Minh).await.status, 201);
    let hers = open(&app, Cast::Casey, Served::Minh);
    let (path, version) = program(&cora, &app).await;
    let staff = json!([{ "user_id": app.user(Cast::Otto).unwrap(), "manages": true }]);
    let body = json!({ "staff": staff, "follow_ups": to(&app, Cast::Otto) });
    let done = cora.patch(&path, version, body).await;
    assert_eq!(done.status, 200, "{}", done.text());
    assert_eq!((open(&app, Cast::Casey, Served::Minh), open(&app, Cast::Otto, Served::Minh)), (0, hers));
}

#[actix_web::test]
async fn a_role_is_not_taken_away_over_open_follow_ups() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    assert_eq!(give(&app, Cast::Max, Cast::Max, Served::Darnell).await.status, 201);
    let path = format!("/users/{}", app.user(Cast::Max).unwrap());
    let version = ada.get(&path).await.version();
    let roles = json!(["case_manager"]);
    let refused = ada.patch(&path, version, json!({ "roles": roles })).await;
    assert_eq!((refused.status, refused.fields()), (422, vec!["/follow_ups follow_ups_left".to_owned()]));
    assert_eq!(ada.get(&path).await.json()["roles"][0]["id"], "manager", "nothing of it was done");
    let left = ada.get(&format!("{path}/follow-ups-left?role=case_manager")).await.json();
    let darnell = json!(app.client(Served::Darnell).unwrap());
    assert!(left["items"].as_array().unwrap().iter().any(|one| one["client_id"] == darnell), "{left}");
    let kept = ada.get(&format!("{path}/follow-ups-left?role=leader")).await.json();
    assert_eq!(kept["items"], json!([]), "a leader sees everyone too");

    let body = json!({ "roles": roles, "follow_ups": { "ended_because": "He leads the kitchen now" } });
    let done = ada.patch(&path, version, body).await;
    assert_eq!(done.status, 200, "{}", done.text());
    assert_eq!(open(&app, Cast::Max, Served::Darnell), 0);
}

#[actix_web::test]
async fn roles_that_see_as_much_ask_for_nothing() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    assert_eq!(give(&app, Cast::Casey, Cast::Casey, Served::Maria).await.status, 201);
    let before = open(&app, Cast::Casey, Served::Maria);
    let path = format!("/users/{}", app.user(Cast::Casey).unwrap());
    let done = ada.patch(&path, ada.get(&path).await.version(), json!({ "roles": ["counselor"] })).await;
    assert_eq!(done.status, 200, "{}", done.text());
    assert_eq!(open(&app, Cast::Casey, Served::Maria), before);
}

#[actix_web::test]
async fn who_is_given_something_at_that_moment_has_it_not_left_behind_either() {
    for _ in 0..6 {
        let app = App::start().await.unwrap();
        let cora = app.sign_in(Cast::Cora).unwrap();
        let (path, version) = program(&cora, &app).await;
        let body = json!({ "staff": [], "follow_ups": to(&app, Cast::Cora) });
        let (given, left) = futures_util::join!(
            give(&app, Cast::Cora, Cast::Casey, Served::Minh),
            cora.patch(&path, version, body)
        );
        assert!([201, 422].contains(&given.status), "{}", given.text());
        assert_eq!(left.status, 200, "{}", left.text());
        assert_eq!(open(&app, Cast::Casey, Served::Minh), 0);
    }
}

#[actix_web::test]
async fn only_who_may_change_it_sees_what_would_be_left() {
    let app = App::start().await.unwrap();
    let (cora, casey) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Casey).unwrap());
    let (path, _) = program(&cora, &app).await;
    let user = app.user(Cast::Casey).unwrap();
    assert_eq!(casey.get(&format!("{path}/staff/{user}/follow-ups")).await.status, 403);
    assert_eq!(cora.get(&format!("/users/{user}/follow-ups-left?role=staff")).await.status, 403);
}

/// Minh's enrollment in the program that Casey staffs.
async fn enrollment(app: &App, who: &Visitor) -> Value {
    let path = format!("/clients/{}/enrollments", app.client(Served::Minh).unwrap());
    let all = who.get(&path).await.json();
    let current = all.as_array().unwrap().iter().find(|one| one["state"] == "current");
    current.unwrap().clone()
}

/// Posts to an enrollment, in the version that was read.
async fn ending(who: &Visitor, one: &Value, verb: &str, body: Value) -> Answer {
    let path = format!("/enrollments/{}/{verb}", one["id"].as_str().unwrap());
    who.post_on(&path, one["version"].as_i64().unwrap(), body).await
}

#[actix_web::test]
async fn nobody_is_discharged_over_follow_ups_of_the_programs_staff() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    for (giver, who) in [(Cast::Casey, Cast::Casey), (Cast::Cora, Cast::Cora)] {
        assert_eq!(give(&app, giver, who, Served::Minh).await.status, 201);
    }
    let (hers, coras) = (open(&app, Cast::Casey, Served::Minh), open(&app, Cast::Cora, Served::Minh));
    let one = enrollment(&app, &cora).await;
    let day = app.database.column("select today()").unwrap().remove(0);
    let body = json!({ "end_date": day, "reason": "completed" });
    let refused = ending(&cora, &one, "discharge", body.clone()).await;
    assert_eq!((refused.status, refused.fields()), (422, vec!["/follow_ups follow_ups_left".to_owned()]));
    let listed = cora.get(&format!("/enrollments/{}/follow-ups", one["id"].as_str().unwrap())).await.json();
    let listed = listed["items"].as_array().unwrap();
    assert!(listed.iter().all(|one| one["assignee"] == "Casey Nguyen"), "Cora sees everyone: {listed:?}");
    assert_eq!(listed.len(), hers);
    let with = |handover: Value| {
        let mut body = body.clone();
        body["follow_ups"] = handover;
        body
    };
    for wrong in [Cast::Otto, Cast::Casey] {
        let refused = ending(&cora, &one, "discharge", with(to(&app, wrong))).await;
        assert_eq!(refused.fields(), ["/follow_ups/to does_not_see_the_client"], "{wrong:?}");
    }
    let done = ending(&cora, &one, "discharge", with(to(&app, Cast::Max))).await;
    assert_eq!(done.status, 200, "{}", done.text());
    assert_eq!(open(&app, Cast::Casey, Served::Minh), 0, "she sees her until the day is over, and no longer");
    assert_eq!(open(&app, Cast::Cora, Served::Minh), coras);
}

#[actix_web::test]
async fn who_works_in_the_next_program_too_keeps_what_is_to_be_done() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    assert_eq!(give(&app, Cast::Casey, Cast::Casey, Served::Minh).await.status, 201);
    let hers = open(&app, Cast::Casey, Served::Minh);
    let one = enrollment(&app, &cora).await;
    let others = format!(
        "select id from programs where id <> '{}' order by position",
        one["program_id"].as_str().unwrap()
    );
    let goal = app.database.column(&others).unwrap().remove(0);
    let day = app.database.column("select today()").unwrap().remove(0);
    let body = json!({ "program_id": goal, "start_date": day, "reason": "transferred" });
    let refused = ending(&cora, &one, "transfer", body.clone()).await;
    assert_eq!(refused.fields(), ["/follow_ups follow_ups_left"]);
    let version = cora.get(&format!("/programs/{goal}")).await.version();
    let staff = json!({ "staff": [{ "user_id": app.user(Cast::Casey).unwrap() }] });
    assert_eq!(cora.patch(&format!("/programs/{goal}"), version, staff).await.status, 200);
    let path = format!("/enrollments/{}/follow-ups?program_id={goal}", one["id"].as_str().unwrap());
    assert_eq!(cora.get(&path).await.json()["items"], json!([]));
    let done = ending(&cora, &one, "transfer", body).await;
    assert_eq!(done.status, 201, "{}", done.text());
    assert_eq!(open(&app, Cast::Casey, Served::Minh), hers);
}

#[actix_web::test]
async fn a_proposed_discharge_brings_its_handing_over_along() {
    let app = App::start().await.unwrap();
    let (lena, cora) = (app.sign_in(Cast::Lena).unwrap(), app.sign_in(Cast::Cora).unwrap());
    assert_eq!(give(&app, Cast::Casey, Cast::Casey, Served::Minh).await.status, 201);
    let one = enrollment(&app, &lena).await;
    let day = app.database.column("select today()").unwrap().remove(0);
    let mut body = json!({ "end_date": day, "reason": "completed" });
    assert_eq!(
        ending(&lena, &one, "discharge", body.clone()).await.status,
        422,
        "she hears it, and not who reviews"
    );
    body["follow_ups"] = to(&app, Cast::Max);
    let proposed = ending(&lena, &one, "discharge", body).await;
    assert_eq!(proposed.status, 202, "{}", proposed.text());
    let path = format!("/changes/{}/approval", proposed.json()["id"].as_str().unwrap());
    let approved = cora.approve(&path, 1, json!({})).await;
    assert_eq!(approved.status, 200, "{}", approved.text());
    assert_eq!(open(&app, Cast::Casey, Served::Minh), 0);
}

/// Somebody who signs in, or of whom a note is written, is named by a row at that moment.
#[actix_web::test]
async fn a_role_that_takes_nothing_from_those_who_hold_it_is_changed_without_waiting_for_them() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let has = |permissions: &[&str]| json!({ "permissions": permissions });
    for (name, person, other, before, changes) in [
        (
            "Desk",
            Cast::Hugo,
            "hr_admin",
            vec!["see_clients", "see_reports"],
            vec![json!({ "description": "At the door" }), has(&["see_clients"])],
        ),
        (
            "Mentor",
            Cast::Casey,
            "case_manager",
            vec!["see_clients", "see_follow_ups"],
            vec![has(&["see_clients"]), json!({ "sight": "card" })],
        ),
    ] {
        let role = json!({ "name": name, "sight": "caseload", "permissions": before });
        let role = ada.post("/roles", role).await.json();
        let user = app.user(person).unwrap();
        let account = format!("/users/{user}");
        let roles = json!({ "roles": [other, role["id"]] });
        let given = ada.patch(&account, ada.get(&account).await.version(), roles).await;
        assert_eq!(given.status, 200, "{}", given.text());
        let busy =
            app.database.begun(&format!("select from users where id = '{user}' for key share")).unwrap();
        let path = format!("/roles/{}", role["id"].as_str().unwrap());
        for (at, change) in changes.into_iter().enumerate() {
            let changed = ada.patch(&path, at as i64 + 1, change);
            let changed = timeout(Duration::from_secs(10), changed).await.unwrap();
            assert_eq!(changed.status, 200, "{name}: {}", changed.text());
        }
        drop(busy);
    }
}

/// Closes Minh's record today, with what becomes of the rest.
async fn closing(app: &App, who: &Visitor, handover: Value) -> Answer {
    let path = format!("/clients/{}", app.client(Served::Minh).unwrap());
    let day = app.database.column("select today()").unwrap().remove(0);
    let body = json!({ "status": "closed", "discharge": { "end_date": day, "reason": "moved_away" }, "follow_ups": handover });
    who.patch(&path, who.get(&path).await.version(), body).await
}

#[actix_web::test]
async fn of_a_record_that_is_closed_nothing_stays_with_who_sees_it_until_midnight_alone() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    for who in [Cast::Casey, Cast::Cora] {
        assert_eq!(give(&app, Cast::Cora, who, Served::Minh).await.status, 201);
    }
    let refused = closing(&app, &cora, to(&app, Cast::Casey)).await;
    assert_eq!(
        (refused.status, refused.fields()),
        (422, vec!["/follow_ups/to does_not_see_the_client".to_owned()]),
        "she sees Minh by a program alone whose last day is today"
    );
    let assignments = format!("/clients/{}/assignments", app.client(Served::Minh).unwrap());
    let casey = app.user(Cast::Casey).unwrap();
    assert_eq!(cora.post(&assignments, json!({ "user_id": casey })).await.status, 201);
    let all = open(&app, Cast::Casey, Served::Minh) + open(&app, Cast::Cora, Served::Minh);
    let closed = closing(&app, &cora, to(&app, Cast::Casey)).await;
    assert_eq!(closed.status, 200, "{}", closed.text());
    assert_eq!(open(&app, Cast::Casey, Served::Minh), all, "and keeps her own, as somebody who is assigned");
}

/// Minh's last day in the program that Casey staffs is today, as it was planned.
fn last_day(app: &App) {
    let minh = app.client(Served::Minh).unwrap();
    tamper(app, &format!("update enrollments set end_date = today() where client_id = '{minh}'"));
}

#[actix_web::test]
async fn a_role_is_not_taken_away_over_clients_who_are_seen_until_midnight_alone() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    assert_eq!(give(&app, Cast::Max, Cast::Max, Served::Minh).await.status, 201);
    last_day(&app);
    let (max, staffed) = (app.user(Cast::Max).unwrap(), "select program_id from program_staff limit 1");
    let program = app.database.column(staffed).unwrap().remove(0);
    tamper(&app, &format!("insert into program_staff (program_id, user_id) values ('{program}', '{max}')"));
    let path = format!("/users/{max}");
    let version = ada.get(&path).await.version();
    let refused = ada.patch(&path, version, json!({ "roles": ["case_manager"] })).await;
    assert_eq!(refused.fields(), ["/follow_ups follow_ups_left"], "from tomorrow on he would not see her");
    let left = ada.get(&format!("{path}/follow-ups-left?role=case_manager")).await.json();
    let minh = json!(app.client(Served::Minh).unwrap());
    assert!(left["items"].as_array().unwrap().iter().any(|one| one["client_id"] == minh), "{left}");
}

#[actix_web::test]
async fn who_would_lose_a_client_by_midnight_anyway_is_asked_nothing_about_other_roles() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    assert_eq!(give(&app, Cast::Casey, Cast::Casey, Served::Minh).await.status, 201);
    last_day(&app);
    let path = format!("/users/{}", app.user(Cast::Casey).unwrap());
    let done = ada.patch(&path, ada.get(&path).await.version(), json!({ "roles": ["counselor"] })).await;
    assert_eq!(done.status, 200, "it is not by this that she loses her: {}", done.text());
}

#[actix_web::test]
async fn another_program_whose_last_day_is_today_keeps_nobody_on_the_case() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    assert_eq!(give(&app, Cast::Casey, Cast::Casey, Served::Minh).await.status, 201);
    let one = enrollment(&app, &cora).await;
    let others = format!(
        "select id from programs where id <> '{}' order by position",
        one["program_id"].as_str().unwrap()
    );
    let (other, casey) = (app.database.column(&others).unwrap().remove(0), app.user(Cast::Casey).unwrap());
    tamper(&app, &format!("insert into program_staff (program_id, user_id) values ('{other}', '{casey}')"));
    let path = format!("/clients/{}/enrollments", app.client(Served::Minh).unwrap());
    let day = app.database.column("select today()").unwrap().remove(0);
    let second = cora.post(&path, json!({ "program_id": other, "start_date": day })).await;
    assert_eq!(second.status, 201, "{}", second.text());
    let listed = format!("/enrollments/{}/follow-ups", one["id"].as_str().unwrap());
    assert_eq!(cora.get(&listed).await.json()["items"], json!([]), "the other one goes on");
    let second = second.json();
    tamper(
        &app,
        &format!("update enrollments set end_date = today() where id = '{}'", second["id"].as_str().unwrap()),
    );
    assert_ne!(cora.get(&listed).await.json()["items"], json!([]));
    let body = json!({ "end_date": day, "reason": "completed" });
    assert_eq!(ending(&cora, &one, "discharge", body).await.fields(), ["/follow_ups follow_ups_left"]);
}

#[actix_web::test]
async fn another_program_that_begins_in_weeks_keeps_nobody_on_the_case_until_then() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    assert_eq!(give(&app, Cast::Casey, Cast::Casey, Served::Minh).await.status, 201);
    let one = enrollment(&app, &cora).await;
    let others = format!(
        "select id from programs where id <> '{}' order by position",
        one["program_id"].as_str().unwrap()
    );
    let (other, casey) = (app.database.column(&others).unwrap().remove(0), app.user(Cast::Casey).unwrap());
    tamper(&app, &format!("insert into program_staff (program_id, user_id) values ('{other}', '{casey}')"));
    let path = format!("/clients/{}/enrollments", app.client(Served::Minh).unwrap());
    let listed = format!("/enrollments/{}/follow-ups", one["id"].as_str().unwrap());
    let second = cora.post(&path, json!({ "program_id": other, "start_date": day(&app, 60) })).await;
    assert_eq!(second.status, 201, "{}", second.text());
    assert_ne!(cora.get(&listed).await.json()["items"], json!([]));
    let body = json!({ "end_date": day(&app, 0), "reason": "completed" });
    assert_eq!(
        ending(&cora, &one, "discharge", body.clone()).await.fields(),
        ["/follow_ups follow_ups_left"]
    );
    let earlier = json!({ "start_date": day(&app, 1), "reason": "A place became free" });
    assert_eq!(correct(&cora, &second.json(), earlier).await.status, 200);
    assert_eq!(cora.get(&listed).await.json()["items"], json!([]), "she sees her tomorrow by that one");
    assert_eq!(ending(&cora, &one, "discharge", body).await.status, 200);
}

#[actix_web::test]
async fn a_corrected_date_takes_nobody_out_of_a_program_over_follow_ups_of_its_staff() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    assert_eq!(give(&app, Cast::Casey, Cast::Casey, Served::Minh).await.status, 201);
    let (hers, his) = (open(&app, Cast::Casey, Served::Minh), open(&app, Cast::Max, Served::Minh));
    let one = enrollment(&app, &cora).await;
    for out in [
        json!({ "end_date": day(&app, -1), "reason": "She left yesterday" }),
        json!({ "end_date": day(&app, 0), "reason": "She leaves today" }),
        json!({ "start_date": day(&app, 30), "reason": "She begins next month" }),
    ] {
        let refused = correct(&cora, &one, out.clone()).await;
        assert_eq!(
            (refused.status, refused.fields()),
            (422, vec!["/follow_ups follow_ups_left".to_owned()]),
            "{out}"
        );
    }
    let planned = json!({ "end_date": day(&app, 9), "reason": "The course ends" });
    let planned = correct(&cora, &one, planned).await;
    assert_eq!(planned.status, 200, "she is in it tomorrow: {}", planned.text());
    let mut out = json!({ "end_date": day(&app, -1), "reason": "She left yesterday", "follow_ups": { "ended_because": "no" } });
    assert_eq!(
        correct(&cora, &planned.json(), out.clone()).await.fields(),
        ["/follow_ups/ended_because too_short"]
    );
    out["follow_ups"] = to(&app, Cast::Otto);
    assert_eq!(
        correct(&cora, &planned.json(), out.clone()).await.fields(),
        ["/follow_ups/to does_not_see_the_client"]
    );
    out["follow_ups"] = to(&app, Cast::Max);
    let done = correct(&cora, &planned.json(), out).await;
    assert_eq!(done.status, 200, "{}", done.text());
    assert_eq!((open(&app, Cast::Casey, Served::Minh), open(&app, Cast::Max, Served::Minh)), (0, his + hers));
}

#[actix_web::test]
async fn a_proposed_correction_brings_its_handing_over_along() {
    let app = App::start().await.unwrap();
    let (lena, cora) = (app.sign_in(Cast::Lena).unwrap(), app.sign_in(Cast::Cora).unwrap());
    assert_eq!(give(&app, Cast::Casey, Cast::Casey, Served::Minh).await.status, 201);
    let one = enrollment(&app, &lena).await;
    let mut out = json!({ "end_date": day(&app, -1), "reason": "She left yesterday" });
    assert_eq!(correct(&lena, &one, out.clone()).await.status, 422, "she hears it, and not who reviews");
    out["follow_ups"] = to(&app, Cast::Max);
    let proposed = correct(&lena, &one, out).await;
    assert_eq!(proposed.status, 202, "{}", proposed.text());
    let path = format!("/changes/{}/approval", proposed.json()["id"].as_str().unwrap());
    let approved = cora.approve(&path, 1, json!({})).await;
    assert_eq!(approved.status, 200, "{}", approved.text());
    assert_eq!(open(&app, Cast::Casey, Served::Minh), 0);
}
