//! Facts about clients' records.

use serde_json::{Value, json};
use testkit::{Answer, App, Cast, Served, Visitor, send};

/// A number that stands nowhere else in the demo.
const SSN: &str = "457-55-5462";

fn draft() -> Value {
    json!({
        "first_name": "Anh", "last_name": "Trần", "date_of_birth": "1988-03-09", "residency": "resident",
        "aliases": ["Annie"],
        "contact_points": [{ "kind": "phone", "value": "(415) 555-7788" },
                           { "kind": "email", "value": "Anh.Tran@example.org", "label": "work" }],
        "addresses": [{ "street": "1 Grove Street", "city": "San Francisco", "region": "CA", "postal_code": "94102" }],
        "external_ids": [{ "source": "HMIS", "value": "H-100" }],
        "emergency_contact": { "name": "Linh Trần", "relationship": "Sister", "phone": "415-555-7789" },
        "answers": [{ "question": "gender", "status": "declined" }],
    })
}

fn with(mut body: Value, field: &str, value: Value) -> Value {
    body[field] = value;
    body
}

async fn record(who: &Visitor, app: &App, whom: Served) -> (String, Answer) {
    let path = format!("/clients/{}", app.client(whom).unwrap());
    let found = who.get(&path).await;
    (path, found)
}

/// Every row of every table, as text.
fn all_rows(app: &App) -> String {
    let tables = app.database.column(
        "select quote_ident(table_name) from information_schema.tables \
         where table_schema = 'public' and table_type = 'BASE TABLE'",
    );
    let rows = tables
        .unwrap()
        .into_iter()
        .flat_map(|table| app.database.column(&format!("select to_jsonb(t) from {table} as t")).unwrap());
    rows.collect::<Vec<_>>().join("\n")
}

#[actix_web::test]
async fn a_record_is_read_as_it_was_written() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let made = cora.post("/clients", with(draft(), "ssn", json!(SSN))).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let found = cora.get(made.header("location").trim_start_matches("/api/v1")).await;
    assert_eq!((found.status, found.json()), (200, made.json()), "{}", found.text());
    for (field, expected) in draft().as_object().unwrap().iter().filter(|(field, _)| *field != "answers") {
        let read = &found.json()[field];
        let same = match expected {
            Value::Array(items) if items[0].is_object() => {
                items.iter().zip(read.as_array().unwrap()).all(|(item, read)| {
                    item.as_object().unwrap().iter().all(|(name, value)| read[name] == *value)
                })
            }
            other => other == read,
        };
        assert!(same, "{field}: {read}");
    }
    assert_eq!(found.json()["ssn_last_four"], "5462");
    assert_eq!((found.version(), &found.json()["stage"]), (1, &json!("intake")));
}

#[actix_web::test]
async fn a_case_manager_sees_whom_she_adds() {
    let app = App::start().await.unwrap();
    let made = app.sign_in(Cast::Casey).unwrap().post("/clients", draft()).await;
    let path = made.header("location").trim_start_matches("/api/v1").to_owned();
    assert_eq!(app.sign_in(Cast::Casey).unwrap().get(&path).await.status, 200);
    assert_eq!(app.sign_in(Cast::Otto).unwrap().get(&path).await.status, 404);
}

#[actix_web::test]
async fn a_person_with_one_name_is_a_client() {
    let app = App::start().await.unwrap();
    let made = app.sign_in(Cast::Cora).unwrap().post("/clients", json!({ "first_name": "Madonna" })).await;
    assert_eq!((made.status, made.json()["last_name"].as_str()), (201, Some("")), "{}", made.text());
}

#[actix_web::test]
async fn a_volunteer_sees_the_card_only() {
    let app = App::start().await.unwrap();
    let (_, card) = record(&app.sign_in(Cast::Vera).unwrap(), &app, Served::Maria).await;
    let card = card.json();
    assert_eq!(
        (card["first_name"].as_str(), card["contact_points"][0]["kind"].as_str()),
        (Some("María"), Some("phone"))
    );
    for hidden in [
        "date_of_birth",
        "status",
        "stage",
        "ssn_last_four",
        "aliases",
        "residency",
        "emergency_contact",
        "referral_source",
    ] {
        assert!(card.get(hidden).is_none(), "{hidden}");
        assert!(card["withheld"].as_array().unwrap().contains(&json!(hidden)), "{hidden}");
    }
}

