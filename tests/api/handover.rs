//! Facts about follow-ups of whoever leaves a client, and of a client who leaves: none is left behind.

use serde_json::{Value, json};
use testkit::{App, Cast, Served, Visitor, send};

/// Casey is to do something with a client in two days.
async fn hers(app: &App, whom: Served) -> String {
    let casey = app.sign_in(Cast::Casey).unwrap();
    let day = app.database.column("select today() + 2").unwrap().remove(0);
    let path = format!("/clients/{}/follow-ups", app.client(whom).unwrap());
    let made = casey.post(&path, json!({ "due_on": day, "purpose": "Call about the interview" })).await;
    assert_eq!(made.status, 201, "{}", made.text());
    made.json()["id"].as_str().unwrap().to_owned()
}

/// Whose it is, where it stands and what is written on it.
fn stands(app: &App, id: &str) -> String {
    let query = format!(
        "select concat_ws(' ', users.name, follow_ups.status, outcome) from follow_ups \
         join users on users.id = assignee_id where follow_ups.id = '{id}'"
    );
    app.database.column(&query).unwrap().remove(0)
}

/// Open follow-ups of somebody with a client.
fn open(app: &App, who: Cast, whom: Served) -> usize {
    let (user, client) = (app.user(who).unwrap(), app.client(whom).unwrap());
    let query = format!(
        "select id from follow_ups where status = 'open' and assignee_id = '{user}' and client_id = '{client}'"
    );
    app.database.column(&query).unwrap().len()
}

/// Where somebody's assignment to a client is ended.
async fn ending(app: &App, reader: &Visitor, who: Cast, whom: Served) -> String {
    let path = format!("/clients/{}/assignments", app.client(whom).unwrap());
    let all = reader.get(&path).await.json();
    let theirs = |one: &&Value| one["user"] == who.name() && one["ended_at"].is_null();
    let id = all.as_array().unwrap().iter().find(theirs).unwrap()["id"].as_str().unwrap().to_owned();
    format!("{path}/{id}/ending")
}

async fn plan(app: &App, who: &Visitor, whom: Served, action: Value) -> Value {
    let id = app.client(whom).unwrap();
    let version = who.get(&format!("/clients/{id}")).await.version();
    let body = json!({ "action": action, "clients": [{ "id": id, "version": version }] });
    let planned = who.post("/bulk-changes", body).await;
    assert_eq!(planned.status, 201, "{}", planned.text());
    planned.json()
}

fn at(bulk: &Value, what: &str) -> String {
    format!("/bulk-changes/{}{what}", bulk["id"].as_str().unwrap())
}

#[actix_web::test]
async fn an_assignment_does_not_end_over_open_follow_ups() {
    let app = App::start().await.unwrap();
    let max = app.sign_in(Cast::Max).unwrap();
    let id = hers(&app, Served::Sukarno).await;
    let path = ending(&app, &max, Cast::Casey, Served::Sukarno).await;
    let refused = max.post(&path, json!({})).await;
    assert_eq!((refused.status, refused.fields()), (422, vec!["/follow_ups follow_ups_left".to_owned()]));
    let outside = json!({ "follow_ups": { "to": app.user(Cast::Otto).unwrap() } });
    assert_eq!(
        max.post(&path, outside).await.fields(),
        ["/follow_ups/to does_not_see_the_client"],
        "Otto does not see him"
    );
    let herself = json!({ "follow_ups": { "to": app.user(Cast::Casey).unwrap() } });
    assert_eq!(max.post(&path, herself).await.status, 422);
    for wrong in [
        json!({ "follow_ups": { "ended_because": "no" } }),
        json!({ "follow_ups": { "to": app.user(Cast::Vera).unwrap() } }),
    ] {
        assert_eq!(max.post(&path, wrong.clone()).await.status, 422, "{wrong}");
    }
    assert_eq!(max.post(&path, json!({ "follow_ups": {} })).await.status, 400);
    assert_eq!(stands(&app, &id), "Casey Nguyen open");
    assert_eq!(open(&app, Cast::Casey, Served::Sukarno), 2, "nothing of it was done");
}

