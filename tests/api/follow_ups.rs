//! Facts about follow-ups.

use domain::{permission::Permission, roles::RoleSight};
use serde_json::{Value, json};
use testkit::{Answer, App, Cast, Served, Visitor};

fn day(app: &App, days: i32) -> String {
    app.database.column(&format!("select today() + {days}")).unwrap().remove(0)
}

async fn set(app: &App, who: &Visitor, whom: Served, body: Value) -> Answer {
    who.post(&format!("/clients/{}/follow-ups", app.client(whom).unwrap()), body).await
}

async fn mine(who: &Visitor, query: &str) -> Vec<Value> {
    who.get(&format!("/follow-ups?limit=100{query}")).await.json()["items"].as_array().unwrap().clone()
}

/// Writes past the rules of the API, as time and others would.
fn meanwhile(app: &App, statement: &str) {
    let past = format!("begin; select begin_as('job', null, 'test', null, null); {statement}; commit");
    app.database.run(&past).unwrap();
}

/// Sets one for today and lets days pass.
async fn overdue(app: &App, who: &Visitor) -> Value {
    let made =
        set(app, who, Served::Maria, json!({ "due_on": day(app, 0), "purpose": "Call about the interview" }))
            .await;
    assert_eq!(made.status, 201, "{}", made.text());
    let id = made.json()["id"].as_str().unwrap().to_owned();
    meanwhile(app, &format!("update follow_ups set due_on = today() - 3 where id = '{id}'"));
    made.json()
}

#[actix_web::test]
async fn who_sets_one_and_names_nobody_does_it() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let made = set(&app, &casey, Served::Maria, json!({ "due_on": day(&app, 2), "purpose": "Call" })).await;
    assert_eq!(
        (made.status, made.json()["assignee"].as_str()),
        (201, Some("Casey Nguyen")),
        "{}",
        made.text()
    );
    assert!(mine(&casey, "").await.iter().any(|row| row["id"] == made.json()["id"]));
}

#[actix_web::test]
async fn a_colleague_is_told() {
    let app = App::start().await.unwrap();
    let cole = app.user(Cast::Cole).unwrap();
    let body = json!({ "due_on": day(&app, 2), "purpose": "Call", "assignee_id": cole });
    assert_eq!(set(&app, &app.sign_in(Cast::Casey).unwrap(), Served::Maria, body).await.status, 201);
    let inbox = app.sign_in(Cast::Cole).unwrap().get("/notifications").await.json();
    assert!(
        inbox["latest"].as_array().unwrap().iter().any(|one| one["kind"] == "follow_up_assigned"),
        "{inbox}"
    );
}

#[actix_web::test]
async fn outside_the_caseload_there_is_nobody_to_follow_up() {
    let app = App::start().await.unwrap();
    let body = json!({ "due_on": day(&app, 2), "purpose": "Call" });
    assert_eq!(set(&app, &app.sign_in(Cast::Casey).unwrap(), Served::Darnell, body).await.status, 404);
}

#[actix_web::test]
async fn what_was_due_yesterday_by_the_organizations_day_is_overdue() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let made = overdue(&app, &casey).await;
    let late = mine(&casey, "&overdue=true").await;
    assert!(late.iter().any(|row| row["id"] == made["id"]) && late.iter().all(|row| row["overdue"] == true));
}

#[actix_web::test]
async fn moving_it_is_counted() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let made = overdue(&app, &casey).await;
    let path = format!("/follow-ups/{}", made["id"].as_str().unwrap());
    let moved = casey.patch(&path, 1, json!({ "due_on": day(&app, 7) })).await;
    assert_eq!((moved.status, &moved.json()["reschedules"]), (200, &json!(1)), "{}", moved.text());
    assert_eq!(casey.patch(&path, 1, json!({ "due_on": day(&app, 8) })).await.status, 412);
    assert_eq!(
        casey.patch(&path, 2, json!({ "due_on": day(&app, -1) })).await.fields(),
        ["/due_on in_the_past"]
    );
}

#[actix_web::test]
async fn a_done_one_is_closed_for_good() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let made = overdue(&app, &casey).await;
    let path = format!("/follow-ups/{}", made["id"].as_str().unwrap());
    let done = casey.post_on(&format!("{path}/completion"), 1, json!({ "outcome": "She got the job" })).await;
    assert_eq!(
        (done.status, &done.json()["status"], &done.json()["overdue"]),
        (200, &json!("done"), &json!(false))
    );
    assert_eq!(casey.patch(&path, 2, json!({ "due_on": day(&app, 7) })).await.status, 409);
}

