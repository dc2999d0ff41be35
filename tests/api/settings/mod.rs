//! Facts about how an installation works, as its administrators decide.

mod kept_no_longer;
mod modules;
mod signing_in;
mod what_is_kept;

use serde_json::{Value, json};
use testkit::{App, Cast};

/// Changes the settings as Ada does on the page.
async fn set(app: &App, body: Value) {
    let ada = app.sign_in(Cast::Ada).unwrap();
    let version = ada.get("/settings").await.version();
    let amended = ada.patch("/settings", version, body).await;
    assert_eq!(amended.status, 200, "{}", amended.text());
}

#[actix_web::test]
async fn an_installation_begins_with_the_usual_settings() {
    let app = App::start().await.unwrap();
    let read = app.sign_in(Cast::Ada).unwrap().get("/settings").await;
    assert_eq!(read.read::<domain::settings::SystemSettings>(), domain::settings::SystemSettings::default());
    assert_eq!(read.version(), 1);
}

#[actix_web::test]
async fn what_was_not_named_is_kept_and_the_audit_says_who_changed_what() {
    let app = App::start().await.unwrap();
    set(&app, json!({ "session_hours": 8 })).await;
    set(&app, json!({ "draft_days": 7 })).await;
    let now = app.sign_in(Cast::Ada).unwrap().get("/settings").await.json();
    assert_eq!(
        (&now["session_hours"], &now["draft_days"], &now["unsent_days"]),
        (&json!(8), &json!(7), &json!(30))
    );
    let log = "select principal_id || ' ' || operation || ' ' || (before ->> 'session_hours') || ' ' || \
               (after ->> 'session_hours') from audit where entity = 'settings' and after ? 'session_hours'";
    let ada = app.user(Cast::Ada).unwrap();
    assert_eq!(app.database.column(log).unwrap(), [format!("{ada} settings.amend 12 8")]);
}

#[actix_web::test]
async fn of_two_administrators_at_once_the_second_is_told() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let write = |hours: i32| ada.patch("/settings", 1, json!({ "session_hours": hours }));
    let (first, second) = futures_util::join!(write(8), write(9));
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
    let bare = ada.request(reqwest::Method::PATCH, "/settings").json(&json!({ "session_hours": 7 }));
    assert_eq!(testkit::send(bare).await.code(), "version_required");
}

#[actix_web::test]
async fn each_value_that_is_out_of_bounds_is_named() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    for (body, expected) in [
        (json!({ "password_length": 14 }), "/password_length out_of_range"),
        (json!({ "session_idle_minutes": 9 }), "/session_idle_minutes out_of_range"),
        (json!({ "session_hours": 25 }), "/session_hours out_of_range"),
        (json!({ "file_megabytes": 11 }), "/file_megabytes out_of_range"),
        (json!({ "application_files": 0 }), "/application_files out_of_range"),
        (json!({ "draft_days": 61 }), "/draft_days out_of_range"),
        (json!({ "failed_job_days": 6 }), "/failed_job_days out_of_range"),
        (json!({ "modules_off": ["board", "board"] }), "/modules_off twice"),
        (json!({}), " nothing_to_change"),
        (json!({ "version": 9 }), "/version unknown_field"),
    ] {
        let refused = ada.patch("/settings", 1, body.clone()).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![expected.to_owned()]), "{body}");
    }
    let unknown = ada.patch("/settings", 1, json!({ "modules_off": ["clients"] })).await;
    assert!((400..423).contains(&unknown.status), "{}", unknown.text());
    assert_eq!(ada.get("/settings").await.version(), 1);
}

#[actix_web::test]
async fn settings_are_for_administrators() {
    let app = App::start().await.unwrap();
    for person in [Cast::Cora, Cast::Max, Cast::Casey, Cast::Vera, Cast::Ana, Cast::Wendy] {
        let visitor = app.sign_in(person).unwrap();
        assert_eq!(visitor.get("/settings").await.status, 403, "{person:?}");
        assert_eq!(visitor.patch("/settings", 1, json!({ "draft_days": 9 })).await.status, 403, "{person:?}");
    }
    assert_eq!(app.anybody().unwrap().get("/settings").await.status, 401);
}
