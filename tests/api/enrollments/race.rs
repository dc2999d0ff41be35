//! Many at the same moment.

use std::time::Duration;

use serde_json::{Value, json};
use testkit::{App, Cast, Served};

use super::{capacity::fits, day, draft, path, program, restricted::everywhere};
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

/// Both are stopped in their middle: nobody writes a line of the log for a while.
#[actix_web::test]
async fn of_who_restricts_and_who_enrolls_one_person_at_the_same_moment_the_second_sees_the_first() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let waiting = |least: usize| {
        let query = "select pid from pg_stat_activity \
                     where datname = current_database() and wait_event_type = 'Lock'";
        let app = &app;
        async move {
            while app.database.column(query).unwrap().len() < least {
                actix_web::rt::time::sleep(Duration::from_millis(10)).await;
            }
        }
    };
    let ask = |path: String, body: Value| {
        let cora = cora.clone();
        actix_web::rt::spawn(async move { cora.post(&path, body).await })
    };
    let locked = app.database.locked("audit").unwrap();
    let reason = json!({ "reach": everywhere(), "start_date": day(&app, 0), "reason": "Threats" });
    let restricts = ask(format!("/clients/{}/restrictions", app.client(Served::Wei).unwrap()), reason);
    waiting(1).await;
    let enrolls = ask(path(&app, Served::Wei), draft(&app));
    waiting(2).await;
    drop(locked);
    assert_eq!(restricts.await.unwrap().status, 201);
    let enrolled = enrolls.await.unwrap();
    assert_eq!(enrolled.fields(), ["/program_id restricted"], "{}", enrolled.text());
}