#[actix_web::test]
async fn staff_see_the_details_without_the_last_four() {
    let app = App::start().await.unwrap();
    let (_, seen) = record(&app.sign_in(Cast::Stan).unwrap(), &app, Served::Maria).await;
    assert_eq!(seen.json()["date_of_birth"], "1990-02-28");
    assert_eq!(seen.json()["withheld"], json!(["ssn_last_four"]));
    let (_, seen) = record(&app.sign_in(Cast::Cole).unwrap(), &app, Served::Maria).await;
    assert_eq!((&seen.json()["ssn_last_four"], &seen.json()["withheld"]), (&json!("1234"), &json!([])));
}

#[actix_web::test]
async fn outside_the_caseload_there_is_nobody() {
    let app = App::start().await.unwrap();
    let otto = app.sign_in(Cast::Otto).unwrap();
    let (path, found) = record(&otto, &app, Served::Maria).await;
    assert_eq!(found.status, 404);
    for below in ["/demographics", "/timeline", "/enrollments", "/assignments", "/documents", "/restrictions"]
    {
        assert_eq!(otto.get(&format!("{path}{below}")).await.status, 404, "{below}");
    }
    assert_eq!(otto.patch(&path, 1, json!({ "first_name": "Eve" })).await.status, 404);
    assert_eq!(
        otto.post_on(&format!("{path}/stage-moves"), 1, json!({ "stage": "assessment" })).await.status,
        404
    );
    let list = otto.get("/clients?limit=100").await.json();
    assert_eq!((list["items"].as_array().unwrap().len(), &list["total"]["count"]), (1, &json!(1)));
    assert_eq!(otto.get("/clients/not-an-id").await.status, 404);
}

#[actix_web::test]
async fn a_change_wants_the_version_that_was_read() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let (path, found) = record(&casey, &app, Served::Maria).await;
    let without =
        send(casey.request("PATCH".parse().unwrap(), &path).json(&json!({ "first_name": "Mary" }))).await;
    assert_eq!(without.status, 428);
    let changed = casey.patch(&path, found.version(), json!({ "first_name": "Mary" })).await;
    assert_eq!((changed.status, changed.version()), (200, found.version() + 1), "{}", changed.text());
    assert_eq!(casey.patch(&path, found.version(), json!({ "first_name": "Lost" })).await.status, 412);
}

#[actix_web::test]
async fn of_parallel_changes_of_one_version_one_wins() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let (path, found) = record(&casey, &app, Served::Maria).await;
    let tries = (0..6).map(|n| {
        let (casey, path, version) = (casey.clone(), path.clone(), found.version());
        actix_web::rt::spawn(async move {
            casey.patch(&path, version, json!({ "preferred_name": format!("M{n}") })).await.status
        })
    });
    let mut statuses = Vec::new();
    for one in tries.collect::<Vec<_>>() {
        statuses.push(one.await.unwrap());
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412, 412, 412, 412, 412]);
}

#[actix_web::test]
async fn absent_keeps_and_null_clears() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let (path, found) = record(&casey, &app, Served::Maria).await;
    let patch = json!({ "preferred_name": null, "emergency_contact": null, "date_of_birth": null });
    let changed = casey.patch(&path, found.version(), patch).await;
    assert_eq!(changed.status, 200, "{}", changed.text());
    let after = casey.get(&path).await.json();
    assert_eq!((after["preferred_name"].clone(), after.get("emergency_contact")), (Value::Null, None));
    for kept in ["first_name", "contact_points", "addresses", "aliases", "ssn_last_four", "residency"] {
        assert_eq!(after[kept], found.json()[kept], "{kept}");
    }
}

#[actix_web::test]
async fn a_changed_phone_is_one_line_in_the_audit() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let (path, found) = record(&casey, &app, Served::Maria).await;
    let mut contacts = found.json()["contact_points"].clone();
    contacts[0]["value"] = json!("415-555-9999");
    let lines = "select count(*) from audit where entity = 'contact_points' and action = ";
    let count = |action: &str| app.database.column(&format!("{lines}'{action}'")).unwrap().remove(0);
    let before = [count("create"), count("delete"), count("update")];
    let changed = casey.patch(&path, found.version(), json!({ "contact_points": contacts })).await;
    assert_eq!(changed.json()["contact_points"], contacts, "{}", changed.text());
    assert_eq!(casey.get(&path).await.json()["contact_points"], contacts);
    let updates: i64 = before[2].parse().unwrap();
    assert_eq!(
        [count("create"), count("delete"), count("update")],
        [before[0].clone(), before[1].clone(), (updates + 1).to_string()]
    );
    assert_eq!(casey.get("/clients?q=4155559999").await.json()["items"][0]["first_name"], "María");
}