#[actix_web::test]
async fn who_leaves_hands_over_and_the_colleague_is_told() {
    let app = App::start().await.unwrap();
    let max = app.sign_in(Cast::Max).unwrap();
    let id = hers(&app, Served::Maria).await;
    let path = ending(&app, &max, Cast::Casey, Served::Maria).await;
    let cole = app.user(Cast::Cole).unwrap();
    let ended = max.post(&path, json!({ "follow_ups": { "to": cole } })).await;
    assert_eq!(ended.status, 200, "{}", ended.text());
    assert_eq!(
        (stands(&app, &id).as_str(), open(&app, Cast::Casey, Served::Maria)),
        ("Cole Adeyemi open", 0)
    );
    let inbox = app.sign_in(Cast::Cole).unwrap().get("/notifications").await.json();
    let told = inbox["latest"].as_array().unwrap().iter().filter(|one| one["kind"] == "follow_ups_assigned");
    assert_eq!(told.count(), 1, "{inbox}");
    let log = format!("select operation from audit where entity_id = '{id}' and action = 'update'");
    assert_eq!(app.database.column(&log).unwrap(), ["assignments.end"]);
}

#[actix_web::test]
async fn who_may_not_assign_hands_nothing_over() {
    let app = App::start().await.unwrap();
    let max = app.sign_in(Cast::Max).unwrap();
    let id = hers(&app, Served::Maria).await;
    let path = ending(&app, &max, Cast::Casey, Served::Maria).await;
    let body = json!({ "follow_ups": { "to": app.user(Cast::Cole).unwrap() } });
    for who in [Cast::Casey, Cast::Stan, Cast::Vera, Cast::Ana] {
        assert_eq!(app.sign_in(who).unwrap().post(&path, body.clone()).await.status, 403, "{who:?}");
    }
    assert_eq!(stands(&app, &id), "Casey Nguyen open");
}

#[actix_web::test]
async fn a_proposed_ending_brings_its_handing_over_along() {
    let app = App::start().await.unwrap();
    let (lena, cora) = (app.sign_in(Cast::Lena).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let id = hers(&app, Served::Maria).await;
    let path = ending(&app, &lena, Cast::Casey, Served::Maria).await;
    assert_eq!(lena.post(&path, json!({})).await.status, 422, "she hears it, and not who reviews");
    let cole = app.user(Cast::Cole).unwrap();
    let proposed = lena.post(&path, json!({ "follow_ups": { "to": cole } })).await;
    assert_eq!(proposed.status, 202, "{}", proposed.text());
    let change = proposed.json();
    assert_eq!(change["proposed"]["follow_ups"]["to"], json!(cole));
    assert_eq!(stands(&app, &id), "Casey Nguyen open");
    let approval = format!("/changes/{}/approval", change["id"].as_str().unwrap());
    let approved = cora.approve(&approval, 1, json!({})).await;
    assert_eq!(approved.status, 200, "{}", approved.text());
    assert_eq!(stands(&app, &id), "Cole Adeyemi open");
}

#[actix_web::test]
async fn a_client_is_closed_with_what_becomes_of_the_rest() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let id = hers(&app, Served::Sukarno).await;
    let path = format!("/clients/{}", app.client(Served::Sukarno).unwrap());
    let version = cora.get(&path).await.version();
    let refused = cora.patch(&path, version, json!({ "status": "closed" })).await;
    assert_eq!((refused.status, refused.fields()), (422, vec!["/follow_ups follow_ups_left".to_owned()]));
    assert_eq!(cora.get(&path).await.json()["status"], "active");
    let inactive = cora.patch(&path, version, json!({ "status": "inactive" })).await;
    assert_eq!(inactive.status, 200, "there may be more to do with who is inactive: {}", inactive.text());
    let body = json!({ "status": "closed", "follow_ups": { "ended_because": "He moved to Oakland" } });
    let closed = cora.patch(&path, version + 1, body).await;
    assert_eq!((closed.status, &closed.json()["status"]), (200, &json!("closed")), "{}", closed.text());
    assert_eq!(stands(&app, &id), "Casey Nguyen cancelled He moved to Oakland");
}

