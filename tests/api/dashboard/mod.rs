//! Facts about the first page after signing in.

mod counts;
mod tiles;

use serde_json::{Value, json};
use testkit::{App, Cast, Served};

async fn dashboard(app: &App, who: Cast) -> Value {
    let answer = app.sign_in(who).unwrap().get("/dashboard").await;
    assert_eq!(answer.status, 200, "{} {}", who.name(), answer.text());
    answer.json()
}

fn names(rows: &Value) -> Vec<&str> {
    rows.as_array().unwrap().iter().map(|row| row["first_name"].as_str().unwrap()).collect()
}

#[actix_web::test]
async fn a_part_that_one_may_not_use_is_absent() {
    let app = App::start().await.unwrap();
    for (who, applications, clients, follow_ups) in [
        (Cast::Casey, true, true, true),
        (Cast::Cora, true, true, true),
        (Cast::Stan, false, true, true),
        (Cast::Max, false, true, true),
        (Cast::Vera, false, true, false),
        (Cast::Rita, false, false, false),
    ] {
        let seen = dashboard(&app, who).await;
        let there = |part: &str| seen.get(part).is_some();
        assert_eq!(
            (there("new_applications"), there("my_clients"), there("follow_ups")),
            (applications, clients, follow_ups),
            "{}",
            who.name()
        );
    }
}

#[actix_web::test]
async fn a_participant_has_the_portal_instead() {
    let app = App::start().await.unwrap();
    assert_eq!(app.sign_in(Cast::Wendy).unwrap().get("/dashboard").await.status, 403);
}

#[actix_web::test]
async fn my_clients_are_those_of_my_caseload() {
    let app = App::start().await.unwrap();
    let otto = dashboard(&app, Cast::Otto).await;
    assert_eq!(
        (&otto["my_clients"]["count"], names(&otto["my_clients"]["recent"])),
        (&json!(1), vec!["Darnell"])
    );
    let vera = dashboard(&app, Cast::Vera).await;
    assert_eq!(names(&vera["my_clients"]["recent"]), ["María"]);
    assert!(vera["my_clients"]["recent"][0].get("date_of_birth").is_none());
}

#[actix_web::test]
async fn who_sees_everyone_has_those_who_are_assigned_to_them() {
    let app = App::start().await.unwrap();
    assert_eq!(dashboard(&app, Cast::Max).await["my_clients"]["count"], 0);
    let path = format!("/clients/{}/assignments", app.client(Served::Wei).unwrap());
    let body = json!({ "user_id": app.user(Cast::Max).unwrap() });
    assert_eq!(app.sign_in(Cast::Cora).unwrap().post(&path, body).await.status, 201);
    assert_eq!(names(&dashboard(&app, Cast::Max).await["my_clients"]["recent"]), ["Wei"]);
}

#[actix_web::test]
async fn my_follow_ups_are_counted_and_the_overdue_ones_come_first() {
    let app = App::start().await.unwrap();
    let before = dashboard(&app, Cast::Otto).await["follow_ups"].clone();
    let otto = app.sign_in(Cast::Otto).unwrap();
    let path = format!("/clients/{}/follow-ups", app.client(Served::Darnell).unwrap());
    let today = app.database.column("select today()").unwrap().remove(0);
    for purpose in ["Call", "Write"] {
        otto.post(&path, json!({ "due_on": today, "purpose": purpose })).await;
    }
    app.database
        .run(
            "begin; select begin_as('job', null, 'test', null, null); \
             update follow_ups set due_on = today() - 400 where purpose = 'Write'; commit",
        )
        .unwrap();
    let after = dashboard(&app, Cast::Otto).await["follow_ups"].clone();
    let grown = |part: &str| after[part].as_i64().unwrap() - before[part].as_i64().unwrap();
    assert_eq!((grown("overdue"), grown("today")), (1, 1));
    assert_eq!((&after["next"][0]["purpose"], &after["next"][0]["overdue"]), (&json!("Write"), &json!(true)));
}

#[actix_web::test]
async fn new_applications_are_those_that_nobody_has_answered() {
    let app = App::start().await.unwrap();
    let seen = dashboard(&app, Cast::Cora).await["new_applications"].clone();
    let new = app.database.column("select count(*) from applications where status = 'new'").unwrap();
    assert_eq!(seen["count"].to_string(), new[0]);
    let rows = seen["oldest"].as_array().unwrap();
    assert!(rows.len() <= 5 && rows.iter().all(|row| row["status"] == "new"), "{seen}");
}

#[actix_web::test]
async fn what_happened_with_my_clients_is_told_and_with_others_not() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let note = json!({ "kind": "general", "happened_at": "2026-11-02T10:00:00Z", "text": "Called." });
    casey.post(&format!("/clients/{}/notes", app.client(Served::Maria).unwrap()), note.clone()).await;
    let latest = dashboard(&app, Cast::Casey).await["activity"][0].clone();
    assert_eq!(
        (&latest["kind"], &latest["by"], &latest["client_name"]),
        (&json!("note"), &json!("Casey Nguyen"), &json!("Mari Delgado"))
    );
    let others = dashboard(&app, Cast::Otto).await["activity"].clone();
    let clients: Vec<_> = others.as_array().unwrap().iter().map(|one| &one["client_name"]).collect();
    assert!(!clients.is_empty() && clients.iter().all(|name| *name == "Darnell Washington"), "{others}");
}

#[actix_web::test]
async fn a_confidential_note_is_no_news_to_those_who_may_not_open_it() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let note = json!({ "kind": "general", "happened_at": "2026-11-02T10:00:00Z", "text": "At home.", "confidential": true });
    let path = format!("/clients/{}/notes", app.client(Served::Maria).unwrap());
    assert_eq!(casey.post(&path, note).await.status, 201);
    let times = |seen: Value| {
        let all = seen["activity"].as_array().unwrap().clone();
        all.into_iter().map(|one| one["at"].to_string()).collect::<Vec<_>>()
    };
    let (counselor, staff) =
        (times(dashboard(&app, Cast::Cole).await), times(dashboard(&app, Cast::Stan).await));
    assert!(!staff.is_empty() && !staff.contains(&counselor[0]), "{staff:?} {counselor:?}");
}

#[actix_web::test]
async fn my_numbers_count_what_i_did_these_thirty_days() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let before = dashboard(&app, Cast::Casey).await["numbers"].clone();
    let client = app.client(Served::Maria).unwrap();
    let note = json!({ "kind": "general", "happened_at": "2026-11-02T10:00:00Z", "text": "Called." });
    casey.post(&format!("/clients/{client}/notes"), note).await;
    let after = dashboard(&app, Cast::Casey).await["numbers"].clone();
    assert_eq!(after["notes"].as_i64().unwrap(), before["notes"].as_i64().unwrap() + 1);
    assert_eq!(after["follow_ups_done"], before["follow_ups_done"]);
}