#[actix_web::test]
async fn a_counselor_changes_contact_details_and_no_more() {
    let app = App::start().await.unwrap();
    let cole = app.sign_in(Cast::Cole).unwrap();
    let (path, found) = record(&cole, &app, Served::Maria).await;
    assert_eq!(cole.patch(&path, found.version(), json!({ "first_name": "Mary" })).await.status, 403);
    let moved =
        cole.patch(&path, found.version(), json!({ "addresses": [{ "no_fixed_address": true }] })).await;
    assert_eq!(
        (moved.status, &moved.json()["addresses"][0]["no_fixed_address"]),
        (200, &json!(true)),
        "{}",
        moved.text()
    );
    let vera = app.sign_in(Cast::Vera).unwrap();
    assert_eq!(vera.patch(&path, moved.version(), json!({ "addresses": [] })).await.status, 403);
}

#[actix_web::test]
async fn a_managers_change_waits_for_review() {
    let app = App::start().await.unwrap();
    let (max, cora) = (app.sign_in(Cast::Max).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let (path, found) = record(&max, &app, Served::Maria).await;
    let proposed =
        max.patch(&path, found.version(), json!({ "neighborhood": null, "last_name": "Ruiz" })).await;
    assert_eq!(proposed.status, 202, "{}", proposed.text());
    assert_eq!(cora.get(&path).await.json()["last_name"], "Delgado");
    let change = format!("/changes/{}", proposed.json()["id"].as_str().unwrap());
    let approved = cora.post_on(&format!("{change}/approval"), 1, json!({})).await;
    assert_eq!(approved.status, 200, "{}", approved.text());
    assert_eq!(cora.get(&path).await.json()["last_name"], "Ruiz");
}

#[actix_web::test]
async fn a_proposed_number_is_kept_sealed_and_its_base_is_the_last_four() {
    let app = App::start().await.unwrap();
    let (max, cora) = (app.sign_in(Cast::Max).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let (path, found) = record(&max, &app, Served::Maria).await;
    let proposed = max.patch(&path, found.version(), json!({ "ssn": SSN })).await;
    assert_eq!(
        (proposed.status, &proposed.json()["base"]["ssn"]),
        (202, &json!("1234")),
        "{}",
        proposed.text()
    );
    let other = cora.patch(&path, found.version(), json!({ "ssn": "536-22-4321" })).await;
    assert_eq!(other.json()["ssn_last_four"], "4321", "{}", other.text());
    let change = format!("/changes/{}", proposed.json()["id"].as_str().unwrap());
    let refused = cora.post_on(&format!("{change}/approval"), 1, json!({})).await;
    assert_eq!((refused.status, refused.code().as_str()), (409, "change_conflict"), "{}", refused.text());
    let conflict = &refused.json()["conflicts"][0];
    assert_eq!(
        (&conflict["base"], &conflict["proposed"], &conflict["current"]),
        (&json!("1234"), &json!("5462"), &json!("4321"))
    );
    let back = cora.patch(&path, other.version(), json!({ "ssn": "536-22-1234" })).await;
    assert_eq!(back.status, 200);
    assert_eq!(cora.post_on(&format!("{change}/approval"), 1, json!({})).await.status, 200);
    let told = cora.post(&format!("{path}/ssn-disclosure"), json!({ "reason": "Tax form W-9" })).await;
    assert_eq!(told.json()["ssn"], SSN, "{}", told.text());
}

#[actix_web::test]
async fn a_number_stands_nowhere_in_the_clear() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let digits = SSN.replace('-', "");
    let made = cora.post("/clients", with(draft(), "ssn", json!(SSN))).await;
    let path = made.header("location").trim_start_matches("/api/v1").to_owned();
    let mut answers = vec![made.text()];
    for below in ["", "/demographics", "/timeline", "/history"] {
        answers.push(cora.get(&format!("{path}{below}")).await.text());
    }
    answers.push(cora.get("/clients?q=tran").await.text());
    answers.push(app.sign_in(Cast::Max).unwrap().patch(&path, 1, json!({ "ssn": SSN })).await.text());
    answers.push(cora.get("/changes").await.text());
    answers.push(cora.get("/audit?limit=100").await.text());
    answers.push(cora.patch(&path, 1, json!({ "ssn": format!("{SSN}0") })).await.text());
    let told = cora.post(&format!("{path}/ssn-disclosure"), json!({ "reason": "Tax form W-9" })).await;
    assert_eq!(told.json()["ssn"], SSN);
    answers.push(all_rows(&app));
    for text in answers {
        assert!(!text.contains(&digits) && !text.contains(SSN), "{text}");
    }
}

#[actix_web::test]
async fn opening_a_number_takes_permission_and_a_reason_and_is_recorded() {
    let app = App::start().await.unwrap();
    let path = format!("/clients/{}/ssn-disclosure", app.client(Served::Maria).unwrap());
    let reason = json!({ "reason": "Tax form W-9" });
    for who in [Cast::Casey, Cast::Max, Cast::Ana, Cast::Vera] {
        assert_eq!(app.sign_in(who).unwrap().post(&path, reason.clone()).await.status, 403, "{who:?}");
    }
    let cora = app.sign_in(Cast::Cora).unwrap();
    assert_eq!(cora.post(&path, json!({ "reason": "" })).await.status, 422);
    assert_eq!(cora.post(&path, reason).await.json()["ssn"], "536-22-1234");
    let recorded = app.database.column("select reason from audit where action = 'disclose'").unwrap();
    assert_eq!(recorded, ["Tax form W-9"]);
    let none = format!("/clients/{}/ssn-disclosure", app.client(Served::Sukarno).unwrap());
    assert_eq!(cora.post(&none, json!({ "reason": "Tax form W-9" })).await.status, 409);
}

#[actix_web::test]
async fn a_number_of_another_system_belongs_to_one_client() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    assert_eq!(cora.post("/clients", draft()).await.status, 201);
    let ids = json!([{ "source": "HMIS", "value": "H-101" }, { "source": "HMIS", "value": "H-100" }]);
    let refused = cora.post("/clients", with(draft(), "external_ids", ids.clone())).await;
    assert_eq!((refused.status, refused.fields()), (422, vec!["/external_ids/1/value taken".to_owned()]));
    let (path, found) = record(&cora, &app, Served::Maria).await;
    let refused = cora.patch(&path, found.version(), json!({ "external_ids": ids })).await;
    assert_eq!(refused.fields(), ["/external_ids/1/value taken"]);
    let twice = json!([{ "source": "X", "value": "1" }, { "source": "X", "value": "1" }]);
    let refused = cora.patch(&path, found.version(), json!({ "external_ids": twice })).await;
    assert_eq!(refused.fields(), ["/external_ids/1/value twice"]);
    assert_eq!(cora.get(&path).await.version(), found.version(), "nothing was half done");
}

