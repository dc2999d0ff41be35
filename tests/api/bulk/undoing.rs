//! Taking it back: each returns to what it was, unless it moved since.

use serde_json::{Value, json};
use testkit::{App, Cast, Served, Visitor};

use super::{column, go, many, results, run, staff};
use crate::api::enrollments::{day, program};

async fn undo(who: &Visitor, bulk: &Value) -> Value {
    let back = who.post(&format!("/bulk-changes/{}/undoing", bulk["id"].as_str().unwrap()), json!({})).await;
    assert_eq!(back.status, 201, "{}", back.text());
    back.json()
}

#[actix_web::test]
async fn a_reassignment_is_taken_back_except_for_who_moved_since() {
    let app = App::start().await.unwrap();
    let max = app.sign_in(Cast::Max).unwrap();
    let all = [Served::Sukarno, Served::Maria, Served::Hubert];
    let before = staff(&app, Served::Maria).await;
    let action = json!({ "action": "reassign", "user_id": app.user(Cast::Otto).unwrap() });
    let done = run(&app, &max, &all, action).await;
    assert_eq!(done["can_undo"], json!(true));
    let cole = json!({ "action": "reassign", "user_id": app.user(Cast::Cole).unwrap() });
    run(&app, &max, &[Served::Hubert], cole).await;
    let back = undo(&max, &done).await;
    assert_eq!((&back["undoes"], &back["state"]), (&done["id"], &json!("done")));
    assert_eq!(
        results(&max, &back).await,
        [
            "Sukarno changed -",
            "Mari Delgado changed -",
            "Hubert Wolfeschlegelsteinhausenbergerdorff refused moved"
        ]
    );
    assert_eq!(staff(&app, Served::Sukarno).await, ["Casey Nguyen"]);
    assert_eq!(staff(&app, Served::Maria).await, before);
    assert_eq!(staff(&app, Served::Hubert).await, ["Cole Adeyemi"]);
}

#[actix_web::test]
async fn it_is_taken_back_once_and_within_a_day() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let close = json!({ "action": "set_status", "status": "closed" });
    let done = run(&app, &cora, &[Served::Wei], close.clone()).await;
    let back = undo(&cora, &done).await;
    assert_eq!(column(&app, Served::Wei, "status"), "active");
    for bulk in [&done, &back] {
        let path = format!("/bulk-changes/{}/undoing", bulk["id"].as_str().unwrap());
        assert_eq!(cora.post(&path, json!({})).await.status, 409);
    }
    let old = run(&app, &cora, &[Served::Wei], close).await;
    app.database.run("update bulk_changes set made_at = made_at - interval '25 hours'").unwrap();
    let path = format!("/bulk-changes/{}", old["id"].as_str().unwrap());
    assert_eq!(cora.get(&path).await.json()["can_undo"], json!(false));
    assert_eq!(cora.post(&format!("{path}/undoing"), json!({})).await.status, 409);
}

#[actix_web::test]
async fn a_stage_that_is_taken_back_goes_on_as_if_nothing_had_been() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let stays = async |whom: Served| {
        cora.get(&format!("/clients/{}/stage-moves", app.client(whom).unwrap())).await.json()
    };
    let since = column(&app, Served::Wei, "stage_since");
    let before = stays(Served::Wei).await;
    let all = [Served::Wei, Served::Hubert];
    let done = run(&app, &cora, &all, json!({ "action": "set_stage", "stage": "assessment" })).await;
    assert_eq!(stays(Served::Wei).await.as_array().unwrap().len(), 2);
    run(&app, &cora, &[Served::Hubert], json!({ "action": "set_stage", "stage": "job_placement" })).await;
    let back = undo(&cora, &done).await;
    assert_eq!(back["counts"]["reasons"], json!({ "moved": 1 }));
    assert_eq!((column(&app, Served::Wei, "stage_since"), stays(Served::Wei).await), (since, before));
    assert_eq!(column(&app, Served::Hubert, "stage"), "job_placement");
}

#[actix_web::test]
async fn what_somebody_changed_in_another_field_does_not_hold_it_up() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let done = run(&app, &cora, &[Served::Wei], json!({ "action": "set_status", "status": "closed" })).await;
    let path = format!("/clients/{}", app.client(Served::Wei).unwrap());
    let version = cora.get(&path).await.version();
    assert_eq!(cora.patch(&path, version, json!({ "preferred_name": "Way" })).await.status, 200);
    assert_eq!(undo(&cora, &done).await["counts"]["changed"], json!(1));
    assert_eq!(column(&app, Served::Wei, "concat_ws(' ', preferred_name, status)"), "Way active");
}

/// Closing settles what was begun with a person, and taking a change back does not.
#[actix_web::test]
async fn whoever_something_was_begun_with_meanwhile_is_not_closed_again() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    many::add(&app, 4);
    let set = async |status: &str| {
        let body =
            json!({ "action": { "action": "set_status", "status": status }, "filter": { "q": "many" } });
        let planned = cora.post("/bulk-changes", body).await;
        assert_eq!(planned.status, 201, "{}", planned.text());
        let done = go(&cora, &planned.json()).await;
        assert_eq!(done["counts"]["changed"], json!(4), "{done}");
        done
    };
    set("closed").await;
    let opened = set("active").await;
    let ids = app.database.column("select id from clients where first_name = 'Many' order by last_name");
    let ids = ids.unwrap();
    let (program, today) = (program(&app, 1), day(&app, 0));
    for (path, body) in [
        (format!("/clients/{}/enrollments", ids[0]), json!({ "program_id": program, "start_date": today })),
        (format!("/programs/{program}/waitlist"), json!({ "client_id": ids[1] })),
        (
            format!("/clients/{}/follow-ups", ids[2]),
            json!({ "due_on": today, "purpose": "Call", "assignee_id": app.user(Cast::Cora).unwrap() }),
        ),
    ] {
        let begun = cora.post(&path, body).await;
        assert_eq!(begun.status, 201, "{path}: {}", begun.text());
    }
    let back = undo(&cora, &opened).await;
    let mut all = results(&cora, &back).await;
    all.sort();
    assert_eq!(
        all,
        ["Many 1 refused still_enrolled", "Many 2 refused moved", "Many 3 refused moved", "Many 4 changed -"]
    );
    let stand = "select status from clients where first_name = 'Many' order by last_name";
    assert_eq!(app.database.column(stand).unwrap(), ["active", "active", "active", "closed"]);
}
