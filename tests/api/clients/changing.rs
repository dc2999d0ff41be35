//! Facts about changing a record.

use serde_json::{Value, json};
use testkit::{App, Cast, Served, send};

use super::record;

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
    let approved = cora.approve(&format!("{change}/approval"), 1, json!({})).await;
    assert_eq!(approved.status, 200, "{}", approved.text());
    assert_eq!(cora.get(&path).await.json()["last_name"], "Ruiz");
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
