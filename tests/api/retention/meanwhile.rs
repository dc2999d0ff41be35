//! What others do at the moment at which somebody is erased.

use std::time::Duration;

use serde_json::json;
use testkit::{App, Cast, Served};

use super::{set_free, why};
use crate::api::{
    audit_words::index,
    enrollments::{day, program},
};

/// An erasure that has done everything and has not ended yet.
fn erasing(client: &str) -> String {
    format!(
        "select begin_as('job', null, 'test', null, null); \
         select erase_client(gen_random_uuid(), '{client}', 'requested', 'Asked for')"
    )
}

fn waiting(app: &App) -> usize {
    let query =
        "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    app.database.column(query).unwrap().len()
}

#[actix_web::test]
async fn what_was_begun_before_is_not_written_behind_an_erasure() {
    let app = App::start().await.unwrap();
    let (ada, maria) = (app.sign_in(Cast::Ada).unwrap(), app.client(Served::Maria).unwrap());
    set_free(&app, &maria.to_string());
    let note = json!({ "kind": "general", "happened_at": "2026-11-02T10:00:00Z", "text": "Zqx called" });
    let enrollment = json!({ "program_id": program(&app, 1), "start_date": day(&app, 0) });
    let rows = format!(
        "select (select count(*) from enrollments where client_id = '{maria}') || ' ' \
             || (select count(*) from notes where client_id = '{maria}' and text = 'Zqx called') || ' ' \
             || (select count(*) from legal_holds where client_id = '{maria}')"
    );
    let before = app.database.column(&rows).unwrap();
    let ends = app.database.begun(&erasing(&maria.to_string())).unwrap();
    let asked = [("notes", note), ("legal-holds", why()), ("enrollments", enrollment)].map(|(part, body)| {
        let (ada, path) = (ada.clone(), format!("/clients/{maria}/{part}"));
        actix_web::rt::spawn(async move { ada.post(&path, body).await })
    });
    while waiting(&app) < asked.len() {
        actix_web::rt::time::sleep(Duration::from_millis(10)).await;
    }
    ends.keep().unwrap();
    for one in asked {
        let answer = one.await.unwrap();
        assert_eq!(answer.status, 404, "{}", answer.text());
    }
    assert_eq!(app.database.column(&rows).unwrap(), before);
}

#[actix_web::test]
async fn who_indexes_the_log_meanwhile_waits_and_writes_nothing_of_the_person() {
    let app = App::start().await.unwrap();
    let maria = app.client(Served::Maria).unwrap();
    set_free(&app, &maria.to_string());
    let theirs = format!(
        "select count(*) from audit_words join audit using (seq) \
         where client_id = '{maria}' and words::text like '%delgado%'"
    );
    while app.state.store.unsealed().unwrap().lines > 0 {
        app.state.store.seal_audit().unwrap();
    }
    assert_eq!(app.database.column(&theirs).unwrap(), ["0"], "nothing is indexed yet");
    let ends = app.database.begun(&erasing(&maria.to_string())).unwrap();
    let store = &app.state.store;
    std::thread::scope(|scope| {
        let indexing = scope.spawn(|| store.index_audit().unwrap());
        while !indexing.is_finished() && waiting(&app) == 0 {
            std::thread::sleep(Duration::from_millis(5));
        }
        ends.keep().unwrap();
        assert!(indexing.join().unwrap() > 0);
    });
    index(&app);
    assert_eq!(app.database.column(&theirs).unwrap(), ["0"]);
    let others = "select count(*) > 0 from audit_words where words::text like '%sukarno%'";
    assert_eq!(app.database.column(others).unwrap(), ["true"]);
}
