//! Facts about programs: what they are, who works in them, and how many people fit on which day.

use domain::programs::{Program, ProgramDetail};
use serde_json::{Value, json};
use testkit::{Answer, App, Cast, Visitor, send};

use crate::hard::tamper;

async fn all(who: &Visitor, filter: &str) -> Vec<Program> {
    who.get(&format!("/programs{filter}")).await.read()
}

async fn add(who: &Visitor, body: Value) -> ProgramDetail {
    let made = who.post("/programs", body).await;
    assert_eq!(made.status, 201, "{}", made.text());
    made.read()
}

fn path(program: &ProgramDetail) -> String {
    format!("/programs/{}", program.program.id)
}

async fn remove(who: &Visitor, id: impl std::fmt::Display, version: i32) -> Answer {
    let request = who.request("DELETE".parse().unwrap(), &format!("/programs/{id}"));
    send(request.header("if-match", format!("\"{version}\""))).await
}

fn day(app: &App, from_today: i32) -> String {
    app.database.column(&format!("select today() + {from_today}")).unwrap().remove(0)
}

async fn set(who: &Visitor, program: &ProgramDetail, capacity: i32, from: &str) -> Answer {
    let body = json!({ "capacity": capacity, "effective_from": from });
    who.post(&format!("{}/capacities", path(program)), body).await
}

#[actix_web::test]
async fn a_program_has_a_type_a_department_a_place_and_people() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let department = cora.get("/departments").await.json()[0]["id"].clone();
    let [casey, max] = [Cast::Casey, Cast::Max].map(|person| app.user(person).unwrap());
    let body = json!({
        "name": "Kitchen Academy", "kind": "training", "department_id": department, "location": "Folsom Street",
        "description": "Learn to cook for a living.", "open_to_intake": false,
        "staff": [{ "user_id": casey }, { "user_id": max, "manages": true }],
    });
    let made = add(&cora, body).await;
    let people: Vec<_> = made.staff.iter().map(|member| (member.user_id, member.manages)).collect();
    assert_eq!(people, [(max, true), (casey, false)]);
    assert_eq!((made.program.kind.as_deref(), made.program.open_to_intake), (Some("training"), false));
    let read: ProgramDetail = cora.get(&path(&made)).await.read();
    assert_eq!(read, made);
    assert_eq!(all(&cora, "").await.last().unwrap().id, made.program.id);
}

#[actix_web::test]
async fn programs_are_found_by_what_they_are() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let casey = app.user(Cast::Casey).unwrap();
    let body = json!({ "name": "100% Kitchen", "kind": "service", "open_to_intake": false, "staff": [{ "user_id": casey }] });
    let made = add(&cora, body).await;
    for (filter, found) in [
        ("?q=kitchen", true),
        ("?q=100%25", true),
        ("?q=0_%25", false),
        ("?kind=service", true),
        ("?kind=training", false),
        ("?open_to_intake=false", true),
        ("?open_to_intake=true", false),
        (&*format!("?staff_id={casey}"), true),
    ] {
        let listed = all(&cora, filter).await.iter().any(|program| program.id == made.program.id);
        assert_eq!(listed, found, "{filter}");
    }
    assert_eq!(cora.get("/programs?color=red").await.status, 422);
}

#[actix_web::test]
async fn a_change_names_what_differs_and_the_version_it_was_read_in() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let made = add(&cora, json!({ "name": "Kitchen", "kind": "training" })).await;
    let changed = cora.patch(&path(&made), 1, json!({ "kind": null, "location": "Mission" })).await;
    assert_eq!(changed.status, 200, "{}", changed.text());
    assert!(changed.json()["kind"].is_null() && changed.json()["name"] == "Kitchen");
    assert_eq!(cora.patch(&path(&made), 1, json!({ "location": "x" })).await.code(), "stale_version");
    for (body, expected) in [
        (json!({ "name": "" }), "/name required"),
        (json!({ "kind": "circus" }), "/kind unknown"),
        (json!({ "department_id": "0190a000-0000-7000-8000-000000000000" }), "/department_id unknown"),
        (
            json!({ "staff": [{ "user_id": "0190a000-0000-7000-8000-000000000000" }] }),
            "/staff/0/user_id unknown",
        ),
        (json!({ "name": "CITYBUILD ACADEMY" }), "/name taken"),
        (json!({}), " nothing_to_change"),
    ] {
        let refused = cora.patch(&path(&made), 2, body.clone()).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![expected.to_owned()]), "{body}");
    }
}

