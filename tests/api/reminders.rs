//! Facts about reminders of follow-ups.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use store::{Store, schedules, tx::Caller};
use testkit::{App, Cast, Served, Visitor};

use super::account::links::Mailed;

fn change(app: &App, statement: &str) {
    let all = format!("begin; select begin_as('job', null, 'test', null, null); {statement}; commit");
    app.database.run(&all).unwrap();
}

/// Nobody has anything to do, and nobody was reminded.
fn clear(app: &App) {
    change(app, "delete from follow_ups; update users set reminded_on = null");
}

/// Casey has something to do with a client that was due some days ago, or is due in some.
async fn due(app: &App, whom: Served, days: i32) {
    let casey = app.sign_in(Cast::Casey).unwrap();
    let day = app.database.column("select today()").unwrap().remove(0);
    let path = format!("/clients/{}/follow-ups", app.client(whom).unwrap());
    let made = casey.post(&path, json!({ "due_on": day, "purpose": "Ask about her hearing" })).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let id = made.json()["id"].as_str().unwrap().to_owned();
    change(app, &format!("update follow_ups set due_on = today() + {days} where id = '{id}'"));
}

async fn choose(who: &Visitor, way: &str, quiet_until: Option<&str>) {
    let wish = json!({ "kinds": [{ "kind": "follow_ups_due", "way": way }], "quiet_until": quiet_until });
    let chosen = who.put("/notifications/preferences", wish).await;
    assert_eq!(chosen.status, 200, "{}", chosen.text());
}

/// How many reminders stand in somebody's inbox.
async fn reminders(who: &Visitor) -> usize {
    let inbox = who.get("/notifications?limit=100").await.json();
    let all: Vec<Value> = inbox["latest"].as_array().unwrap().clone();
    all.iter().filter(|one| one["kind"] == "follow_ups_due").count()
}

/// How many mails of a kind wait.
fn mails(app: &App, template: &str) -> usize {
    let query = format!("select id from jobs where kind = 'mail' and subject = '{template}'");
    app.database.column(&query).unwrap().len()
}

async fn listed(who: &Visitor, filter: &str) -> usize {
    who.get(&format!("/follow-ups?limit=100&{filter}")).await.json()["items"].as_array().unwrap().len()
}

#[actix_web::test]
async fn the_mail_counts_what_the_list_shows_and_names_no_client() {
    let hall = Mailed::start().await;
    let (app, casey) = (&hall.app, hall.app.sign_in(Cast::Casey).unwrap());
    change(app, "delete from follow_ups");
    due(app, Served::Maria, 0).await;
    due(app, Served::Maria, -1).await;
    due(app, Served::Sukarno, -9).await;
    due(app, Served::Sukarno, 1).await;
    assert_eq!((listed(&casey, "today=true").await, listed(&casey, "overdue=true").await), (1, 2));
    change(app, "update users set reminded_on = null");
    app.state.store.remind_of_follow_ups().unwrap();
    let letter = hall.letters(Cast::Casey.email(), 1).await.remove(0);
    let text = letter.text.replace("=\r\n", "");
    assert!(text.contains("1 follow-up is due today, 2 are overdue"), "{text}");
    assert!(text.contains("https://hall.test/staff/follow-ups"), "{text}");
    for secret in ["Delgado", "María", "hearing"] {
        assert!(!text.contains(secret), "{text}");
    }
}

#[actix_web::test]
async fn where_nothing_is_due_nobody_is_told() {
    let app = App::start().await.unwrap();
    clear(&app);
    due(&app, Served::Maria, 1).await;
    assert_eq!(app.state.store.remind_of_follow_ups().unwrap(), 0);
    let casey = app.sign_in(Cast::Casey).unwrap();
    assert_eq!((reminders(&casey).await, mails(&app, "reminder")), (0, 0));
}

#[actix_web::test]
async fn each_hears_of_it_in_the_way_they_chose() {
    let app = App::start().await.unwrap();
    let (casey, store) = (app.sign_in(Cast::Casey).unwrap(), &app.state.store);
    clear(&app);
    due(&app, Served::Maria, 0).await;
    assert_eq!(store.remind_of_follow_ups().unwrap(), 1);
    assert_eq!((reminders(&casey).await, mails(&app, "reminder")), (1, 1), "who chose nothing gets a mail");
    for (way, inbox, mailed) in [("inbox", 1, 1), ("mail", 1, 2), ("digest", 1, 2), ("off", 0, 2)] {
        choose(&casey, way, None).await;
        change(&app, "update users set reminded_on = null; delete from notifications");
        store.remind_of_follow_ups().unwrap();
        assert_eq!((reminders(&casey).await, mails(&app, "reminder")), (inbox, mailed), "{way}");
    }
}

#[actix_web::test]
async fn the_mail_of_the_day_has_it_where_somebody_wants_that() {
    let app = App::start().await.unwrap();
    let (casey, store) = (app.sign_in(Cast::Casey).unwrap(), &app.state.store);
    clear(&app);
    // Nothing of the demonstration waits for a digest.
    change(&app, "update notifications set mailed_at = now()");
    due(&app, Served::Maria, 0).await;
    choose(&casey, "digest", None).await;
    store.remind_of_follow_ups().unwrap();
    assert_eq!(store.send_digests().unwrap(), 1);
    assert_eq!((mails(&app, "reminder"), mails(&app, "digest")), (0, 1));
}

