//! L6: what comes every hour and every day begins once a turn, however many servers look and whatever their clocks say.

use std::{collections::BTreeSet, thread};

use chrono::{DateTime, Days, TimeDelta, Utc};
use store::{Store, schedules, tx::Caller};
use testkit::{App, Figure, times};

const STEP: TimeDelta = TimeDelta::minutes(10);

/// Looks again and again for so many hours, by a clock that is wrong by `skew`.
fn watch(store: &Store, begin: DateTime<Utc>, hours: i64, skew: TimeDelta) {
    let mut now = begin;
    while now < begin + TimeDelta::hours(hours) {
        let started =
            store.write_public(&Caller::job(), "schedules.start", |tx| schedules::start_due(tx, now + skew));
        started.unwrap();
        now += STEP;
    }
}

/// Several servers watch at once; the clocks of the first and the last are ten minutes slow and fast.
fn crowd(apps: &[App], begin: DateTime<Utc>, hours: i64) {
    thread::scope(|scope| {
        for (number, app) in apps.iter().enumerate() {
            let place = i32::try_from(number).unwrap() * 2 / (i32::try_from(apps.len()).unwrap() - 1) - 1;
            let store = &app.state.store;
            scope.spawn(move || watch(store, begin, hours, STEP * place));
        }
    });
}

fn slots(app: &App, name: &str) -> BTreeSet<String> {
    let query = format!("select slot from scheduled_runs where name = '{name}'");
    app.database.column(&query).unwrap().into_iter().collect()
}

fn count(app: &App, query: &str) -> usize {
    app.database.column(query).unwrap()[0].parse().unwrap()
}

fn forget(app: &App) {
    app.database.run("delete from scheduled_runs; delete from jobs").unwrap();
}

#[actix_web::test]
async fn each_turn_of_a_schedule_begins_once() {
    let mut apps = vec![App::start().await.unwrap()];
    for _ in 1..times(3, 5) {
        apps.push(apps[0].beside(&Default::default()).await.unwrap());
    }
    let app = &apps[0];
    assert_eq!(app.database.column("select time_zone from organization").unwrap(), ["America/Los_Angeles"]);
    let (hours, mut turns) = (i64::try_from(times(14, 72)).unwrap(), 0);
    // The nights in which an hour is left out and in which one comes twice, from the evening on.
    for begin in ["2026-03-08T03:00:00Z", "2026-11-01T02:00:00Z"] {
        forget(app);
        let begin: DateTime<Utc> = begin.parse().unwrap();
        crowd(&apps, begin, hours);
        let from = begin - STEP;
        let hourly =
            (0..=hours + 1).map(|hour| (from + TimeDelta::hours(hour)).format("%Y-%m-%dT%HZ").to_string());
        assert_eq!(slots(app, "sweep_files"), hourly.collect());
        let evening = (begin - TimeDelta::hours(8)).date_naive();
        let days = (0..=u64::try_from(hours).unwrap().div_ceil(24)).map(|day| evening + Days::new(day));
        assert_eq!(slots(app, "sweep_jobs"), days.map(|day| day.to_string()).collect());
        let runs = count(app, "select count(*) from scheduled_runs");
        assert_eq!(count(app, "select count(*) from jobs"), runs);
        assert_eq!(count(app, "select count(*) from jobs join scheduled_runs on job_id = id"), runs);
        turns += runs;
    }
    forget(app);
    app.database.run("alter table scheduled_runs drop constraint scheduled_runs_pkey").unwrap();
    crowd(&apps, "2026-11-22T12:00:00Z".parse().unwrap(), 1);
    let double = count(app, "select count(*) - count(distinct (name, slot)) from scheduled_runs");
    assert!(double > 0);
    Figure {
        id: "L6",
        tried: format!(
            "{} servers that look every ten minutes for {hours} hours around both changes of the clock, their own clocks ten minutes slow to ten minutes fast",
            apps.len()
        ),
        goal: "each turn of an hourly and of a daily schedule begins once; none is left out",
        found: format!("{turns} turns, {turns} runs"),
        control: format!("without the row that a turn is claimed by: {double} runs too many in one hour"),
    }
    .keep();
}
