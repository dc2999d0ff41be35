//! Facts about restrictions.

mod notices;
mod reasons;
mod reviews;

use serde_json::{Value, json};
use testkit::{App, Cast, Served, Visitor};

fn draft() -> Value {
    json!({ "reach": { "scope": "organization" }, "start_date": "2026-01-01", "reason": "Threats at the front desk" })
}

/// The restriction that María has from the start.
async fn marias(app: &App, reader: &Visitor) -> Value {
    let maria = app.client(Served::Maria).unwrap();
    reader.get(&format!("/clients/{maria}/restrictions")).await.json()["items"][0].clone()
}

async fn restrict(app: &App, who: Cast, whom: Served, body: Value) -> testkit::Answer {
    let client = app.client(whom).unwrap();
    app.sign_in(who).unwrap().post(&format!("/clients/{client}/restrictions"), body).await
}

#[actix_web::test]
async fn a_case_manager_restricts_a_client_of_the_caseload() {
    let app = App::start().await.unwrap();
    let made = restrict(&app, Cast::Casey, Served::Sukarno, draft()).await;
    assert_eq!((made.status, made.json()["state"].as_str()), (201, Some("active")), "{}", made.text());
    let read =
        app.sign_in(Cast::Casey).unwrap().get(made.header("location").trim_start_matches("/api/v1")).await;
    assert_eq!((read.status, read.json()["reason"].as_str()), (200, Some("Threats at the front desk")));
}

#[actix_web::test]
async fn a_client_outside_the_caseload_is_not_found() {
    let app = App::start().await.unwrap();
    assert_eq!(restrict(&app, Cast::Casey, Served::Darnell, draft()).await.status, 404);
    let maria = app.client(Served::Maria).unwrap();
    let otto = app.sign_in(Cast::Otto).unwrap();
    assert_eq!(otto.get(&format!("/clients/{maria}/restrictions")).await.status, 404);
    let id = marias(&app, &app.sign_in(Cast::Casey).unwrap()).await["id"].clone();
    assert_eq!(otto.get(&format!("/restrictions/{}", id.as_str().unwrap())).await.status, 404);
}

#[actix_web::test]
async fn a_volunteer_sees_that_there_is_one_and_not_why() {
    let app = App::start().await.unwrap();
    let seen = marias(&app, &app.sign_in(Cast::Vera).unwrap()).await;
    assert_eq!(seen["state"], "active");
    for hidden in ["reason", "review_date", "created_by", "lifting_reason"] {
        assert!(seen.get(hidden).is_none(), "{hidden}");
    }
    assert!(seen["withheld"].as_array().unwrap().contains(&json!("reason")));
}

#[actix_web::test]
async fn a_volunteer_restricts_nobody() {
    let app = App::start().await.unwrap();
    assert_eq!(restrict(&app, Cast::Vera, Served::Maria, draft()).await.status, 403);
}

#[actix_web::test]
async fn a_leader_proposes_what_a_coordinator_applies() {
    let app = App::start().await.unwrap();
    let proposed = restrict(&app, Cast::Lena, Served::Sukarno, draft()).await;
    assert_eq!(
        (proposed.status, proposed.json()["status"].as_str()),
        (202, Some("pending")),
        "{}",
        proposed.text()
    );
    assert_eq!(restrict(&app, Cast::Cora, Served::Sukarno, draft()).await.status, 201);
}

#[actix_web::test]
async fn a_program_restriction_names_a_program_that_exists() {
    let app = App::start().await.unwrap();
    let mut body = draft();
    body["reach"] = json!({ "scope": "program", "program_id": "0190a000-0000-7000-8000-000000000000" });
    let refused = restrict(&app, Cast::Casey, Served::Maria, body).await;
    assert_eq!((refused.status, refused.fields()), (422, vec!["/reach/program_id unknown".to_owned()]));
}