#[actix_web::test]
async fn a_code_is_one_of_its_list() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    for (field, value, pointer) in [
        ("residency", json!("atlantis"), "/residency unknown"),
        ("residency_verified_by", json!("atlantis"), "/residency_verified_by unknown"),
        ("neighborhood", json!("atlantis"), "/neighborhood unknown"),
        ("referral_source", json!("resident"), "/referral_source unknown"),
        (
            "answers",
            json!([{ "question": "sex", "status": "given", "codes": ["atlantis"] }]),
            "/answers/0/codes/0 unknown",
        ),
    ] {
        let refused = cora.post("/clients", with(draft(), field, value)).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![pointer.to_owned()]), "{}", refused.text());
    }
}

#[actix_web::test]
async fn a_retired_code_stays_where_it_is_and_is_not_taken_anew() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    app.database
        .run("select begin_as('job', null, 'test', null, null); begin; select begin_as('job', null, 'test', null, null); \
              update code_values set retired_on = '2020-01-01' where list = 'residency' and code = 'resident'; commit")
        .unwrap();
    let (path, found) = record(&cora, &app, Served::Maria).await;
    let kept =
        cora.patch(&path, found.version(), json!({ "residency": "resident", "first_name": "María" })).await;
    assert_eq!(kept.status, 200, "{}", kept.text());
    assert_eq!(cora.post("/clients", draft()).await.fields(), ["/residency unknown"]);
}