#[actix_web::test]
async fn of_a_client_who_is_closed_somebody_may_keep_their_own() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let id = hers(&app, Served::Sukarno).await;
    let path = format!("/clients/{}", app.client(Served::Sukarno).unwrap());
    let version = cora.get(&path).await.version();
    let body = json!({ "status": "closed", "follow_ups": { "to": app.user(Cast::Casey).unwrap() } });
    assert_eq!(cora.patch(&path, version, body).await.status, 200);
    assert_eq!(stands(&app, &id), "Casey Nguyen open");
}

#[actix_web::test]
async fn whoever_takes_clients_over_has_their_follow_ups() {
    let app = App::start().await.unwrap();
    let max = app.sign_in(Cast::Max).unwrap();
    let (casey, otto) = (app.user(Cast::Casey).unwrap(), app.user(Cast::Otto).unwrap());
    let id = hers(&app, Served::Sukarno).await;
    let action = json!({ "action": "reassign", "from": casey, "user_id": otto });
    let planned = plan(&app, &max, Served::Sukarno, action).await;
    assert_eq!(planned["left_behind"], json!(2), "this one, and one of before");
    let left = max.get(&at(&planned, "/follow-ups")).await.json();
    let shown = left["items"].as_array().unwrap().iter().any(|one| one["id"] == json!(id));
    assert!(shown, "they are shown first: {left}");
    let done = max.post(&at(&planned, "/run"), json!({})).await;
    assert_eq!((done.status, &done.json()["counts"]["changed"]), (200, &json!(1)), "{}", done.text());
    assert_eq!(stands(&app, &id), "Otto Brandt open");
    assert_eq!(max.get(&at(&planned, "/follow-ups")).await.json()["items"], json!([]), "nothing is left");
    let back = max.post(&at(&planned, "/undoing"), json!({})).await;
    assert_eq!(back.status, 201, "{}", back.text());
    assert_eq!(stands(&app, &id), "Casey Nguyen open", "taken back, she has it again");
}

#[actix_web::test]
async fn what_was_touched_since_is_not_taken_back() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let (kept, touched) = (hers(&app, Served::Sukarno).await, hers(&app, Served::Sukarno).await);
    let planned =
        plan(&app, &cora, Served::Sukarno, json!({ "action": "set_status", "status": "closed" })).await;
    let body = json!({ "follow_ups": { "to": app.user(Cast::Cora).unwrap() } });
    assert_eq!(cora.post(&at(&planned, "/run"), body).await.json()["counts"]["changed"], json!(1));
    let path = format!("/follow-ups/{touched}/completion");
    assert_eq!(cora.post_on(&path, 2, json!({ "outcome": "He called" })).await.status, 200);
    assert_eq!(cora.post(&at(&planned, "/undoing"), json!({})).await.status, 201);
    assert_eq!(
        (stands(&app, &kept).as_str(), stands(&app, &touched).as_str()),
        ("Casey Nguyen open", "Cora Lindqvist done He called")
    );
}

#[actix_web::test]
async fn many_clients_end_with_somebody_only_once_it_is_said_where_follow_ups_go() {
    let app = App::start().await.unwrap();
    let max = app.sign_in(Cast::Max).unwrap();
    let id = hers(&app, Served::Sukarno).await;
    let action = json!({ "action": "end_assignment", "user_id": app.user(Cast::Casey).unwrap() });
    let planned = plan(&app, &max, Served::Sukarno, action).await;
    let run = at(&planned, "/run");
    assert_eq!(max.post(&run, json!({})).await.fields(), ["/follow_ups follow_ups_left"]);
    let vera = json!({ "follow_ups": { "to": app.user(Cast::Vera).unwrap() } });
    assert_eq!(max.post(&run, vera).await.fields(), ["/follow_ups/to has_no_follow_ups"]);
    let otto = json!({ "follow_ups": { "to": app.user(Cast::Otto).unwrap() } });
    let done = max.post(&run, otto).await;
    assert_eq!(
        (done.status, &done.json()["counts"]["reasons"]),
        (200, &json!({ "follow_ups_left": 1 })),
        "Otto does not see him: {}",
        done.text()
    );
    assert_eq!(stands(&app, &id), "Casey Nguyen open");
}

