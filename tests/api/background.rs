//! Background work: it comes with its cause, one worker has it, and what fails is tried again until somebody has to look.

use std::{collections::BTreeSet, thread};

use chrono::{DateTime, Utc};
use domain::{permission::Permission, roles::RoleSight};
use serde_json::{Value, json};
use store::mail_folder::MailFolder;
use store::{
    StoreError, StoreResult,
    jobs::{Failure, Task},
    outbox::{self, Mail, Message},
    schedules,
    tx::{Caller, WriteTx},
};
use testkit::{App, Cast, Setup};

fn reminder(tx: &mut WriteTx) -> StoreResult<()> {
    let message = Message::ApplicationReceived { reference: "K7QM-2XHD".into() };
    outbox::send(tx, &Mail { to: "rosa@example.org".into(), language: "es".into(), message })
}

fn remind(app: &App, count: usize) {
    for _ in 0..count {
        app.state.store.write_public(&Caller::job(), "test.remind", reminder).unwrap();
    }
}

fn take(app: &App) -> Task {
    app.state.store.take_job().unwrap().unwrap()
}

fn look(app: &App, columns: &str) -> Vec<String> {
    app.database.column(&format!("select concat_ws(' ', {columns}) from jobs")).unwrap()
}

fn make_due(app: &App) {
    app.database.run("update jobs set due_at = now() - interval '1 second'").unwrap();
}

#[actix_web::test]
async fn work_whose_cause_fails_is_not_done() {
    let app = App::start().await.unwrap();
    let failed = app.state.store.write_public(&Caller::job(), "test.remind", |tx| {
        reminder(tx)?;
        Err::<(), _>(StoreError::NotFound)
    });
    assert!(failed.is_err());
    assert!(look(&app, "id").is_empty());
    remind(&app, 1);
    assert_eq!(look(&app, "kind, subject, state, attempts"), ["mail application_received waiting 0"]);
}

#[actix_web::test]
async fn of_several_workers_each_gets_another_piece() {
    let app = App::start().await.unwrap();
    remind(&app, 40);
    let store = &app.state.store;
    let all: Vec<_> = thread::scope(|scope| {
        let workers: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    let mine = std::iter::from_fn(|| store.take_job().unwrap());
                    mine.map(|task| (task.id, store.finish_job(&task).unwrap())).collect::<Vec<_>>()
                })
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    assert_eq!(all.len(), 40);
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 40);
    assert!(all.iter().all(|(_, was_heard)| *was_heard));
    assert!(store.take_job().unwrap().is_none());
}

#[actix_web::test]
async fn a_worker_whose_lease_is_over_is_not_heard_any_more() {
    let app = App::start().await.unwrap();
    remind(&app, 1);
    let store = &app.state.store;
    let first = take(&app);
    assert!(store.take_job().unwrap().is_none());
    make_due(&app);
    let second = take(&app);
    assert_eq!((first.id, second.attempts), (second.id, 2));
    assert!(!store.finish_job(&first).unwrap());
    assert!(!store.fail_job(&first, &Failure::last("late"), 0.5).unwrap());
    assert_eq!(look(&app, "state, last_error"), ["running"]);
    assert!(store.finish_job(&second).unwrap());
    assert!(!store.finish_job(&second).unwrap());
    assert_eq!(look(&app, "state, attempts, payload_sealed is null"), ["done 2 t"]);
}

#[actix_web::test]
async fn what_fails_is_tried_again_after_a_pause_that_doubles() {
    let app = App::start().await.unwrap();
    remind(&app, 1);
    for (pause, attempt) in [(30, 1), (60, 2), (120, 3)] {
        let task = take(&app);
        assert!(app.state.store.fail_job(&task, &Failure::passing("no answer"), 0.5).unwrap());
        let wait = "round(extract(epoch from due_at - now())) + 5 - 5";
        let near = format!("abs({wait} - {pause}) < 20, state, attempts, last_error");
        assert_eq!(look(&app, &near), [format!("t waiting {attempt} no answer")]);
        assert!(app.state.store.take_job().unwrap().is_none());
        make_due(&app);
    }
}

#[actix_web::test]
async fn what_fails_too_often_is_dead_and_keeps_what_it_was_about() {
    let app = App::start().await.unwrap();
    remind(&app, 1);
    app.database.run("update jobs set attempts = 11").unwrap();
    let last = take(&app);
    assert!(app.state.store.fail_job(&last, &Failure::passing("no answer"), 0.5).unwrap());
    assert_eq!(look(&app, "state, attempts, payload_sealed is null"), ["dead 12 f"]);
    make_due(&app);
    assert!(app.state.store.take_job().unwrap().is_none());
}