#[actix_web::test]
async fn bad_input_names_the_field() {
    let app = App::start().await.unwrap();
    for (field, value, expected) in [
        ("end_date", json!("2025-12-31"), "/end_date before_start"),
        ("start_date", json!("9999-12-31"), "/start_date implausible_date"),
        ("start_date", json!("yesterday"), "/start_date malformed"),
        ("reason", json!("  "), "/reason required"),
        ("reason", json!("x".repeat(2001)), "/reason too_long"),
        ("reason", json!("a\u{0}b"), "/reason invisible_characters"),
        ("created_by", json!("me"), "/created_by unknown_field"),
    ] {
        let mut body = draft();
        body[field] = value;
        let refused = restrict(&app, Cast::Casey, Served::Maria, body).await;
        assert_eq!(refused.status, 422, "{field}: {}", refused.text());
        assert!(refused.fields().iter().any(|error| error == expected), "{expected}: {:?}", refused.fields());
    }
}

#[actix_web::test]
async fn a_change_wants_the_version_that_was_read() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let found = marias(&app, &casey).await;
    let (path, version) =
        (format!("/restrictions/{}", found["id"].as_str().unwrap()), found["version"].as_i64().unwrap());
    let without = testkit::send(casey.request("PATCH".parse().unwrap(), &path).json(&json!({}))).await;
    assert_eq!(without.status, 428);
    let changed = casey.patch(&path, version, json!({ "reason": "It was worse" })).await;
    assert_eq!((changed.status, changed.version()), (200, version + 1), "{}", changed.text());
    assert_eq!(casey.patch(&path, version, json!({ "reason": "Lost update" })).await.status, 412);
}

#[actix_web::test]
async fn of_parallel_changes_of_one_version_one_wins() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let found = marias(&app, &casey).await;
    let (path, version) =
        (format!("/restrictions/{}", found["id"].as_str().unwrap()), found["version"].as_i64().unwrap());
    let tries = (0..8).map(|n| {
        let (casey, path) = (casey.clone(), path.clone());
        actix_web::rt::spawn(async move {
            casey.patch(&path, version, json!({ "reason": format!("Try {n}") })).await.status
        })
    });
    let mut statuses = Vec::new();
    for one in tries.collect::<Vec<_>>() {
        statuses.push(one.await.unwrap());
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412, 412, 412, 412, 412, 412, 412]);
}

#[actix_web::test]
async fn lifting_is_for_good_and_is_not_expiry() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let found = marias(&app, &cora).await;
    let (id, version) = (found["id"].as_str().unwrap(), found["version"].as_i64().unwrap());
    let lifted =
        cora.post_on(&format!("/restrictions/{id}/lifting"), version, json!({ "reason": "Served" })).await;
    assert_eq!((lifted.status, lifted.json()["state"].as_str()), (200, Some("lifted")), "{}", lifted.text());
    let again = cora
        .post_on(&format!("/restrictions/{id}/lifting"), lifted.version(), json!({ "reason": "Again" }))
        .await;
    assert_eq!((again.status, again.code().as_str()), (409, "conflict"));
    let listed = cora.get("/restrictions?state=lifted").await.json();
    assert!(listed["items"].as_array().unwrap().iter().any(|row| row["id"] == id));
}

#[actix_web::test]
async fn a_case_manager_proposes_lifting() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let found = marias(&app, &casey).await;
    let path = format!("/restrictions/{}/lifting", found["id"].as_str().unwrap());
    let proposed =
        casey.post_on(&path, found["version"].as_i64().unwrap(), json!({ "reason": "Served" })).await;
    assert_eq!(proposed.status, 202, "{}", proposed.text());
    assert_eq!(marias(&app, &casey).await["state"], "active");
}

/// The list filters in SQL what `state_on` says in Rust.
#[actix_web::test]
async fn each_state_lists_its_own() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let today = app.database.column("select today()").unwrap().remove(0);
    for (start, end) in [
        ("2001-01-01", Some("2001-02-01")),
        ("2001-01-01", Some(today.as_str())),
        ("2090-01-01", None),
        (today.as_str(), None),
    ] {
        let mut body = draft();
        (body["start_date"], body["end_date"]) = (json!(start), json!(end));
        assert_eq!(restrict(&app, Cast::Cora, Served::Wei, body).await.status, 201);
    }
    let all = cora.get("/restrictions?limit=100").await.json()["items"].as_array().unwrap().clone();
    for state in ["upcoming", "active", "expired", "lifted"] {
        let listed = cora.get(&format!("/restrictions?limit=100&state={state}")).await.json();
        let expected: Vec<&Value> = all.iter().filter(|row| row["state"] == state).collect();
        assert_eq!(listed["items"].as_array().unwrap().iter().collect::<Vec<_>>(), expected, "{state}");
    }
}