#[actix_web::test]
async fn whose_account_was_closed_stays_until_somebody_takes_them_out_and_keeps_nobody_from_coming() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let (otto, stan) = (app.user(Cast::Otto).unwrap(), app.user(Cast::Stan).unwrap());
    let made = add(&cora, json!({ "name": "Kitchen", "staff": [{ "user_id": otto }] })).await;
    let close = |tx: &mut store::tx::WriteTx| store::users::deactivate(tx, otto);
    let (store, job) = app.job();
    store.write_public(&job, "users.deactivate", close).unwrap();
    let both = json!({ "staff": [{ "user_id": otto }, { "user_id": stan }] });
    let changed = cora.patch(&path(&made), i64::from(made.program.version), both.clone()).await;
    assert_eq!(changed.status, 200, "{}", changed.text());
    let alone = json!({ "staff": [{ "user_id": stan }] });
    let without = cora.patch(&path(&made), changed.version(), alone).await;
    assert_eq!(without.json()["staff"].as_array().map(Vec::len), Some(1), "{}", without.text());
    let again = cora.patch(&path(&made), without.version(), both).await;
    assert_eq!(again.fields(), ["/staff/0/user_id unknown"], "and nobody brings them back");
}

#[actix_web::test]
async fn who_comes_to_work_in_a_program_sees_its_people_and_who_leaves_does_not() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let otto = app.sign_in(Cast::Otto).unwrap();
    let maria = format!("/clients/{}", app.client(testkit::Served::Maria).unwrap());
    assert_eq!(otto.get(&maria).await.status, 404);
    let enrolled = "select program_id from enrollments join clients on clients.id = client_id \
                    where first_name = 'María' and start_date <= today() and (end_date is null or end_date >= today()) limit 1";
    let id = app.database.column(enrolled).unwrap().remove(0);
    let found: ProgramDetail = cora.get(&format!("/programs/{id}")).await.read();
    let staff = |more: Option<domain::ids::UserId>| {
        let now =
            found.staff.iter().map(|member| json!({ "user_id": member.user_id, "manages": member.manages }));
        json!({ "staff": now.chain(more.map(|user| json!({ "user_id": user }))).collect::<Vec<_>>() })
    };
    let with = cora
        .patch(&path(&found), i64::from(found.program.version), staff(Some(app.user(Cast::Otto).unwrap())))
        .await;
    assert_eq!(with.status, 200, "{}", with.text());
    assert_eq!(otto.get(&maria).await.status, 200);
    assert_eq!(cora.patch(&path(&found), with.version(), staff(None)).await.status, 200);
    assert_eq!(otto.get(&maria).await.status, 404);
}

#[actix_web::test]
async fn a_capacity_holds_from_its_day_and_the_history_stays() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let made = add(&cora, json!({ "name": "Kitchen" })).await;
    assert_eq!(set(&cora, &made, 20, &day(&app, -30)).await.status, 201);
    assert_eq!(set(&cora, &made, 30, &day(&app, 10)).await.status, 201);
    let now: ProgramDetail = cora.get(&path(&made)).await.read();
    assert_eq!(now.program.capacity, Some(20));
    assert_eq!(now.capacities.iter().map(|one| one.capacity).collect::<Vec<_>>(), [20, 30]);
    // What has been true of a day is not written over.
    let late = set(&cora, &made, 5, &day(&app, -3)).await;
    assert_eq!(late.fields(), ["/reason reason_for_the_past"]);
    assert!(late.json()["detail"].as_str().unwrap().starts_with("Say under `reason`"), "{}", late.text());
    assert_eq!(set(&cora, &made, 25, &day(&app, 0)).await.status, 201);
    let now: ProgramDetail = cora.get(&path(&made)).await.read();
    assert_eq!(now.program.capacity, Some(25));
    assert_eq!(now.capacities.iter().map(|one| one.capacity).collect::<Vec<_>>(), [20, 25, 30]);
}

