//! Running: a result for each, with what its author may at that moment.

use std::time::Duration;

use actix_web::rt::time::timeout;
use serde_json::json;
use testkit::{App, Cast, Served};

use super::{column, go, plan, results, run, seen, staff};

#[actix_web::test]
async fn a_colleague_takes_over_and_the_history_and_the_log_have_it() {
    let app = App::start().await.unwrap();
    let max = app.sign_in(Cast::Max).unwrap();
    let (casey, otto) = (app.user(Cast::Casey).unwrap(), app.user(Cast::Otto).unwrap());
    let all = [Served::Sukarno, Served::Hubert, Served::Maria, Served::Wei];
    let action = json!({ "action": "reassign", "from": casey, "user_id": otto });
    let done = run(&app, &max, &all, action).await;
    assert_eq!((&done["state"], &done["counts"]["changed"]), (&json!("done"), &json!(3)));
    assert_eq!(results(&max, &done).await[3], "Wei Ng refused already_so", "Casey does not have him");
    assert_eq!(staff(&app, Served::Sukarno).await, ["Otto Brandt"]);
    assert_eq!(
        staff(&app, Served::Maria).await,
        ["Cole Adeyemi", "Otto Brandt", "Stan Kowalski", "Vera Santos"]
    );
    let id = app.client(Served::Sukarno).unwrap();
    let lines = format!(
        "select concat_ws(' ', operation, action, entity) from audit where client_id = '{id}' \
         and principal_id = '{}' order by seq",
        app.user(Cast::Max).unwrap()
    );
    assert_eq!(
        app.database.column(&lines).unwrap(),
        ["bulk.run update assignments", "bulk.run create assignments", "bulk.run update follow_ups"]
    );
    let inbox = app.sign_in(Cast::Otto).unwrap().get("/notifications").await.json();
    let told = inbox["latest"].as_array().unwrap().iter().filter(|one| one["kind"] == "clients_assigned");
    assert_eq!(told.count(), 1, "once, not for each");
}

#[actix_web::test]
async fn from_whoever_has_them_ends_all_and_ending_ends_one() {
    let app = App::start().await.unwrap();
    let max = app.sign_in(Cast::Max).unwrap();
    let otto = app.user(Cast::Otto).unwrap();
    run(&app, &max, &[Served::Maria, Served::Wei], json!({ "action": "reassign", "user_id": otto })).await;
    assert_eq!(staff(&app, Served::Maria).await, ["Otto Brandt"]);
    assert_eq!(staff(&app, Served::Wei).await, ["Otto Brandt"]);
    let planned =
        plan(&app, &max, &[Served::Maria], json!({ "action": "end_assignment", "user_id": otto })).await;
    let run = format!("/bulk-changes/{}/run", planned.json()["id"].as_str().unwrap());
    let done = max.post(&run, json!({ "follow_ups": { "ended_because": "She found a job" } })).await;
    assert_eq!(done.json()["counts"]["changed"], json!(1), "{}", done.text());
    assert!(staff(&app, Served::Maria).await.is_empty());
}

#[actix_web::test]
async fn who_moved_between_the_plan_and_the_run_is_left_out() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let all = [Served::Wei, Served::Hubert];
    let planned =
        plan(&app, &cora, &all, json!({ "action": "set_stage", "stage": "assessment" })).await.json();
    let path = format!("/clients/{}", app.client(Served::Wei).unwrap());
    let version = cora.get(&path).await.version();
    assert_eq!(cora.patch(&path, version, json!({ "preferred_name": "Way" })).await.status, 200);
    let done = go(&cora, &planned).await;
    assert_eq!(
        results(&cora, &done).await,
        ["Way Ng refused stale", "Hubert Wolfeschlegelsteinhausenbergerdorff changed -"]
    );
    assert_eq!(
        (column(&app, Served::Wei, "stage"), column(&app, Served::Hubert, "stage")),
        ("intake".into(), "assessment".into())
    );
    let moves = format!("/clients/{}/stage-moves", app.client(Served::Hubert).unwrap());
    assert_eq!(cora.get(&moves).await.json()[0]["by"], json!("Cora Lindqvist"));
}