#[actix_web::test]
async fn what_is_open_comes_earliest_first_and_what_is_done_latest_first() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    for days in [3, 1, 2] {
        let body = json!({ "due_on": day(&app, days), "purpose": format!("Call {days}") });
        let made = set(&app, &casey, Served::Maria, body).await.json();
        let path = format!("/follow-ups/{}/completion", made["id"].as_str().unwrap());
        assert_eq!(casey.post_on(&path, 1, json!({ "outcome": "Done" })).await.status, 200);
        let body = json!({ "due_on": day(&app, days), "purpose": format!("Write {days}") });
        assert_eq!(set(&app, &casey, Served::Maria, body).await.status, 201);
    }
    for (filter, first, expected) in [
        ("", "Write", ["Write 1", "Write 2", "Write 3"]),
        ("&status=done", "Call", ["Call 3", "Call 2", "Call 1"]),
    ] {
        let (mut found, mut cursor) = (Vec::new(), String::new());
        // One on each page: the pages follow the same order.
        loop {
            let page = casey.get(&format!("/follow-ups?limit=1{filter}{cursor}")).await.json();
            let purposes = page["items"].as_array().unwrap().iter().map(|row| row["purpose"].clone());
            found.extend(purposes.map(|purpose| purpose.as_str().unwrap().to_owned()));
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        found.retain(|purpose| purpose.starts_with(first));
        assert_eq!(found, expected, "{filter}");
    }
}

#[actix_web::test]
async fn a_manager_sees_the_teams_and_a_case_manager_does_not() {
    let app = App::start().await.unwrap();
    let made = overdue(&app, &app.sign_in(Cast::Casey).unwrap()).await;
    let team = mine(&app.sign_in(Cast::Max).unwrap(), "&team=true").await;
    assert!(team.iter().any(|row| row["id"] == made["id"]));
    let casey = app.user(Cast::Casey).unwrap();
    let otto = app.sign_in(Cast::Otto).unwrap();
    assert_eq!(otto.get("/follow-ups?team=true").await.status, 403);
    assert_eq!(otto.get(&format!("/follow-ups?assignee={casey}")).await.status, 403);
}

#[actix_web::test]
async fn an_analyst_writes_none() {
    let app = App::start().await.unwrap();
    let body = json!({ "due_on": day(&app, 2), "purpose": "Call" });
    assert_eq!(set(&app, &app.sign_in(Cast::Ana).unwrap(), Served::Maria, body).await.status, 403);
}

#[actix_web::test]
async fn nobody_is_given_what_they_would_not_find_on_their_list() {
    let app = App::start().await.unwrap();
    let (casey, cole) = (app.sign_in(Cast::Casey).unwrap(), app.user(Cast::Cole).unwrap());
    let ask = async |user: String| {
        let body = json!({ "due_on": day(&app, 2), "purpose": "Call", "assignee_id": user });
        set(&app, &casey, Served::Maria, body).await
    };
    for who in [Cast::Otto, Cast::Vera, Cast::Wendy, Cast::Hugo] {
        let refused = ask(app.user(who).unwrap().to_string()).await;
        assert_eq!(refused.fields(), ["/assignee_id does_not_see_the_client"], "{}", who.name());
        let detail = refused.json()["detail"].as_str().unwrap_or_default().to_owned();
        assert!(detail.contains("Assign the client to them first"), "{detail}");
    }
    app.colleague("Planner", RoleSight::Everyone, &[Permission::SeeFollowUps]).unwrap();
    let planner = "select id from users where email = 'planner@example.org'";
    let planner = app.database.column(planner).unwrap().remove(0);
    assert_eq!(
        ask(planner).await.fields(),
        ["/assignee_id does_not_see_the_client"],
        "sight opens no client"
    );
    assert_eq!(ask("00000000-0000-0000-0000-000000000001".into()).await.status, 422);
    let (store, job) = app.job();
    store.write_public(&job, "users.deactivate", |tx| store::users::deactivate(tx, cole)).unwrap();
    assert_eq!(ask(cole.to_string()).await.status, 422);
    assert_eq!(ask(app.user(Cast::Max).unwrap().to_string()).await.status, 201);
}

#[actix_web::test]
async fn follow_ups_outside_the_caseload_are_not_found() {
    let app = App::start().await.unwrap();
    let made = overdue(&app, &app.sign_in(Cast::Casey).unwrap()).await;
    let otto = app.sign_in(Cast::Otto).unwrap();
    let path = format!("/follow-ups/{}", made["id"].as_str().unwrap());
    assert_eq!(otto.get(&path).await.status, 404);
    assert_eq!(otto.patch(&path, 1, json!({ "purpose": "Hm" })).await.status, 404);
    assert_eq!(otto.post_on(&format!("{path}/completion"), 1, json!({})).await.status, 404);
    let maria = app.client(Served::Maria).unwrap();
    assert_eq!(otto.get(&format!("/follow-ups?client={maria}")).await.status, 404);
}

#[actix_web::test]
async fn a_clients_follow_ups_are_seen_by_all_who_work_with_the_client() {
    let app = App::start().await.unwrap();
    let made = overdue(&app, &app.sign_in(Cast::Casey).unwrap()).await;
    let stan = app.sign_in(Cast::Stan).unwrap();
    let query = format!("&client={}", app.client(Served::Maria).unwrap());
    assert!(mine(&stan, &query).await.iter().any(|row| row["id"] == made["id"]));
    assert!(!mine(&stan, "").await.iter().any(|row| row["id"] == made["id"]));
    assert_eq!(app.sign_in(Cast::Vera).unwrap().get("/follow-ups").await.status, 403);
}