async fn corrected(who: &Visitor, program: &ProgramDetail, capacity: i32, from: &str) -> Answer {
    let body = json!({ "capacity": capacity, "effective_from": from, "reason": "The room holds fewer" });
    who.post(&format!("{}/capacities", path(program)), body).await
}

#[actix_web::test]
async fn a_capacity_of_before_is_corrected_for_a_reason_and_the_audit_has_what_stood_there() {
    let app = App::start().await.unwrap();
    let (cora, casey) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Casey).unwrap());
    let made = add(&cora, json!({ "name": "Kitchen" })).await;
    assert_eq!(set(&cora, &made, 20, &day(&app, -30)).await.status, 201);
    assert_eq!(corrected(&casey, &made, 12, &day(&app, -30)).await.status, 403);
    assert_eq!(corrected(&cora, &made, 12, &day(&app, -30)).await.status, 201);
    // What nobody had said of a day is said later.
    assert_eq!(corrected(&cora, &made, 15, &day(&app, -10)).await.status, 201);
    for (from, capacity) in [(-31, None), (-30, Some(12)), (-11, Some(12)), (-10, Some(15)), (0, Some(15))] {
        let on = day(&app, from);
        let found: ProgramDetail = cora.get(&format!("{}?on={on}", path(&made))).await.read();
        assert_eq!(found.program.capacity, capacity, "{from}");
        let drawn = cora.get(&format!("{}/occupancy?from={on}&to={on}", path(&made))).await.json();
        assert_eq!(drawn[0]["capacity"], json!(capacity), "{from}");
    }
    let lines = "select concat_ws(' ', before->>'capacity', after->>'capacity', reason) from audit \
                 where entity = 'program_capacities' and action = 'update'";
    assert_eq!(app.database.column(lines).unwrap(), ["20 12 The room holds fewer"]);
}

#[actix_web::test]
async fn capacity_and_enrollments_are_read_as_of_a_day() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let made = add(&cora, json!({ "name": "Kitchen" })).await;
    for (places, from) in [(20, -30), (25, 0), (30, 10)] {
        assert_eq!(set(&cora, &made, places, &day(&app, from)).await.status, 201);
    }
    let enroll = format!(
        "insert into enrollments (id, client_id, program_id, start_date, end_date) \
         select gen_random_uuid(), id, '{}', today() - 20, today() - 10 from clients where first_name = 'María'",
        made.program.id
    );
    tamper(&app, &enroll);
    for (from, expected) in [
        (-31, (None, 0)),
        (-30, (Some(20), 0)),
        (-20, (Some(20), 1)),
        (-10, (Some(20), 1)),
        (-9, (Some(20), 0)),
        (0, (Some(25), 0)),
        (11, (Some(30), 0)),
    ] {
        let on = format!("?on={}", day(&app, from));
        let one: ProgramDetail = cora.get(&format!("{}{on}", path(&made))).await.read();
        assert_eq!((one.program.capacity, one.program.enrolled), expected, "{from}");
        let listed = all(&cora, &on).await.into_iter().find(|program| program.id == made.program.id).unwrap();
        assert_eq!(listed, one.program, "{from}");
    }
    assert_eq!(cora.get("/programs?on=yesterday").await.status, 422);
}

