//! Thousands: by the queue, piece by piece, and never twice.

use std::time::Instant;

use serde_json::{Value, json};
use store::jobs::Task;
use testkit::{App, Cast, Visitor};

/// Clients of Casey's, without the audit of each.
pub(super) fn add(app: &App, count: usize) {
    let casey = app.user(Cast::Casey).unwrap();
    let many = format!(
        "set session_replication_role = replica; \
         with made as (insert into clients (id, first_name, last_name, name_key, search_key) \
             select gen_random_uuid(), 'Many', n::text, 'many', ' many ' || n || ' | ' from generate_series(1, {count}) as n \
             returning id) \
         insert into assignments (id, client_id, user_id) select gen_random_uuid(), id, '{casey}' from made; \
         set session_replication_role = origin; analyze clients; analyze assignments"
    );
    app.database.run(&many).unwrap();
}

pub(super) async fn begin(app: &App, who: &Visitor, action: Value) -> Value {
    let planned = who.post("/bulk-changes", json!({ "action": action, "filter": { "q": "many" } })).await;
    assert_eq!(planned.status, 201, "{}", planned.text());
    let path = format!("/bulk-changes/{}/run", planned.json()["id"].as_str().unwrap());
    let begun = who.post(&path, json!({})).await;
    assert_eq!(begun.status, 200, "{}", begun.text());
    assert_eq!(begun.json()["state"], json!("running"), "{}", app.root());
    begun.json()
}

pub(super) async fn look(who: &Visitor, bulk: &Value) -> Value {
    who.get(&format!("/bulk-changes/{}", bulk["id"].as_str().unwrap())).await.json()
}

pub(super) fn take(app: &App) -> Task {
    app.state.store.take_job().unwrap().unwrap()
}

#[actix_web::test]
async fn five_thousand_clients_change_hands_and_come_back() {
    let app = App::start().await.unwrap();
    add(&app, 5_000);
    let max = app.sign_in(Cast::Max).unwrap();
    let (casey, otto) = (app.user(Cast::Casey).unwrap(), app.user(Cast::Otto).unwrap());
    let bulk = begin(&app, &max, json!({ "action": "reassign", "from": casey, "user_id": otto })).await;
    assert_eq!(look(&max, &bulk).await["counts"]["ready"], json!(5_000));
    let began = Instant::now();
    let task = take(&app);
    app.state.store.run_bulk(&task).unwrap();
    println!("5,000 clients changed hands in {:?}", began.elapsed());
    assert!(app.state.store.finish_job(&task).unwrap());
    let done = look(&max, &bulk).await;
    assert_eq!((&done["state"], &done["counts"]["changed"]), (&json!("done"), &json!(5_000)));
    let audit = "select count(*) from audit where operation = 'bulk.run' and entity = 'assignments'";
    assert_eq!(app.database.column(audit).unwrap(), ["10000"]);
    let path = format!("/bulk-changes/{}/undoing", bulk["id"].as_str().unwrap());
    let back = max.post(&path, json!({})).await.json();
    app.state.store.run_bulk(&take(&app)).unwrap();
    assert_eq!(look(&max, &back).await["counts"]["changed"], json!(5_000));
    let mine = format!(
        "select count(*) from assignments where user_id = '{casey}' and ended_at is null \
        and client_id in (select id from clients where first_name = 'Many')"
    );
    assert_eq!(app.database.column(&mine).unwrap(), ["5000"]);
}

#[actix_web::test]
async fn more_than_five_thousand_are_too_many() {
    let app = App::start().await.unwrap();
    add(&app, 5_001);
    let body =
        json!({ "action": { "action": "set_status", "status": "inactive" }, "filter": { "q": "many" } });
    let refused = app.sign_in(Cast::Cora).unwrap().post("/bulk-changes", body).await;
    assert_eq!((refused.status, refused.fields()), (422, vec!["/filter too_many".to_owned()]));
}

