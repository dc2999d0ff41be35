//! Facts about follow-ups that stay undone.

use serde_json::{Value, json};
use testkit::{App, Cast, Served, Visitor};

/// Casey has something to do with a client that was due some days ago.
async fn late(app: &App, whom: Served, days: i32) -> String {
    let casey = app.sign_in(Cast::Casey).unwrap();
    let day = app.database.column("select today()").unwrap().remove(0);
    let path = format!("/clients/{}/follow-ups", app.client(whom).unwrap());
    let made = casey.post(&path, json!({ "due_on": day, "purpose": "Call" })).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let id = made.json()["id"].as_str().unwrap().to_owned();
    change(app, &format!("update follow_ups set due_on = today() - {days} where id = '{id}'"));
    id
}

fn change(app: &App, statement: &str) {
    let all = format!("begin; select begin_as('job', null, 'test', null, null); {statement}; commit");
    app.database.run(&all).unwrap();
}

async fn told(app: &App, who: Cast) -> usize {
    let inbox = app.sign_in(who).unwrap().get("/notifications").await.json();
    let all = inbox["latest"].as_array().unwrap();
    all.iter().filter(|one| one["kind"] == "follow_ups_escalated").count()
}

async fn escalated(who: &Visitor) -> Vec<Value> {
    let list = who.get("/follow-ups?team=true&escalated=true&limit=100").await.json();
    list["items"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect()
}

#[actix_web::test]
async fn after_three_days_managers_are_told_once() {
    let app = App::start().await.unwrap();
    let (max, store) = (app.sign_in(Cast::Max).unwrap(), &app.state.store);
    let (two, three) = (late(&app, Served::Sukarno, 2).await, late(&app, Served::Sukarno, 3).await);
    store.escalate_follow_ups().unwrap();
    let list = escalated(&max).await;
    assert!(list.contains(&json!(three)) && !list.contains(&json!(two)), "{list:?}");
    assert_eq!((told(&app, Cast::Max).await, told(&app, Cast::Cora).await), (1, 1));
    for who in [Cast::Casey, Cast::Lena, Cast::Ana, Cast::Otto] {
        assert_eq!(told(&app, who).await, 0, "{who:?}");
    }
    assert_eq!(store.escalate_follow_ups().unwrap(), 0, "a second look finds nothing new");
    assert_eq!(told(&app, Cast::Max).await, 1);
}

#[actix_web::test]
async fn whoever_runs_the_clients_program_is_told_and_nobody_else() {
    let app = App::start().await.unwrap();
    let stan = app.user(Cast::Stan).unwrap();
    change(
        &app,
        &format!(
            "insert into program_staff (program_id, user_id, manages) \
             select id, '{stan}', true from programs where name = 'CityBuild Academy'"
        ),
    );
    let minhs = late(&app, Served::Minh, 4).await;
    app.state.store.escalate_follow_ups().unwrap();
    assert_eq!((told(&app, Cast::Stan).await, told(&app, Cast::Max).await), (1, 0));
    let sukarnos = late(&app, Served::Sukarno, 4).await;
    app.state.store.escalate_follow_ups().unwrap();
    let stan = app.sign_in(Cast::Stan).unwrap();
    let list = escalated(&stan).await;
    assert!(list.contains(&json!(minhs)) && !list.contains(&json!(sukarnos)), "{list:?}");
    // The rest of the team's is not theirs, and whoever runs nothing has nothing there.
    let casey = app.user(Cast::Casey).unwrap();
    for wider in ["team=true".to_owned(), format!("assignee={casey}"), "team=true&overdue=true".to_owned()] {
        assert_eq!(stan.get(&format!("/follow-ups?{wider}")).await.status, 403, "{wider}");
    }
    assert!(escalated(&app.sign_in(Cast::Lena).unwrap()).await.is_empty());
}

#[actix_web::test]
async fn another_day_is_another_chance() {
    let app = App::start().await.unwrap();
    let (casey, store) = (app.sign_in(Cast::Casey).unwrap(), &app.state.store);
    let id = late(&app, Served::Sukarno, 5).await;
    store.escalate_follow_ups().unwrap();
    let path = format!("/follow-ups/{id}");
    let found = casey.get(&path).await;
    assert!(found.json()["escalated_at"].is_string(), "{}", found.text());
    let day = app.database.column("select today() + 1").unwrap().remove(0);
    let moved = casey.patch(&path, found.version(), json!({ "due_on": day })).await;
    assert_eq!((moved.status, moved.json()["escalated_at"].is_null()), (200, true), "{}", moved.text());
    change(&app, &format!("update follow_ups set due_on = today() - 3 where id = '{id}'"));
    assert_eq!(store.escalate_follow_ups().unwrap(), 1);
}

#[actix_web::test]
async fn the_organization_says_after_how_many_days() {
    let app = App::start().await.unwrap();
    let (ada, store) = (app.sign_in(Cast::Ada).unwrap(), &app.state.store);
    let settings = ada.get("/organization/settings").await;
    assert_eq!(settings.json()["escalate_after_days"], json!(3));
    for wrong in [0, 61] {
        let body = json!({ "escalate_after_days": wrong });
        let refused = ada.patch("/organization/settings", settings.version(), body).await;
        assert_eq!(refused.fields(), ["/escalate_after_days out_of_range"]);
    }
    let body = json!({ "escalate_after_days": 7 });
    let cora = app.sign_in(Cast::Cora).unwrap();
    assert_eq!(cora.patch("/organization/settings", settings.version(), body.clone()).await.status, 403);
    assert_eq!(ada.patch("/organization/settings", settings.version(), body).await.status, 200);
    late(&app, Served::Sukarno, 6).await;
    assert_eq!(store.escalate_follow_ups().unwrap(), 0);
}

#[actix_web::test]
async fn a_program_may_say_fewer_days_or_more() {
    let app = App::start().await.unwrap();
    let (cora, store) = (app.sign_in(Cast::Cora).unwrap(), &app.state.store);
    let program =
        app.database.column("select id from programs where name = 'CityBuild Academy'").unwrap().remove(0);
    let path = format!("/programs/{program}");
    let say = |days: Value| {
        let (cora, path) = (&cora, &path);
        async move {
            let version = cora.get(path).await.version();
            cora.patch(path, version, json!({ "escalate_after_days": days })).await
        }
    };
    for wrong in [0, 61] {
        assert_eq!(say(json!(wrong)).await.fields(), ["/escalate_after_days out_of_range"]);
    }
    assert_eq!(say(json!(5)).await.json()["escalate_after_days"], 5);
    // Minh is in the program, Sukarno in none.
    late(&app, Served::Minh, 4).await;
    late(&app, Served::Sukarno, 3).await;
    assert_eq!(store.escalate_follow_ups().unwrap(), 1, "the organization's three days");
    assert_eq!(say(json!(1)).await.status, 200);
    assert_eq!(store.escalate_follow_ups().unwrap(), 1, "the program's one day");
    assert!(say(Value::Null).await.json()["escalate_after_days"].is_null());
    late(&app, Served::Minh, 2).await;
    assert_eq!(store.escalate_follow_ups().unwrap(), 0, "the organization's again");
}

#[actix_web::test]
async fn days_are_the_organizations() {
    let app = App::start().await.unwrap();
    let id = late(&app, Served::Sukarno, 3).await;
    // Where it is a day earlier, it is overdue by two.
    let zones = "select count(*) from pg_timezone_names where name = 'Etc/GMT+12'";
    assert_eq!(app.database.column(zones).unwrap(), ["1"]);
    change(&app, "update organization set time_zone = 'Pacific/Kiritimati'");
    let east = app.database.column("select today()").unwrap().remove(0);
    change(&app, &format!("update follow_ups set due_on = date '{east}' - 3 where id = '{id}'"));
    change(&app, "update organization set time_zone = 'Etc/GMT+12'");
    assert_ne!(app.database.column("select today()").unwrap().remove(0), east);
    assert_eq!(app.state.store.escalate_follow_ups().unwrap(), 0);
    change(&app, "update organization set time_zone = 'Pacific/Kiritimati'");
    assert_eq!(app.state.store.escalate_follow_ups().unwrap(), 1);
}