#[actix_web::test]
async fn the_order_of_the_programs_is_that_of_the_form() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let made = add(&cora, json!({ "name": "Kitchen" })).await;
    let names = |all: &Value| -> Vec<String> {
        all.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
    };
    let before = names(&cora.get("/programs").await.json());
    let moved = cora.patch(&path(&made), 1, json!({ "position": 1 })).await;
    assert_eq!(moved.status, 200, "{}", moved.text());
    let mut expected = before.clone();
    let last = expected.pop().unwrap();
    expected.insert(1, last);
    assert_eq!(names(&cora.get("/programs").await.json()), expected);
    // Beyond the end is the end, and nobody else's version moved.
    assert_eq!(cora.patch(&path(&made), 2, json!({ "position": 999 })).await.status, 200);
    assert_eq!(names(&cora.get("/programs").await.json()), before);
    let first: Program = all(&cora, "").await.remove(0);
    let to = |position| json!({ "position": position });
    let address = format!("/programs/{}", first.id);
    assert_eq!(cora.patch(&address, i64::from(first.version), to(3)).await.status, 200);
    assert_eq!(cora.patch(&address, i64::from(first.version), to(0)).await.code(), "stale_version");
    let offered = names(&app.anybody().unwrap().get("/intake/form").await.json()["programs"]);
    let open = names(&cora.get("/programs?open_to_intake=true").await.json());
    assert_eq!(offered, open);
    assert_ne!(open[0], first.name);
    assert_eq!(cora.patch(&path(&made), 3, to(-1)).await.fields(), ["/position out_of_range"]);
    let casey = app.sign_in(Cast::Casey).unwrap();
    assert_eq!(casey.patch(&path(&made), 3, to(0)).await.status, 403);
}

#[actix_web::test]
async fn a_capacity_to_come_is_set_anew_or_taken_back() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let made = add(&cora, json!({ "name": "Kitchen" })).await;
    let coming = day(&app, 10);
    set(&cora, &made, 20, &day(&app, 0)).await;
    assert_eq!(set(&cora, &made, 30, &coming).await.json()["capacity"], 30);
    assert_eq!(set(&cora, &made, 40, &coming).await.json()["capacity"], 40);
    let now: ProgramDetail = cora.get(&path(&made)).await.read();
    let address = |at: usize| format!("{}/capacities/{}", path(&made), now.capacities[at].id);
    assert_eq!(cora.delete(&address(1)).await.status, 204);
    assert_eq!(cora.delete(&address(0)).await.status, 409);
    let left: ProgramDetail = cora.get(&path(&made)).await.read();
    assert_eq!(left.capacities.len(), 1);
    assert_eq!(set(&cora, &made, -1, &coming).await.fields(), ["/capacity out_of_range"]);
    assert_eq!(
        app.sign_in(Cast::Casey)
            .unwrap()
            .post(&format!("{}/capacities", path(&made)), json!({ "capacity": 1, "effective_from": coming }))
            .await
            .status,
        403
    );
}

#[actix_web::test]
async fn what_uses_a_program_is_said_and_it_stays() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let id = app.database.column("select program_id from enrollments limit 1").unwrap().remove(0);
    let found: ProgramDetail = cora.get(&format!("/programs/{id}")).await.read();
    let refused = remove(&cora, &id, found.program.version).await;
    assert_eq!((refused.status, refused.code()), (409, "conflict".to_owned()));
    assert!(refused.text().contains("enrollments"), "{}", refused.text());
    let made =
        add(&cora, json!({ "name": "Kitchen", "staff": [{ "user_id": app.user(Cast::Casey).unwrap() }] }))
            .await;
    assert_eq!(remove(&cora, made.program.id, 2).await.status, 412);
    assert_eq!(remove(&cora, made.program.id, 1).await.status, 204);
    assert_eq!(cora.get(&path(&made)).await.status, 404);
}

#[actix_web::test]
async fn a_type_in_use_is_retired_and_never_deleted() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    add(&cora, json!({ "name": "Kitchen", "kind": "training" })).await;
    let values = cora.get("/code-lists/program_type").await.json();
    let training = values.as_array().unwrap().iter().find(|value| value["code"] == "training").unwrap();
    let path = format!("/code-lists/program_type/{}", training["id"].as_str().unwrap());
    assert_eq!(cora.delete(&path).await.status, 409);
    let usage = cora.get("/code-lists/program_type/usage").await.json();
    let used = usage.as_array().unwrap().iter().find(|one| one["id"] == training["id"]).unwrap();
    assert_eq!(used["others"], 1);
}