#[actix_web::test]
async fn bad_input_names_the_field_and_breaks_nothing() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    for (field, value, expected) in [
        ("first_name", json!(""), "/first_name required"),
        ("first_name", json!("x".repeat(101)), "/first_name too_long"),
        ("first_name", json!("a\u{0}b"), "/first_name invisible_characters"),
        ("date_of_birth", json!("9999-12-31"), "/date_of_birth in_the_future"),
        ("date_of_birth", json!("0001-01-01"), "/date_of_birth too_long_ago"),
        ("date_of_birth", json!("2001-02-30"), "/date_of_birth malformed"),
        ("ssn", json!("000-00-0000"), "/ssn ssn"),
        ("created_at", json!("2020-01-01"), "/created_at unknown_field"),
        ("application_id", json!("0190a000-0000-7000-8000-000000000000"), "/application_id unknown_field"),
        ("addresses", json!([{}]), "/addresses/0/__all__ required"),
        (
            "answers",
            json!([{ "question": "sex", "status": "declined", "valid_from": "9999-01-01" }]),
            "/answers/0/valid_from in_the_future",
        ),
        (
            "answers",
            json!([{ "question": "sex", "status": "declined" }, { "question": "sex", "status": "unknown" }]),
            "/answers/1/question twice",
        ),
    ] {
        let refused = cora.post("/clients", with(draft(), field, value)).await;
        assert_eq!(refused.status, 422, "{field}: {}", refused.text());
        assert!(refused.fields().iter().any(|error| error == expected), "{expected}: {:?}", refused.fields());
    }
    let post = |body: String| {
        send(
            cora.request("POST".parse().unwrap(), "/clients")
                .header("content-type", "application/json")
                .body(body),
        )
    };
    assert_eq!(post(r#"{"first_name":"\ud800"}"#.into()).await.status, 400);
    assert_eq!(post(format!(r#"{{"first_name":"{}"}}"#, "x".repeat(10 << 20))).await.status, 413);
    let (path, found) = record(&cora, &app, Served::Maria).await;
    for (patch, expected) in [
        (json!({ "first_name": null }), "/first_name required"),
        (json!({ "status": "merged" }), "/status set_by_merge"),
        (json!({ "stage": "assessment" }), "/stage unknown_field"),
        (json!({ "version": 7 }), "/version unknown_field"),
    ] {
        assert_eq!(cora.patch(&path, found.version(), patch).await.fields(), [expected]);
    }
}

#[actix_web::test]
async fn a_move_in_the_journey_is_kept() {
    let app = App::start().await.unwrap();
    let cole = app.sign_in(Cast::Cole).unwrap();
    let (path, found) = record(&cole, &app, Served::Maria).await;
    let moves = format!("{path}/stage-moves");
    let moved = cole.post_on(&moves, found.version(), json!({ "stage": "assessment" })).await;
    assert_eq!((moved.status, &moved.json()["stage"]), (200, &json!("assessment")), "{}", moved.text());
    assert_eq!(cole.post_on(&moves, found.version(), json!({ "stage": "intake" })).await.status, 412);
    let again = cole.post_on(&moves, moved.version(), json!({ "stage": "assessment" })).await;
    assert_eq!((again.status, again.version()), (200, moved.version()), "a move to the same place is none");
    let line = format!("/clients/{}/timeline?kind=stage", app.client(Served::Maria).unwrap());
    let kept = cole.get(&line).await.json()["items"].clone();
    assert_eq!((&kept[0]["what"], &kept[0]["by"]), (&json!("assessment"), &json!("Cole Adeyemi")));
    assert_eq!(kept.as_array().unwrap().iter().filter(|move_| move_["by"] == "Cole Adeyemi").count(), 1);
    assert_eq!(
        app.sign_in(Cast::Stan)
            .unwrap()
            .post_on(&moves, moved.version(), json!({ "stage": "intake" }))
            .await
            .status,
        403
    );
}

#[actix_web::test]
async fn what_the_page_shows_besides_is_there() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let path = format!("/clients/{}/enrollments", app.client(Served::Maria).unwrap());
    let enrolled = casey.get(&path).await.json();
    assert_eq!((&enrolled[0]["current"], enrolled.as_array().unwrap().len()), (&json!(true), 1));
    let none = casey.get(&format!("/clients/{}/enrollments", app.client(Served::Sukarno).unwrap())).await;
    assert_eq!((none.status, none.json()), (200, json!([])));
    assert!(!casey.get("/programs").await.json().as_array().unwrap().is_empty());
    let colleagues = casey.get("/colleagues").await.json();
    let names: Vec<_> =
        colleagues.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"Otto Brandt") && !names.contains(&"Wendy Wu"), "{names:?}");
    let vera = app.sign_in(Cast::Vera).unwrap();
    for path in [path.as_str(), "/programs", "/colleagues", "/case-loads"] {
        assert_eq!(vera.get(path).await.status, 403, "{path}");
    }
}