#[actix_web::test]
async fn pages_follow_each_other_without_gap_or_repeat() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    for _ in 0..5 {
        restrict(&app, Cast::Cora, Served::Wei, draft()).await;
    }
    let all = cora.get("/restrictions?limit=100").await.json()["items"].as_array().unwrap().clone();
    let (mut seen, mut path) = (Vec::new(), "/restrictions?limit=2".to_owned());
    loop {
        let page = cora.get(&path).await.json();
        seen.extend(page["items"].as_array().unwrap().clone());
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/restrictions?limit=2&cursor={next}");
    }
    assert_eq!(seen, all);
}

#[actix_web::test]
async fn an_unknown_filter_is_refused() {
    let app = App::start().await.unwrap();
    let refused = app.sign_in(Cast::Cora).unwrap().get("/restrictions?stat=active").await;
    assert_eq!(refused.status, 422, "{}", refused.text());
}

#[actix_web::test]
async fn without_a_token_nothing_is_told() {
    let app = App::start().await.unwrap();
    assert_eq!(app.anybody().unwrap().get("/restrictions").await.status, 401);
}

/// A cursor is the caller's to forge.
#[actix_web::test]
async fn a_forged_cursor_is_malformed_whatever_stands_in_it() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let id = "0190a000-0000-7000-8000-000000000000";
    for (list, cursor) in [
        ("/restrictions", json!(["-9999-01-01", id])),
        ("/follow-ups", json!(["-9999-01-01", id])),
        ("/applications", json!(["oldest", "-9999-01-01T00:00:00Z", id])),
        ("/clients", json!({ "name": ["a\u{0}b", id] })),
        ("/clients", json!("name")),
    ] {
        let cursor = base64(cursor.to_string().as_bytes());
        let refused = casey.get(&format!("{list}?cursor={cursor}")).await;
        assert_eq!((refused.status, refused.fields()), (400, vec!["/cursor malformed".to_owned()]), "{list}");
    }
}

/// As the server writes it: without padding, safe in an address.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bits: String = bytes.iter().map(|byte| format!("{byte:08b}")).collect();
    let sixes = bits.as_bytes().chunks(6).map(|six| format!("{:0<6}", String::from_utf8_lossy(six)));
    sixes.map(|six| char::from(LETTERS[usize::from_str_radix(&six, 2).unwrap()])).collect()
}

/// Letting it end sooner is lifting it, for some days or for good: a case manager proposes that, and applies the rest.
#[actix_web::test]
async fn a_case_manager_makes_a_restriction_stricter_and_proposes_to_ease_it() {
    let app = App::start().await.unwrap();
    let (casey, cora) = (app.sign_in(Cast::Casey).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let made = restrict(&app, Cast::Casey, Served::Sukarno, draft()).await.json();
    let (path, version) =
        (format!("/restrictions/{}", made["id"].as_str().unwrap()), made["version"].as_i64().unwrap());
    let today = app.database.column("select today()").unwrap().remove(0);
    for eased in [
        json!({ "end_date": "2026-01-02" }),
        json!({ "end_date": today }),
        json!({ "end_date": "2099-01-01" }),
        json!({ "start_date": "2099-01-01" }),
    ] {
        let change = casey.patch(&path, version, eased.clone()).await;
        assert_eq!(change.status, 202, "{eased} {}", change.text());
        assert_eq!(casey.get(&path).await.json()["state"], "active", "{eased}");
    }
    // What has gone by covers nobody any more, and a reason is none of the days.
    let changed =
        casey.patch(&path, version, json!({ "start_date": "2026-01-02", "reason": "It was worse" })).await;
    assert_eq!(changed.status, 200, "{}", changed.text());
    let version = changed.json()["version"].as_i64().unwrap();
    let ended = cora.patch(&path, version, json!({ "end_date": "2099-01-01" })).await;
    assert_eq!(ended.status, 200, "{}", ended.text());
    let longer = casey.patch(&path, version + 1, json!({ "end_date": null })).await;
    assert_eq!(longer.status, 200, "{}", longer.text());
}