#[actix_web::test]
async fn a_plan_is_its_makers_and_shows_follow_ups_to_those_who_see_them() {
    let app = App::start().await.unwrap();
    let max = app.sign_in(Cast::Max).unwrap();
    hers(&app, Served::Sukarno).await;
    let action = json!({ "action": "end_assignment", "user_id": app.user(Cast::Casey).unwrap() });
    let planned = plan(&app, &max, Served::Sukarno, action).await;
    let path = at(&planned, "/follow-ups");
    assert_eq!(app.sign_in(Cast::Cora).unwrap().get(&path).await.status, 404);
    assert_eq!(app.sign_in(Cast::Vera).unwrap().get(&path).await.status, 403);
    assert_eq!(max.get(&format!("{path}?limit=500")).await.status, 422);
}

#[actix_web::test]
async fn whoever_is_given_one_while_they_leave_does_not_keep_it() {
    let app = App::start().await.unwrap();
    let (max, cora) = (app.sign_in(Cast::Max).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let client = app.client(Served::Sukarno).unwrap();
    let day = app.database.column("select today() + 2").unwrap().remove(0);
    let (casey, otto) = (app.user(Cast::Casey).unwrap(), app.user(Cast::Otto).unwrap());
    let given = json!({ "due_on": day, "purpose": "Call", "assignee_id": casey });
    for _ in 0..5 {
        let assigned = max.post(&format!("/clients/{client}/assignments"), json!({ "user_id": otto })).await;
        assert!([201, 409].contains(&assigned.status), "{}", assigned.text());
        let path = ending(&app, &max, Cast::Casey, Served::Sukarno).await;
        let leave = max.request("POST".parse().unwrap(), &path);
        let leave = leave.json(&json!({ "follow_ups": { "to": otto } }));
        let gives = (0..4).map(|_| {
            let give = cora.request("POST".parse().unwrap(), &format!("/clients/{client}/follow-ups"));
            let give = give.json(&given);
            actix_web::rt::spawn(async move { send(give).await.status })
        });
        let gives: Vec<_> = gives.collect();
        let left = send(leave).await;
        assert_eq!(left.status, 200, "{}", left.text());
        for give in gives {
            let status = give.await.unwrap();
            assert!([201, 422].contains(&status), "{status}");
        }
        assert_eq!(open(&app, Cast::Casey, Served::Sukarno), 0, "she sees him no more");
        let back = max.post(&format!("/clients/{client}/assignments"), json!({ "user_id": casey })).await;
        assert_eq!(back.status, 201, "{}", back.text());
    }
}

#[actix_web::test]
async fn who_cannot_sign_in_any_more_is_in_the_teams_view_as_long_as_something_is_theirs() {
    let app = App::start().await.unwrap();
    let (ada, max) = (app.sign_in(Cast::Ada).unwrap(), app.sign_in(Cast::Max).unwrap());
    let id = hers(&app, Served::Sukarno).await;
    let (store, job) = app.job();
    let casey = app.user(Cast::Casey).unwrap();
    store.write_public(&job, "users.deactivate", |tx| store::users::deactivate(tx, casey)).unwrap();
    let user = ada.get(&format!("/users/{casey}")).await.json();
    assert!(user["open_follow_ups"].as_i64().unwrap() > 0 && user["clients"].as_i64().unwrap() > 0, "{user}");
    let loads = max.get("/case-loads").await.json();
    let hers = loads.as_array().unwrap().iter().find(|load| load["user"] == "Casey Nguyen").unwrap().clone();
    assert_eq!(hers["active"], json!(false));
    let team = max.get(&format!("/follow-ups?team=true&assignee={casey}&limit=100")).await.json();
    assert!(team["items"].as_array().unwrap().iter().any(|one| one["id"] == json!(id)));
    let version = max.get(&format!("/follow-ups/{id}")).await.version();
    let over = json!({ "assignee_id": app.user(Cast::Max).unwrap() });
    assert_eq!(max.patch(&format!("/follow-ups/{id}"), version, over).await.status, 200);
    let vera = app.user(Cast::Tess).unwrap();
    assert!(
        !loads.as_array().unwrap().iter().any(|load| load["user_id"] == json!(vera)),
        "participants are not"
    );
}
