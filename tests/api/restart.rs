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