#[actix_web::test]
async fn whoever_gets_it_from_another_is_told() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let made = overdue(&app, &casey).await;
    let path = format!("/follow-ups/{}", made["id"].as_str().unwrap());
    let moved = casey.patch(&path, 1, json!({ "assignee_id": app.user(Cast::Stan).unwrap() })).await;
    assert_eq!(
        (moved.status, &moved.json()["assignee"], &moved.json()["reschedules"]),
        (200, &json!("Stan Kowalski"), &json!(0))
    );
    let inbox = app.sign_in(Cast::Stan).unwrap().get("/notifications").await.json();
    assert!(inbox["latest"].as_array().unwrap().iter().any(|one| one["subject_id"] == made["id"]));
}

#[actix_web::test]
async fn every_write_leaves_exactly_its_row_in_the_audit() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let made = overdue(&app, &casey).await;
    let path = format!("/follow-ups/{}", made["id"].as_str().unwrap());
    casey.patch(&path, 1, json!({ "purpose": "Call again" })).await;
    casey.post_on(&format!("{path}/completion"), 2, json!({})).await;
    casey.post_on(&format!("{path}/completion"), 2, json!({})).await;
    let rows = app.database.column(&format!(
        "select concat_ws(' ', operation, action) from audit where entity_id = '{}' \
         and principal = 'user' order by seq",
        made["id"].as_str().unwrap()
    ));
    assert_eq!(
        rows.unwrap(),
        ["follow_ups.set create", "follow_ups.reschedule update", "follow_ups.complete update"]
    );
}

/// One that Casey did a moment ago, with the version that its completion has.
async fn done(app: &App, casey: &Visitor) -> (String, i64) {
    let made = set(app, casey, Served::Maria, json!({ "due_on": day(app, 2), "purpose": "Call" })).await;
    let path = format!("/follow-ups/{}/completion", made.json()["id"].as_str().unwrap());
    let done = casey.post_on(&path, 1, json!({ "outcome": "She got the job" })).await;
    assert_eq!(done.status, 200, "{}", done.text());
    (path, done.version())
}

async fn take_back(who: &Visitor, path: &str, version: i64) -> Answer {
    let request = who.request(reqwest::Method::DELETE, path);
    testkit::send(request.header("if-match", format!("\"{version}\""))).await
}

#[actix_web::test]
async fn a_completion_can_be_taken_back() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let (path, version) = done(&app, &casey).await;
    let open = take_back(&casey, &path, version).await;
    let seen = open.json();
    assert_eq!((open.status, &seen["status"], &seen["outcome"]), (200, &json!("open"), &Value::Null));
    assert!(mine(&casey, "").await.iter().any(|row| row["id"] == seen["id"]));
    assert_eq!(take_back(&casey, &path, open.version()).await.status, 409);
}

#[actix_web::test]
async fn with_a_closed_record_nothing_is_to_be_done_again() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let (path, version) = done(&app, &casey).await;
    let maria = app.client(Served::Maria).unwrap();
    meanwhile(&app, &format!("update clients set status = 'closed' where id = '{maria}'"));
    let refused = take_back(&casey, &path, version).await;
    assert_eq!((refused.status, refused.code()), (409, "conflict".into()), "{}", refused.text());
    assert!(!mine(&casey, "").await.iter().any(|row| path.contains(row["id"].as_str().unwrap())));
}

#[actix_web::test]
async fn what_was_done_long_ago_stays_done() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let (path, version) = done(&app, &casey).await;
    let id = path.split('/').nth(2).unwrap();
    let past =
        format!("update follow_ups set closed_at = closed_at - interval '11 minutes' where id = '{id}'");
    meanwhile(&app, &past);
    assert_eq!(take_back(&casey, &path, version).await.status, 409);
    let found = casey.get(&format!("/follow-ups/{id}")).await.json();
    assert_eq!((&found["status"], &found["outcome"]), (&json!("done"), &json!("She got the job")));
}

#[actix_web::test]
async fn what_is_taken_back_never_goes_to_somebody_who_would_not_find_it() {
    let app = App::start().await.unwrap();
    let (casey, cole) = (app.sign_in(Cast::Casey).unwrap(), app.user(Cast::Cole).unwrap());
    let body = json!({ "due_on": day(&app, 2), "purpose": "Call", "assignee_id": cole });
    for (ended, whose) in [(false, "Cole Adeyemi"), (true, "Casey Nguyen")] {
        let made = set(&app, &casey, Served::Maria, body.clone()).await;
        let path = format!("/follow-ups/{}/completion", made.json()["id"].as_str().unwrap());
        let done = casey.post_on(&path, 1, json!({})).await;
        assert_eq!(done.status, 200, "{}", done.text());
        if ended {
            meanwhile(&app, &format!("update assignments set ended_at = now() where user_id = '{cole}'"));
        }
        let open = take_back(&casey, &path, done.version()).await;
        assert_eq!((open.status, open.json()["assignee"].as_str()), (200, Some(whose)), "{}", open.text());
    }
}