#[actix_web::test]
async fn work_that_was_broken_off_goes_on_and_nothing_is_done_twice() {
    let app = App::start().await.unwrap();
    add(&app, 900);
    let cora = app.sign_in(Cast::Cora).unwrap();
    let bulk = begin(&app, &cora, json!({ "action": "set_stage", "stage": "assessment" })).await;
    let first = take(&app);
    // The second piece meets a row that nobody can write, so the work is broken off after the first.
    let last = "update bulk_rows set place = -place where client_id <> (select id from clients where search_key = ' many 1 | ')";
    let broken = "create function broken() returns trigger language plpgsql as $$ begin raise exception 'broken'; end $$; \
        create trigger broken before update on clients for each row \
        when (new.search_key = ' many 1 | ') execute function broken()";
    app.database.run(last).unwrap();
    app.database.run(broken).unwrap();
    assert!(app.state.store.run_bulk(&first).is_err());
    let counts = look(&cora, &bulk).await["counts"].clone();
    assert_eq!((&counts["changed"], &counts["ready"]), (&json!(500), &json!(400)));
    let mended = "drop trigger broken on clients; update jobs set due_at = now() - interval '1 second'";
    app.database.run(mended).unwrap();
    let second = take(&app);
    app.state.store.run_bulk(&second).unwrap();
    assert!(!app.state.store.finish_job(&first).unwrap());
    assert!(app.state.store.finish_job(&second).unwrap());
    let done = look(&cora, &bulk).await;
    assert_eq!((&done["state"], &done["counts"]["changed"]), (&json!("done"), &json!(900)));
    let moves =
        "select count(*) from stage_moves join clients on clients.id = client_id where first_name = 'Many'";
    assert_eq!(app.database.column(moves).unwrap(), ["900"]);
}

#[actix_web::test]
async fn two_servers_at_once_do_each_row_once() {
    let app = App::start().await.unwrap();
    add(&app, 2_000);
    let cora = app.sign_in(Cast::Cora).unwrap();
    let bulk = begin(&app, &cora, json!({ "action": "set_stage", "stage": "assessment" })).await;
    let first = take(&app);
    app.database.run("update jobs set due_at = now() - interval '1 second'").unwrap();
    let second = take(&app);
    let store = &app.state.store;
    std::thread::scope(|scope| {
        for task in [&first, &second] {
            // Whoever finds the rest in the other's hands comes back later.
            scope.spawn(move || while store.run_bulk(task).is_err() {});
        }
    });
    assert_eq!(look(&cora, &bulk).await["counts"]["changed"], json!(2_000));
    let moves =
        "select count(*) from stage_moves join clients on clients.id = client_id where first_name = 'Many'";
    assert_eq!(app.database.column(moves).unwrap(), ["2000"]);
}

#[actix_web::test]
async fn it_ends_with_the_session_of_whoever_began_it() {
    let app = App::start().await.unwrap();
    add(&app, 400);
    let cora = app.sign_in(Cast::Cora).unwrap();
    let bulk = begin(&app, &cora, json!({ "action": "set_status", "status": "closed" })).await;
    let ended = "begin; select begin_as('job', null, 'test', null, null); update sessions set revoked_at = now(); commit";
    app.database.run(ended).unwrap();
    app.state.store.run_bulk(&take(&app)).unwrap();
    let again = app.sign_in(Cast::Cora).unwrap();
    let done = look(&again, &bulk).await;
    assert_eq!(
        (&done["state"], &done["counts"]["reasons"]),
        (&json!("done"), &json!({ "not_allowed": 400 }))
    );
    assert_eq!(app.database.column("select count(*) from clients where status = 'closed'").unwrap(), ["0"]);
    assert_eq!(told_of(&again).await, [bulk["id"].clone()]);
}

/// The changes that ended while somebody was elsewhere, as their inbox has them.
async fn told_of(who: &Visitor) -> Vec<Value> {
    let inbox = who.get("/notifications?limit=100").await.json();
    let all = inbox["latest"].as_array().unwrap().iter();
    all.filter(|one| one["kind"] == "bulk_change_ended").map(|one| one["subject_id"].clone()).collect()
}

#[actix_web::test]
async fn whoever_began_it_finds_it_again_and_is_told_when_it_ended() {
    let app = App::start().await.unwrap();
    add(&app, 400);
    let cora = app.sign_in(Cast::Cora).unwrap();
    let bulk = begin(&app, &cora, json!({ "action": "set_status", "status": "inactive" })).await;
    let mine = cora.get("/bulk-changes").await.json()["items"][0].clone();
    assert_eq!((&mine["id"], &mine["state"]), (&bulk["id"], &json!("running")));
    assert!(told_of(&cora).await.is_empty());
    app.state.store.run_bulk(&take(&app)).unwrap();
    let mine = cora.get("/bulk-changes").await.json()["items"][0].clone();
    assert_eq!((&mine["state"], &mine["can_undo"]), (&json!("done"), &json!(true)));
    assert_eq!(told_of(&cora).await, [bulk["id"].clone()]);
}
