//! Many at the same moment.

use std::time::Duration;

use actix_web::rt::task::JoinHandle;
use serde_json::{Value, json};
use testkit::{Answer, App, Cast, Served, Visitor};

use super::{capacity::fits, day, draft, path, program, restricted::everywhere, waitlist};
use crate::hard::tamper;

/// Asks for each of these paths at once; the statuses in order.
async fn at_once(app: &App, paths: Vec<String>, body: Value) -> Vec<u16> {
    let cora = app.sign_in(Cast::Cora).unwrap();
    let asked = paths.into_iter().map(|path| {
        let (cora, body) = (cora.clone(), body.clone());
        actix_web::rt::spawn(async move { cora.post(&path, body).await.status })
    });
    let mut statuses = Vec::new();
    for one in asked.collect::<Vec<_>>() {
        statuses.push(one.await.unwrap());
    }
    statuses.sort_unstable();
    statuses
}

#[actix_web::test]
async fn of_two_who_enroll_one_person_at_the_same_moment_one_does() {
    let app = App::start().await.unwrap();
    let paths = vec![path(&app, Served::Wei); 2];
    assert_eq!(at_once(&app, paths, draft(&app)).await, [201, 422]);
    let rows = format!("select count(*) from enrollments where program_id = '{}'", program(&app, 1));
    assert_eq!(app.database.column(&rows).unwrap(), ["1"]);
}

#[actix_web::test]
async fn of_fifty_who_race_for_the_last_place_one_gets_it() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    fits(&app, &cora, 3, 0).await;
    for whom in [Served::Wei, Served::Olena] {
        super::enrolled(&app, &cora, whom).await;
    }
    tamper(
        &app,
        "insert into clients (id, first_name, last_name, search_key, name_key, status) \
         select gen_random_uuid(), 'Runner', n::text, 'runner', 'runner', 'active' from generate_series(1, 50) as n",
    );
    let ids = app.database.column("select id from clients where first_name = 'Runner'").unwrap();
    let paths = ids.into_iter().map(|id| format!("/clients/{id}/enrollments")).collect();
    let statuses = at_once(&app, paths, draft(&app)).await;
    assert_eq!((statuses.len(), statuses[0], statuses[1]), (50, 201, 422), "{statuses:?}");
    assert!(statuses[1..].iter().all(|status| *status == 422), "{statuses:?}");
    let (list, today) = (format!("/programs/{}/occupancy", program(&app, 1)), day(&app, 0));
    let taken = cora.get(&format!("{list}?from={today}&to={today}")).await.json();
    assert_eq!(taken, json!([{ "day": today, "taken": 3, "capacity": 3 }]));
}

/// Until so many wait for a lock.
async fn waiting(app: &App, least: usize) {
    let query =
        "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    while app.database.column(query).unwrap().len() < least {
        actix_web::rt::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Asks without waiting for the answer.
fn ask(who: &Visitor, path: String, body: Value) -> JoinHandle<Answer> {
    let who = who.clone();
    actix_web::rt::spawn(async move { who.post(&path, body).await })
}

/// Both are stopped in their middle: nobody writes a line of the log for a while.
#[actix_web::test]
async fn of_who_restricts_and_who_enrolls_one_person_at_the_same_moment_the_second_sees_the_first() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let locked = app.database.locked("audit").unwrap();
    let reason = json!({ "reach": everywhere(), "start_date": day(&app, 0), "reason": "Threats" });
    let restricts = ask(&cora, format!("/clients/{}/restrictions", app.client(Served::Wei).unwrap()), reason);
    waiting(&app, 1).await;
    let enrolls = ask(&cora, path(&app, Served::Wei), draft(&app));
    waiting(&app, 2).await;
    drop(locked);
    assert_eq!(restricts.await.unwrap().status, 201);
    let enrolled = enrolls.await.unwrap();
    assert_eq!(enrolled.fields(), ["/program_id restricted"], "{}", enrolled.text());
}

#[actix_web::test]
async fn of_who_closes_a_record_and_who_puts_the_person_on_a_list_at_the_same_moment_the_second_sees_the_first()
 {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let wei = app.client(Served::Wei).unwrap();
    let record = format!("/clients/{wei}");
    let version = cora.get(&record).await.version();
    let locked = app.database.locked("audit").unwrap();
    let who = cora.clone();
    let closes =
        actix_web::rt::spawn(async move { who.patch(&record, version, json!({ "status": "closed" })).await });
    waiting(&app, 1).await;
    let joins = ask(&cora, waitlist::list(&app), json!({ "client_id": wei }));
    waiting(&app, 2).await;
    drop(locked);
    let closed = closes.await.unwrap();
    assert_eq!(closed.status, 200, "{}", closed.text());
    let joined = joins.await.unwrap();
    assert_eq!((joined.status, joined.code().as_str()), (409, "conflict"), "{}", joined.text());
    assert!(waitlist::names(&app, &cora).await.is_empty(), "whose record is closed waits for nothing");
}