#[actix_web::test]
async fn quiet_days_bring_no_mail() {
    let app = App::start().await.unwrap();
    let (casey, store) = (app.sign_in(Cast::Casey).unwrap(), &app.state.store);
    clear(&app);
    due(&app, Served::Maria, 0).await;
    let day = app.database.column("select today() + 3").unwrap().remove(0);
    choose(&casey, "mail", Some(&day)).await;
    store.remind_of_follow_ups().unwrap();
    assert_eq!((reminders(&casey).await, mails(&app, "reminder")), (1, 0));
    change(&app, "update users set quiet_until = today(), reminded_on = reminded_on - 1");
    store.remind_of_follow_ups().unwrap();
    assert_eq!(mails(&app, "reminder"), 1);
}

#[actix_web::test]
async fn a_reminder_that_was_not_read_makes_room_for_the_next() {
    let app = App::start().await.unwrap();
    let (casey, store) = (app.sign_in(Cast::Casey).unwrap(), &app.state.store);
    clear(&app);
    due(&app, Served::Maria, 0).await;
    for _ in 0..3 {
        assert_eq!(store.remind_of_follow_ups().unwrap(), 1);
        assert_eq!(reminders(&casey).await, 1);
        change(&app, "update users set reminded_on = reminded_on - 1");
    }
    assert_eq!(casey.post("/notifications/reading", json!({})).await.status, 204);
    assert_eq!(store.remind_of_follow_ups().unwrap(), 1);
    assert_eq!(reminders(&casey).await, 2, "what was read stays");
    let log = "select count(*) from audit where operation = 'follow_ups.remind'";
    assert_eq!(app.database.column(log).unwrap(), ["0"], "nobody's account was changed by it");
}

#[actix_web::test]
async fn several_servers_remind_once_a_day() {
    let app = App::start().await.unwrap();
    let other = app.beside(&Default::default()).await.unwrap();
    clear(&app);
    due(&app, Served::Maria, 0).await;
    std::thread::scope(|scope| {
        for store in [&app.state.store, &other.state.store, &app.state.store, &other.state.store] {
            scope.spawn(|| store.remind_of_follow_ups().unwrap());
        }
    });
    let casey = app.sign_in(Cast::Casey).unwrap();
    assert_eq!((reminders(&casey).await, mails(&app, "reminder")), (1, 1));
    due(&app, Served::Sukarno, 0).await;
    assert_eq!(other.state.store.remind_of_follow_ups().unwrap(), 0, "what came since waits for tomorrow");
}

/// Looks for turns that are due at a moment.
fn look(store: &Store, at: &str) {
    let now: DateTime<Utc> = at.parse().unwrap();
    store.write_public(&Caller::job(), "schedules.start", |tx| schedules::start_due(tx, now)).unwrap();
}

#[actix_web::test]
async fn after_an_outage_one_reminder_catches_up_on_the_same_day() {
    let app = App::start().await.unwrap();
    let other = app.beside(&Default::default()).await.unwrap();
    let runs = || {
        let query = "select count(*) from jobs where kind = 'remind_of_follow_ups'";
        app.database.column(query).unwrap().remove(0)
    };
    // In California it is half past six.
    look(&app.state.store, "2026-11-23T14:30:00Z");
    assert_eq!(runs(), "1");
    // Nobody looks for three mornings; then both servers do, at two in the afternoon.
    for store in [&other.state.store, &app.state.store] {
        look(store, "2026-11-26T22:00:00Z");
    }
    assert_eq!(runs(), "2");
    // They were down in the morning, and it is two in the night.
    look(&app.state.store, "2026-11-28T10:00:00Z");
    assert_eq!(runs(), "2", "nobody is reminded in the night");
}

#[actix_web::test]
async fn a_day_that_comes_again_is_not_told_again() {
    let app = App::start().await.unwrap();
    let store = &app.state.store;
    clear(&app);
    due(&app, Served::Maria, -5).await;
    change(&app, "update organization set time_zone = 'Pacific/Kiritimati'");
    assert_eq!(store.remind_of_follow_ups().unwrap(), 1);
    // The organization moves behind the line of dates, and its day with it.
    change(&app, "update organization set time_zone = 'Etc/GMT+12'");
    assert_eq!(store.remind_of_follow_ups().unwrap(), 0);
    change(&app, "update organization set time_zone = 'Pacific/Kiritimati'");
    assert_eq!(store.remind_of_follow_ups().unwrap(), 0);
    change(&app, "update users set reminded_on = reminded_on - 1");
    assert_eq!(store.remind_of_follow_ups().unwrap(), 1, "the next day is");
}

#[actix_web::test]
async fn whoever_cannot_do_it_is_not_reminded() {
    for taken in [
        "update users set status = 'deactivated' where id = '{casey}'",
        "delete from user_roles where user_id = '{casey}'",
        "delete from assignments where user_id = '{casey}'; delete from program_staff where user_id = '{casey}'",
    ] {
        let app = App::start().await.unwrap();
        clear(&app);
        due(&app, Served::Maria, 0).await;
        change(&app, &taken.replace("{casey}", &app.user(Cast::Casey).unwrap().to_string()));
        assert_eq!(app.state.store.remind_of_follow_ups().unwrap(), 0, "{taken}");
    }
}