#[actix_web::test]
async fn what_can_never_succeed_is_dead_at_once() {
    let app = App::start().await.unwrap();
    remind(&app, 1);
    let task = take(&app);
    assert!(app.state.store.fail_job(&task, &Failure::last("no such mailbox"), 0.5).unwrap());
    assert_eq!(look(&app, "state, attempts, last_error"), ["dead 1 no such mailbox"]);
}

#[actix_web::test]
async fn work_of_a_newer_version_waits_for_it() {
    let app = App::start().await.unwrap();
    remind(&app, 1);
    app.database.run("update jobs set kind = 'not_invented_yet'").unwrap();
    assert!(app.state.store.take_job().unwrap().is_none());
    assert_eq!(look(&app, "state, attempts"), ["waiting 0"]);
}

#[actix_web::test]
async fn work_that_ended_long_ago_is_forgotten() {
    let app = App::start().await.unwrap();
    remind(&app, 4);
    app.database
        .run(
            "with n as (select id, row_number() over (order by id) from jobs) \
             update jobs set attempts = row_number, state = case when row_number <= 2 then 'done' else 'dead' end, \
                 finished_at = now() - (array[15, 13, 91, 89])[row_number] * interval '1 day' \
             from n where n.id = jobs.id",
        )
        .unwrap();
    assert_eq!(app.state.store.sweep_jobs().unwrap(), 2);
    let mut left = look(&app, "attempts");
    left.sort();
    assert_eq!(left, ["2", "4"]);
}

async fn work(app: &App, query: &str) -> Vec<Value> {
    let page = app.sign_in(Cast::Ada).unwrap().get(&format!("/jobs{query}")).await;
    assert_eq!(page.status, 200, "{}", page.text());
    page.json()["items"].as_array().unwrap().clone()
}

fn die(app: &App) {
    let task = take(app);
    assert!(app.state.store.fail_job(&task, &Failure::last("no such mailbox"), 0.5).unwrap());
}

