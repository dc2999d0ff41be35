//! The timer: a closed record goes after the years that the settings say, not a day before, and never while it is held.

use domain::erasures::DueErasures;
use serde_json::json;
use testkit::{App, Cast, Figure, times};

use crate::hard::tamper;

/// Closed clients of whom nothing was heard for ten years and so many days, in as many rounds.
fn quiet(app: &App, name: &str, days: i32, clients: usize) {
    tamper(
        app,
        &format!(
            "insert into clients (id, first_name, last_name, name_key, search_key, status) \
             select gen_random_uuid(), '{name}', n::text, 'quiet', 'quiet', 'closed' from generate_series(1, {clients}) as n"
        ),
    );
    let theirs = format!("(select id from clients where first_name = '{name}')");
    let age = format!("interval '10 years' + interval '{days} days'");
    app.database
        .run(&format!(
            "begin; set local session_replication_role = replica; \
             update clients set updated_at = now() - ({age}) where id in {theirs}; \
             update audit set at = now() - ({age}) where client_id in {theirs}; commit"
        ))
        .unwrap();
}

async fn keep_for(app: &App, years: i32) -> u16 {
    let ada = app.sign_in(Cast::Ada).unwrap();
    let version = ada.get("/settings").await.version();
    ada.patch("/settings", version, json!({ "client_years": years })).await.status
}

fn left(app: &App, name: &str) -> usize {
    let query = format!("select id from clients where first_name = '{name}' and erased_at is null");
    app.database.column(&query).unwrap().len()
}

#[actix_web::test]
async fn a_closed_record_goes_after_ten_years_and_not_a_day_before_and_a_held_one_stays() {
    let app = App::start().await.unwrap();
    let each = times(7, 100);
    quiet(&app, "Young", -1, each);
    quiet(&app, "Old", 1, each);
    quiet(&app, "Held", 1, each);
    quiet(&app, "Active", 1, each);
    app.database
        .run(
            "begin; set local session_replication_role = replica; \
             update clients set status = 'active' where first_name = 'Active'; insert into legal_holds (id, client_id, reason) \
             select gen_random_uuid(), id, 'Subpoena' from clients where first_name = 'Held'; commit",
        )
        .unwrap();
    app.state.store.sweep_jobs().unwrap();
    let never = left(&app, "Old");
    assert_eq!(never, each, "nothing goes before somebody says so");
    assert_eq!(keep_for(&app, 10).await, 200);
    let cora = app.sign_in(Cast::Cora).unwrap();
    let due: DueErasures = cora.get("/erasures/due").await.read();
    let each_i64 = i64::try_from(each).unwrap();
    assert_eq!((due.soon, due.first[0].client_name.starts_with("Old")), (2 * each_i64, true), "{due:?}");
    assert_eq!(left(&app, "Old"), each, "a dry run changes nothing");
    app.state.store.sweep_jobs().unwrap();
    let stay = ["Young", "Held", "Active"].map(|name| left(&app, name));
    assert_eq!((stay, left(&app, "Old")), ([each; 3], 0));
    let ledger = "select count(*) from erasures where rule = 'retention'";
    assert_eq!(app.database.column(ledger).unwrap(), [each.to_string()]);
    Figure {
        id: "M1",
        tried: format!(
            "{each} closed records each of ten years less a day, ten years and a day, the same with a legal hold, and the same \
             of active clients; the night's work done once"
        ),
        goal: "kept and erased exactly as they should be",
        found: format!("{} of {} kept, {each} of {each} erased", 3 * each, 3 * each),
        control: format!("before the years were set: {never} of {each} stayed"),
    }
    .keep();
}

#[actix_web::test]
async fn nine_years_are_refused_and_whoever_keeps_no_records_is_not_told_what_is_due() {
    let app = App::start().await.unwrap();
    assert_eq!(keep_for(&app, 9).await, 422);
    assert_eq!(keep_for(&app, 100).await, 422);
    for person in [Cast::Max, Cast::Casey, Cast::Ana] {
        assert_eq!(app.sign_in(person).unwrap().get("/erasures/due").await.status, 403, "{person:?}");
    }
}
