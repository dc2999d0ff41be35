//! The database goes away and comes back.

use serde_json::{Value, json};
use testkit::{App, Cast, Served, Visitor};

/// What a restart does to whoever was connected.
fn cut(app: &App) {
    let all = "select pg_terminate_backend(pid) from pg_stat_activity \
               where datname = current_database() and usename = 'openhall_web'";
    app.database.run(all).unwrap();
}

fn note() -> Value {
    json!({ "kind": "general", "happened_at": "2026-11-02T10:00:00Z", "text": "Called." })
}

/// Fills both pools, so that each of their connections is one that will be cut.
async fn warm(app: &App, visitor: &Visitor) {
    let notes = format!("/clients/{}/notes", app.client(Served::Maria).unwrap());
    for _ in 0..3 {
        let reads = (0..4).map(|_| visitor.get("/clients"));
        let writes = (0..4).map(|_| visitor.post(&notes, note()));
        futures_util::future::join(
            futures_util::future::join_all(reads),
            futures_util::future::join_all(writes),
        )
        .await;
    }
}

#[actix_web::test]
async fn a_restart_of_the_database_costs_no_request_its_answer() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let notes = format!("/clients/{}/notes", app.client(Served::Maria).unwrap());
    for _ in 0..3 {
        warm(&app, &casey).await;
        cut(&app);
        for _ in 0..6 {
            assert_eq!(casey.get("/clients").await.status, 200);
            assert_eq!(casey.post(&notes, note()).await.status, 201);
        }
    }
}

#[actix_web::test]
async fn what_was_begun_is_not_done_twice() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let notes = format!("/clients/{}/notes", app.client(Served::Maria).unwrap());
    let count = || app.database.column("select count(*) from notes").unwrap();
    let before = count();
    let cut_in_the_middle = async {
        while !app.database.somebody_waits().unwrap() {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        cut(&app);
    };
    let locked = app.database.locked("notes").unwrap();
    let (answer, ()) = futures_util::future::join(casey.post(&notes, note()), cut_in_the_middle).await;
    drop(locked);
    assert_eq!((answer.status, answer.code().as_str()), (503, "unavailable"));
    assert_eq!(count(), before);
    assert_eq!(casey.post(&notes, note()).await.status, 201);
}

#[actix_web::test]
async fn what_was_seen_while_the_log_was_away_is_written_when_it_is_back() {
    let app = App::start().await.unwrap();
    let (casey, maria) = (app.sign_in(Cast::Casey).unwrap(), app.client(Served::Maria).unwrap());
    let store = &app.state.store;
    store.flush_access().unwrap();
    for path in ["", "/documents", "/enrollments", "/assignments", "/history"] {
        assert_eq!(casey.get(&format!("/clients/{maria}{path}")).await.status, 200);
    }
    app.database.run("alter table access_log rename to away").unwrap();
    assert!(store.flush_access().is_err());
    app.database.run("alter table away rename to access_log").unwrap();
    assert_eq!(store.flush_access().unwrap(), 5);
    let seen = "select operation from access_log order by operation collate \"C\"";
    assert_eq!(
        app.database.column(seen).unwrap(),
        ["assignments.list", "audit.history", "clients.find", "documents.list", "enrollments.list"]
    );
}
