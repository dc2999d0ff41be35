//! Who looked at whom is forgotten after the years that the settings say, and not before.

use serde_json::json;
use testkit::{App, Cast, Served};

use crate::hard::tamper;

/// A look at somebody, ten years and so many days ago.
fn looked(app: &App, whom: Served, days: i32, times: i32) {
    let (user, client) = (app.user(Cast::Casey).unwrap(), app.client(whom).unwrap());
    tamper(
        app,
        &format!(
            "insert into access_log (at, user_id, operation, client_ids) \
             select now() - interval '10 years' - interval '{days} days', '{user}', 'clients.find', array['{client}'::uuid] \
             from generate_series(1, {times})"
        ),
    );
}

fn left(app: &App, whom: Served) -> usize {
    let client = app.client(whom).unwrap();
    let query = format!(
        "select at from access_log where at < now() - interval '9 years' and '{client}' = any(client_ids)"
    );
    app.database.column(&query).unwrap().len()
}

async fn keep_for(app: &App, years: i32) -> (u16, Vec<String>) {
    let ada = app.sign_in(Cast::Ada).unwrap();
    let version = ada.get("/settings").await.version();
    let answer = ada.patch("/settings", version, json!({ "access_years": years })).await;
    (answer.status, if answer.status == 422 { answer.fields() } else { Vec::new() })
}

#[actix_web::test]
async fn looks_go_after_ten_years_and_not_a_day_before_and_those_at_a_held_record_stay() {
    let app = App::start().await.unwrap();
    // More than go in one transaction.
    looked(&app, Served::Wei, 1, 5_001);
    looked(&app, Served::Olena, -1, 3);
    looked(&app, Served::Minh, 1, 2);
    let held = json!({ "reason": "A subpoena of November 3" });
    let hold = format!("/clients/{}/legal-holds", app.client(Served::Minh).unwrap());
    let held = app.sign_in(Cast::Ada).unwrap().post(&hold, held).await;
    assert_eq!(held.status, 201, "{}", held.text());
    app.state.store.sweep_jobs().unwrap();
    assert_eq!(left(&app, Served::Wei), 5_001, "nothing goes before somebody says so");
    for years in [-1, 9, 100] {
        assert_eq!(keep_for(&app, years).await, (422, vec!["/access_years out_of_range".to_owned()]));
    }
    assert_eq!(keep_for(&app, 10).await.0, 200);
    app.state.store.sweep_jobs().unwrap();
    assert_eq!([Served::Wei, Served::Olena, Served::Minh].map(|whom| left(&app, whom)), [0, 3, 2]);
    let by_hand = "set role openhall_web; delete from access_log";
    assert!(app.database.run(by_hand).is_err(), "who serves requests deletes none");
}

#[actix_web::test]
async fn a_coordinator_reads_the_ledger_and_sets_no_period() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    assert_eq!(cora.get("/erasures").await.status, 200);
    assert_eq!(cora.get("/erasures/due").await.status, 200);
    assert_eq!(cora.patch("/settings", 1, json!({ "access_years": 10 })).await.status, 403);
    assert_eq!(app.sign_in(Cast::Casey).unwrap().get("/erasures").await.status, 403);
}
