//! Background work: it comes with its cause, one worker has it, and what fails is tried again until somebody has to look.

use std::{collections::BTreeSet, thread};

use store::{
    StoreError, StoreResult,
    jobs::{Failure, Task},
    outbox::{self, Mail, Message},
    tx::{Caller, WriteTx},
};
use testkit::App;

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
