//! Acceptance criteria 1, 2 and 5 of the central client database, each as a fact with its number. Criterion 3 stands in
//! `hard/i_direct.rs`; 4 and 6 come with reports and with imports.

mod log;

use chrono::{DateTime, Utc};
use diesel::{Connection, PgConnection, connection::SimpleConnection};
use domain::schedules::Schedule;
use reqwest::Method;
use serde_json::{Value, json};
use store::{schedules, tx::Caller};
use testkit::{App, Cast, Served, Visitor, send};

use super::{
    account::links::Mailed,
    enrollments::{
        day, enroll, path, program,
        restricted::{everywhere, here},
    },
};
use crate::hard::tamper;

/// As many programs as Minh is to be in.
const SEVERAL: usize = 3;

async fn current(who: &Visitor, address: &str) -> Vec<Value> {
    let all = who.get(address).await.json();
    let all = all.get("items").unwrap_or(&all).as_array().unwrap().clone();
    all.into_iter().filter(|one| one["state"] == "current").collect()
}

#[actix_web::test]
async fn criterion_1_a_client_is_enrolled_in_several_programs_at_once() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let minh = json!(app.client(Served::Minh).unwrap());
    let body = |place| json!({ "program_id": program(&app, place), "start_date": day(&app, 0) });
    // In the first one since sixty days ago.
    for place in 1..SEVERAL {
        assert_eq!(enroll(&app, &cora, Served::Minh, body(place)).await.status, 201);
    }
    assert_eq!(current(&cora, &path(&app, Served::Minh)).await.len(), SEVERAL);
    for place in 0..SEVERAL {
        let inside = current(&cora, &format!("/programs/{}/enrollments", program(&app, place))).await;
        assert_eq!(inside.iter().filter(|one| one["client_id"] == minh).count(), 1, "{place}");
        let again = enroll(&app, &cora, Served::Minh, body(place)).await;
        assert_eq!((again.status, again.fields()), (422, vec!["/start_date overlaps".to_owned()]));
        // The database holds it too, whoever writes.
        let behind = format!(
            "begin; select begin_as('job', null, 'test', null, null); \
             insert into enrollments (id, client_id, program_id, start_date) \
             values (gen_random_uuid(), {}, '{}', today()); rollback",
            minh.to_string().replace('"', "'"),
            program(&app, place)
        );
        let refused = app.database.run(&behind).unwrap_err().to_string();
        assert!(refused.contains("enrollments_one_at_a_time"), "{refused}");
        app.database.run("rollback").unwrap();
    }
}

async fn restrict(app: &App, cora: &Visitor, whom: Served, reach: Value, days: (i32, Option<i32>)) -> Value {
    let body = json!({
        "reach": reach, "start_date": day(app, days.0), "end_date": days.1.map(|end| day(app, end)),
        "reason": "Threats at the front desk",
    });
    let made = cora.post(&format!("/clients/{}/restrictions", app.client(whom).unwrap()), body).await;
    assert_eq!(made.status, 201, "{}", made.text());
    made.json()
}

/// Whether somebody would be let into each of the programs, also where others wait for a place.
async fn let_in(app: &App, cora: &Visitor, whom: Served) -> Vec<bool> {
    let programs = app.database.column("select id from programs order by position, name").unwrap();
    let mut answers = Vec::new();
    for program in &programs {
        let why = "It is asked of every program";
        let body = json!({ "program_id": program, "start_date": day(app, 0), "override_reason": why });
        let answer = enroll(app, cora, whom, body).await;
        assert!(answer.status == 201 || answer.fields() == ["/program_id restricted"], "{}", answer.text());
        answers.push(answer.status == 201);
    }
    answers
}

/// Everything that comes every hour or every day, once, at noon: its jobs are done when this returns.
async fn a_whole_day(hall: &Mailed) {
    let app = &hall.app;
    let noon = "select to_char((today() + time '12:00') at time zone time_zone at time zone 'UTC', \
                'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') from organization";
    let noon: DateTime<Utc> = app.database.column(noon).unwrap()[0].parse().unwrap();
    app.database.run("delete from scheduled_runs").unwrap();
    let store = &app.state.store;
    let started = store.write_public(&Caller::job(), "test.noon", |tx| schedules::start_due(tx, noon));
    assert_eq!(started.unwrap(), Schedule::ALL.len());
    store.sweep().unwrap();
    hall.all().await;
    let done = "select count(*) from scheduled_runs join jobs on jobs.id = job_id where state = 'done'";
    assert_eq!(app.database.column(done).unwrap(), [Schedule::ALL.len().to_string()]);
}

#[actix_web::test]
async fn criterion_2_restrictions_work_for_the_organization_and_for_one_program_and_are_kept_for_ten_years() {
    let hall = Mailed::start().await;
    let app = &hall.app;
    let cora = app.sign_in(Cast::Cora).unwrap();
    restrict(app, &cora, Served::Wei, everywhere(), (-5, None)).await;
    assert!(let_in(app, &cora, Served::Wei).await.iter().all(|enrolled| !enrolled));
    restrict(app, &cora, Served::Olena, here(app, 1), (-5, None)).await;
    let olena = let_in(app, &cora, Served::Olena).await;
    assert!(olena.len() > 2 && olena.iter().enumerate().all(|(place, enrolled)| *enrolled == (place != 1)));

    // Of eleven years ago: one that expired, and one that was lifted.
    let expired = restrict(app, &cora, Served::Olena, everywhere(), (-4020, Some(-3990))).await;
    let lifted = restrict(app, &cora, Served::Olena, here(app, 0), (-4020, None)).await;
    let address = |one: &Value| format!("/restrictions/{}", one["id"].as_str().unwrap());
    let lifting =
        cora.post_on(&format!("{}/lifting", address(&lifted)), 1, json!({ "reason": "Made up" })).await;
    assert_eq!(lifting.status, 200, "{}", lifting.text());
    let long_ago = "update restrictions set created_at = now() - interval '11 years', \
                    lifted_at = lifted_at - interval '11 years' where start_date < today() - 4000";
    tamper(app, long_ago);

    let mut web = PgConnection::establish(&app.database.web_url()).unwrap();
    for (one, state) in [(&expired, "expired"), (&lifted, "lifted")] {
        let deleting = cora.request(Method::DELETE, &address(one)).header("if-match", "\"1\"");
        assert!([404, 405].contains(&send(deleting).await.status), "there is no such operation");
        let id = one["id"].as_str().unwrap();
        for sql in [
            format!("delete from restrictions where id = '{id}'"),
            "truncate restrictions cascade".to_owned(),
            format!("delete from clients where id = (select client_id from restrictions where id = '{id}')"),
        ] {
            let named = "select begin_as('job', null, 'test', null, null)";
            assert!(web.batch_execute(&format!("begin; {named}; {sql}; commit")).is_err(), "{sql}");
            web.batch_execute("rollback").unwrap();
        }
        assert_eq!(cora.get(&address(one)).await.json()["state"], state);
    }
    a_whole_day(&hall).await;
    let all = format!("/clients/{}/restrictions?limit=100", app.client(Served::Olena).unwrap());
    let listed = cora.get(&all).await.json()["items"].as_array().unwrap().clone();
    for one in [&expired, &lifted] {
        assert!(listed.iter().any(|listed| listed["id"] == one["id"]), "{listed:?}");
    }
}
