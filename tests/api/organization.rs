//! Facts about the organization's profile.

use serde_json::json;
use testkit::{App, Cast};

#[actix_web::test]
async fn everybody_reads_who_runs_this_place() {
    let app = App::start().await.unwrap();
    let read = app.anybody().unwrap().get("/organization").await;
    assert_eq!((read.status, read.json()["name"].as_str()), (200, Some("Mission Hiring Hall")));
    assert_eq!(read.json()["residency_label"], "Do you live in San Francisco?");
    assert!(read.json().get("time_zone").is_none());
}

#[actix_web::test]
async fn a_new_name_shows_at_once() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let version = ada.get("/organization/settings").await.version();
    let body =
        json!({ "name": "Valencia Hall", "accent_color": "#123456", "places_people": false, "email": "" });
    let amended = ada.patch("/organization/settings", version, body).await;
    assert_eq!((amended.status, amended.version()), (200, version + 1), "{}", amended.text());
    let read = app.anybody().unwrap().get("/organization").await.json();
    assert_eq!(
        (read["name"].as_str(), read["places_people"].as_bool()),
        (Some("Valencia Hall"), Some(false))
    );
    assert!(app.anybody().unwrap().get("//theme.css").await.text().contains("#123456"));
}

#[actix_web::test]
async fn what_was_not_named_is_kept() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let before = ada.get("/organization/settings").await;
    let after =
        ada.patch("/organization/settings", before.version(), json!({ "mission": "Work for all" })).await;
    let (mut before, after) = (before.json(), after.json());
    before["mission"] = json!("Work for all");
    before["version"] = after["version"].clone();
    assert_eq!(before, after);
}

#[actix_web::test]
async fn the_public_pages_offer_the_languages_that_are_chosen_the_first_one_first() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let version = ada.get("/organization/settings").await.version();
    let chosen = json!(["vi", "en"]);
    let amended = ada.patch("/organization/settings", version, json!({ "languages": chosen })).await;
    assert_eq!((amended.status, &amended.json()["languages"]), (200, &chosen), "{}", amended.text());
    let anybody = app.anybody().unwrap();
    assert_eq!(anybody.get("/organization").await.json()["languages"], chosen);
    assert_eq!(anybody.get("/intake/form").await.json()["organization"]["languages"], chosen);
}

#[actix_web::test]
async fn an_older_version_is_not_written_over() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let version = ada.get("/organization/settings").await.version();
    let write = |version| ada.patch("/organization/settings", version, json!({ "mission": "Another" }));
    assert_eq!(write(version).await.status, 200);
    assert_eq!(write(version).await.code(), "stale_version");
    let path = ada.request(reqwest::Method::PATCH, "/organization/settings").json(&json!({ "mission": "x" }));
    assert_eq!(testkit::send(path).await.code(), "version_required");
}

#[actix_web::test]
async fn each_wrong_setting_is_named() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let version = ada.get("/organization/settings").await.version();
    for (body, expected) in [
        (json!({ "accent_color": "red" }), "/accent_color color"),
        (json!({ "time_zone": "Mars/Olympus" }), "/time_zone time_zone"),
        (json!({ "name": "" }), "/name required"),
        (json!({ "name": "a\u{0}b" }), "/name invisible_characters"),
        (json!({ "website": "javascript:alert(1)" }), "/website web_address"),
        (json!({ "email": "nobody" }), "/email email"),
        (json!({ "places_people": null }), "/places_people required"),
        (json!({}), " nothing_to_change"),
        (json!({ "languages": [] }), "/languages required_choice"),
        (json!({ "languages": ["en", "fr"] }), "/languages/1 language"),
        (json!({ "languages": ["en", "en"] }), "/languages/1 twice"),
    ] {
        let refused = ada.patch("/organization/settings", version, body.clone()).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![expected.to_owned()]), "{body}");
    }
}

#[actix_web::test]
async fn settings_are_for_administrators() {
    let app = App::start().await.unwrap();
    for person in [Cast::Cora, Cast::Max, Cast::Casey, Cast::Vera, Cast::Ana, Cast::Wendy] {
        let visitor = app.sign_in(person).unwrap();
        assert_eq!(visitor.get("/organization/settings").await.status, 403, "{person:?}");
        let write = visitor.patch("/organization/settings", 1, json!({ "name": "Mine" })).await;
        assert_eq!(write.status, 403, "{person:?}");
    }
    assert_eq!(app.anybody().unwrap().get("/organization/settings").await.status, 401);
}

/// A transaction keeps the day with which it began. In the one that brings the profile that is the day of Greenwich, and
/// what the demo's people answer would hold from tomorrow on for a third of each day.
#[actix_web::test]
async fn the_demo_begins_its_work_when_the_organizations_day_is_known() {
    let app = App::start().await.unwrap();
    let count = |sql: &str| app.database.column(sql).unwrap()[0].parse::<i64>().unwrap();
    let profile = "select xact from audit where entity = 'organization'";
    assert!(count(&format!("select count(*) from ({profile}) as changes")) > 0);
    assert_eq!(
        count(&format!("select count(*) from audit where entity = 'demographics' and xact in ({profile})")),
        0
    );
}