#[actix_web::test]
async fn an_administrator_sees_the_work_latest_first_and_by_its_state() {
    let app = App::start().await.unwrap();
    remind(&app, 5);
    die(&app);
    let states =
        |all: &[Value]| all.iter().map(|one| one["state"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    let all = work(&app, "").await;
    assert_eq!(states(&all), ["waiting", "waiting", "waiting", "waiting", "dead"]);
    let dead = work(&app, "?state=dead&kind=mail").await;
    assert_eq!(dead[0]["last_error"], "no such mailbox");
    assert_eq!(dead[0]["subject"], "application_received");
    assert!(!dead[0].to_string().contains("rosa"), "{}", dead[0]);
    assert!(work(&app, "?kind=sweep_files").await.is_empty());

    let ada = app.sign_in(Cast::Ada).unwrap();
    let first = ada.get("/jobs?limit=3").await.json();
    let second = ada.get(&format!("/jobs?limit=3&cursor={}", first["next"].as_str().unwrap())).await.json();
    let ids = |page: &Value| {
        page["items"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect::<Vec<_>>()
    };
    let walked: Vec<_> = ids(&first).into_iter().chain(ids(&second)).collect();
    assert_eq!(walked, all.iter().map(|one| one["id"].clone()).collect::<Vec<_>>());
    assert!(second["next"].is_null());
}

#[actix_web::test]
async fn dead_work_begins_anew_when_an_administrator_says_so() {
    let app = App::start().await.unwrap();
    remind(&app, 1);
    die(&app);
    let id = work(&app, "").await[0]["id"].as_str().unwrap().to_owned();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let again = ada.post(&format!("/jobs/{id}/retry"), Value::Null).await;
    assert_eq!((again.status, again.json()["state"].clone()), (200, json!("waiting")));
    let task = take(&app);
    assert_eq!(task.attempts, 1);
    assert!(app.state.store.open_mail(&task).is_ok_and(|mail| mail.to == "rosa@example.org"));
    assert_eq!(ada.post(&format!("/jobs/{id}/retry"), Value::Null).await.status, 409);
    let noted = app.database.column(
        "select concat_ws(' ', operation, action, before ->> 'state') from audit where entity = 'jobs'",
    );
    assert_eq!(noted.unwrap(), ["jobs.retry update dead"]);
}

#[actix_web::test]
async fn only_dead_work_is_discarded() {
    let app = App::start().await.unwrap();
    remind(&app, 1);
    let ada = app.sign_in(Cast::Ada).unwrap();
    let id = work(&app, "").await[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(ada.delete(&format!("/jobs/{id}")).await.status, 409);
    die(&app);
    assert_eq!(ada.delete(&format!("/jobs/{id}")).await.status, 204);
    assert_eq!(ada.delete(&format!("/jobs/{id}")).await.status, 404);
    let noted =
        app.database.column("select concat_ws(' ', operation, action) from audit where entity = 'jobs'");
    assert_eq!(noted.unwrap(), ["jobs.discard delete"]);
}

#[actix_web::test]
async fn each_schedule_says_when_it_began_last() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let never = ada.get("/schedules").await.json();
    assert!(never.as_array().unwrap().iter().all(|one| one["slot"].is_null()));
    // In California it is noon, and so not too early for what is for the morning.
    let noon: DateTime<Utc> = "2026-11-23T20:00:00Z".parse().unwrap();
    let start = || {
        let due = |tx: &mut WriteTx| schedules::start_due(tx, noon);
        app.state.store.write_public(&Caller::job(), "schedules.start", due).unwrap()
    };
    assert_eq!((start(), start()), (never.as_array().unwrap().len(), 0));
    let once = ada.get("/schedules").await.json();
    let begun = |one: &Value| !one["slot"].is_null() && one["state"] == "waiting";
    assert!(once.as_array().unwrap().iter().all(begun), "{once}");
}

#[actix_web::test]
async fn mail_in_the_folder_is_read_by_an_administrator_alone() {
    let (app, place) = (App::start().await.unwrap(), tempfile::tempdir().unwrap());
    let ada = app.sign_in(Cast::Ada).unwrap();
    assert_eq!(ada.get("/mails").await.json(), json!({ "keeps_mail": false, "latest": [] }));
    assert_eq!(app.sign_in(Cast::Cora).unwrap().get("/mails").await.status, 403);

    let folder = MailFolder::new(place.path().join("mails"));
    let kept = app.beside(&Setup { mails: Some(folder.clone()), ..Setup::default() }).await.unwrap();
    let empty = json!({ "keeps_mail": true, "latest": [] });
    assert_eq!(kept.sign_in(Cast::Ada).unwrap().get("/mails").await.json(), empty);
    let text = "<script>alert(1)</script>";
    let mail = domain::mails::KeptMail {
        id: uuid::Uuid::nil().into(),
        at: kept.state.now(),
        to: "rosa@example.org".into(),
        subject: "Hello".into(),
        text: text.into(),
    };
    folder.keep(&mail, b"whole").unwrap();
    let read = kept.sign_in(Cast::Ada).unwrap().get("/mails").await.json();
    assert_eq!(read["latest"][0]["text"], text);
}

#[actix_web::test]
async fn who_may_not_do_everything_reads_mail_without_the_codes_of_its_links() {
    let (app, place) = (App::start().await.unwrap(), tempfile::tempdir().unwrap());
    let folder = MailFolder::new(place.path().join("mails"));
    let kept = app.beside(&Setup { mails: Some(folder.clone()), ..Setup::default() }).await.unwrap();
    let mail = domain::mails::KeptMail {
        id: uuid::Uuid::nil().into(),
        at: kept.state.now(),
        to: Cast::Ada.email().into(),
        subject: "Choose a new password".into(),
        text: "Go to https://hall.test/staff/reset#opens-her-account\nYour hall".into(),
    };
    folder.keep(&mail, b"whole").unwrap();
    let visitor = kept.colleague("Wim", RoleSight::Everyone, &[Permission::ManageBackgroundWork]).unwrap();
    let read = visitor.get("/mails").await;
    assert_eq!(read.status, 200, "{}", read.text());
    let shown = "Go to https://hall.test/staff/reset#…\nYour hall";
    assert_eq!(read.json()["latest"][0]["text"], shown);
    let whole = kept.sign_in(Cast::Ada).unwrap().get("/mails").await.json();
    assert_eq!(whole["latest"][0]["text"], json!(mail.text));
}

#[actix_web::test]
async fn the_metrics_tell_how_much_there_is_to_do() {
    let app = App::start().await.unwrap();
    remind(&app, 3);
    die(&app);
    app.database.run("update jobs set due_at = now() - interval '1 hour' where state = 'waiting'").unwrap();
    let text = reqwest::get(format!("{}/metrics", app.root())).await.unwrap().text().await.unwrap();
    for line in [
        "openhall_jobs{state=\"waiting\"} 2",
        "openhall_jobs{state=\"dead\"} 1",
        "openhall_jobs{state=\"running\"} 0",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    let oldest = text.lines().find_map(|line| line.strip_prefix("openhall_oldest_job_seconds ")).unwrap();
    assert!((3_600.0..3_900.0).contains(&oldest.parse::<f64>().unwrap()), "{oldest}");
}