#[actix_web::test]
async fn a_plan_runs_once() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let planned = plan(&app, &cora, &[Served::Wei], json!({ "action": "set_status", "status": "inactive" }))
        .await
        .json();
    go(&cora, &planned).await;
    let again = format!("/bulk-changes/{}/run", planned["id"].as_str().unwrap());
    assert_eq!(cora.post(&again, json!({})).await.status, 409);
    assert_eq!(column(&app, Served::Wei, "concat_ws(' ', status, version)"), "inactive 2");
}

#[actix_web::test]
async fn who_only_proposes_makes_a_proposal_for_each_and_somebody_else_decides() {
    let app = App::start().await.unwrap();
    let (max, cora) = (app.sign_in(Cast::Max).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let all = [Served::Wei, Served::Hubert];
    for (action, field, wanted) in [
        (json!({ "action": "set_status", "status": "inactive" }), "status", "inactive"),
        (json!({ "action": "set_stage", "stage": "assessment" }), "stage", "assessment"),
    ] {
        let before = column(&app, Served::Wei, field);
        let planned = plan(&app, &max, &all, action).await.json();
        assert_eq!(planned["proposes"], json!(true));
        let done = go(&max, &planned).await;
        assert_eq!((&done["counts"]["proposed"], &done["can_undo"]), (&json!(2), &json!(false)));
        assert_eq!(column(&app, Served::Wei, field), before);
        let query = format!("/changes?status=pending&client={}", app.client(Served::Wei).unwrap());
        let change = cora.get(&query).await.json()["items"][0].clone();
        assert_eq!((&change["base"][field], &change["proposed"][field]), (&json!(before), &json!(wanted)));
        let path = format!("/changes/{}/approval", change["id"].as_str().unwrap());
        let approved = cora.approve(&path, 1, json!({})).await;
        assert_eq!(approved.status, 200, "{}", approved.text());
        assert_eq!(column(&app, Served::Wei, field), wanted);
    }
    let lena = app.sign_in(Cast::Lena).unwrap();
    let action = json!({ "action": "reassign", "user_id": app.user(Cast::Otto).unwrap() });
    run(&app, &lena, &[Served::Sukarno], action).await;
    let query = format!("/changes?status=pending&client={}", app.client(Served::Sukarno).unwrap());
    assert_eq!(
        cora.get(&query).await.json()["items"].as_array().unwrap().len(),
        2,
        "an ending and a beginning"
    );
}

#[actix_web::test]
async fn a_right_that_is_lost_before_the_run_is_not_used() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let clients = seen(&app, &[Served::Wei]);
    let body = json!({ "action": { "action": "set_status", "status": "closed" }, "clients": clients });
    let planned = cora.post("/bulk-changes", body).await.json();
    let id = app.user(Cast::Cora).unwrap();
    let (store, job) = app.job();
    store
        .write_public(&job, "users.set_roles", |tx| {
            store::users::set_roles(tx, id, &[domain::role::Role::Counselor])
        })
        .unwrap();
    let path = format!("/bulk-changes/{}/run", planned["id"].as_str().unwrap());
    let done = cora.post(&path, json!({})).await.json();
    assert_eq!(done["counts"]["reasons"], json!({ "not_allowed": 1 }));
    assert_eq!(column(&app, Served::Wei, "status"), "active");
}

/// Somebody is in the middle of writing about them, as whoever adds a note is.
#[actix_web::test]
async fn a_change_that_is_only_proposed_waits_for_nobody_who_works_with_the_clients() {
    let app = App::start().await.unwrap();
    let max = app.sign_in(Cast::Max).unwrap();
    let wei = app.client(Served::Wei).unwrap();
    let writes =
        app.database.begun(&format!("select from clients where id = '{wei}' for key share")).unwrap();
    let close = json!({ "action": "set_status", "status": "closed" });
    let done = timeout(Duration::from_secs(10), run(&app, &max, &[Served::Wei], close)).await.unwrap();
    assert_eq!(done["counts"]["proposed"], json!(1), "{done}");
    drop(writes);
}
