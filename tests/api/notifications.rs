//! Facts about how people are told of things.

use serde_json::{Value, json};
use testkit::{App, Cast, Served, Visitor};

use super::{
    account::links::Mailed,
    applicant::{Applicant, form, start},
};

/// Casey mentions Cole in a note about María.
async fn mention(app: &App) {
    let casey = app.sign_in(Cast::Casey).unwrap();
    let body = json!({ "kind": "general", "happened_at": "2026-11-02T10:00:00Z", "text": "@Cole Adeyemi",
        "mentions": [app.user(Cast::Cole).unwrap()] });
    let made = casey.post(&format!("/clients/{}/notes", app.client(Served::Maria).unwrap()), body).await;
    assert_eq!(made.status, 201, "{}", made.text());
}

async fn choose(who: &Visitor, way: &str) {
    let wish = json!({ "kinds": [{ "kind": "note_mentioned", "way": way }] });
    let chosen = who.put("/notifications/preferences", wish).await;
    assert_eq!(chosen.status, 200, "{}", chosen.text());
}

async fn mentions(who: &Visitor, query: &str) -> Vec<Value> {
    let inbox = who.get(&format!("/notifications?limit=100{query}")).await.json();
    let all = inbox["latest"].as_array().unwrap().clone();
    all.into_iter().filter(|one| one["kind"] == "note_mentioned").collect()
}

fn change(app: &App, statement: &str) {
    let all = format!("begin; select begin_as('job', null, 'test', null, null); {statement}; commit");
    app.database.run(&all).unwrap();
}

/// How many mails of a kind wait.
fn mails(app: &App, template: &str) -> usize {
    let query = format!("select id from jobs where kind = 'mail' and subject = '{template}'");
    app.database.column(&query).unwrap().len()
}

/// Nothing of the demonstration waits for a digest: facts count theirs.
async fn quiet() -> App {
    let app = App::start().await.unwrap();
    change(&app, "update notifications set mailed_at = now()");
    app
}

#[actix_web::test]
async fn each_hears_of_it_in_the_way_they_chose() {
    let app = App::start().await.unwrap();
    let cole = app.sign_in(Cast::Cole).unwrap();
    for (way, inbox, mailed) in [("inbox", 1, 0), ("mail", 2, 1), ("digest", 3, 1), ("off", 3, 1)] {
        choose(&cole, way).await;
        mention(&app).await;
        assert_eq!((mentions(&cole, "").await.len(), mails(&app, "notice")), (inbox, mailed), "{way}");
    }
}

#[actix_web::test]
async fn the_mail_says_what_happened_and_nothing_of_the_client() {
    let hall = Mailed::start().await;
    choose(&hall.app.sign_in(Cast::Cole).unwrap(), "mail").await;
    mention(&hall.app).await;
    let letter = hall.letters(Cast::Cole.email(), 1).await.remove(0);
    let subject = letter.header("Subject");
    assert!(subject.ends_with(": A colleague mentioned you in a note"), "{subject}");
    let text = letter.text.replace("=\r\n", "");
    assert!(!text.contains("Delgado") && !text.contains("Casey"), "{text}");
    assert!(text.contains("https://hall.test/staff/account/notifications"), "{text}");
}

#[actix_web::test]
async fn what_did_not_happen_is_told_to_nobody() {
    let app = App::start().await.unwrap();
    choose(&app.sign_in(Cast::Cole).unwrap(), "mail").await;
    let (casey, cole) = (app.sign_in(Cast::Casey).unwrap(), app.user(Cast::Cole).unwrap());
    let body = json!({ "kind": "general", "happened_at": "2026-11-02T10:00:00Z", "text": "Hm",
        "mentions": [cole, app.user(Cast::Otto).unwrap()] });
    let path = format!("/clients/{}/notes", app.client(Served::Maria).unwrap());
    assert_eq!(casey.post(&path, body).await.status, 422);
    assert_eq!(mails(&app, "notice"), 0);
}

#[actix_web::test]
async fn what_concerns_safety_is_always_told() {
    let app = App::start().await.unwrap();
    let (ada, cole) = (app.sign_in(Cast::Ada).unwrap(), app.sign_in(Cast::Cole).unwrap());
    for way in ["off", "digest", "inbox"] {
        let wish = json!({ "kinds": [{ "kind": "roles_changed", "way": way }] });
        let refused = cole.put("/notifications/preferences", wish).await;
        assert_eq!(refused.fields(), ["/kinds/0/way always_told"]);
    }
    let day = app.database.column("select today() + 7").unwrap().remove(0);
    let quiet = cole.put("/notifications/preferences", json!({ "quiet_until": day })).await;
    assert_eq!(quiet.json()["quiet_until"], json!(day));
    let path = format!("/users/{}", app.user(Cast::Cole).unwrap());
    let version = ada.get(&path).await.version();
    let changed = ada.patch(&path, version, json!({ "roles": ["counselor", "recruiter"] })).await;
    assert_eq!(changed.status, 200, "{}", changed.text());
    assert_eq!(mails(&app, "notice"), 1, "however quiet it is to be");
}

#[actix_web::test]
async fn a_wish_is_checked() {
    let app = App::start().await.unwrap();
    let cole = app.sign_in(Cast::Cole).unwrap();
    let twice = json!({ "kinds": [{ "kind": "note_mentioned", "way": "off" }, { "kind": "note_mentioned", "way": "mail" }] });
    assert_eq!(cole.put("/notifications/preferences", twice).await.fields(), ["/kinds/1/kind twice"]);
    let past = json!({ "quiet_until": "2020-01-01" });
    assert_eq!(cole.put("/notifications/preferences", past).await.fields(), ["/quiet_until in_the_past"]);
    let unknown = json!({ "kinds": [{ "kind": "weather", "way": "off" }] });
    assert_eq!(cole.put("/notifications/preferences", unknown).await.status, 422);
    choose(&cole, "off").await;
    let kept = cole.get("/notifications/preferences").await.json();
    let mentioned = kept["kinds"].as_array().unwrap().iter().find(|one| one["kind"] == "note_mentioned");
    assert_eq!(mentioned.unwrap()["way"], "off");
    assert_eq!(app.anybody().unwrap().get("/notifications/preferences").await.status, 401);
}

#[actix_web::test]
async fn one_is_marked_read_or_all_of_ones_own() {
    let app = App::start().await.unwrap();
    let (cole, stan) = (app.sign_in(Cast::Cole).unwrap(), app.sign_in(Cast::Stan).unwrap());
    mention(&app).await;
    mention(&app).await;
    let first = mentions(&cole, "").await[0]["id"].as_str().unwrap().to_owned();
    let path = format!("/notifications/{first}/reading");
    assert_eq!(stan.post(&path, json!({})).await.status, 404, "not his");
    assert_eq!(cole.post(&path, json!({})).await.status, 204);
    assert_eq!(cole.post(&path, json!({})).await.status, 204, "it stays read");
    let unread = mentions(&cole, "&unread=true").await;
    assert!(unread.len() == 1 && unread[0]["id"] != json!(first), "{unread:?}");
    assert_eq!(cole.post("/notifications/reading", json!({})).await.status, 204);
    assert_eq!(cole.get("/notifications").await.json()["unread"], json!(0));
}

#[actix_web::test]
async fn an_inbox_has_pages() {
    let app = App::start().await.unwrap();
    let cole = app.sign_in(Cast::Cole).unwrap();
    for _ in 0..3 {
        mention(&app).await;
    }
    let all = mentions(&cole, "").await;
    let (mut seen, mut next) = (Vec::new(), String::new());
    loop {
        let page = cole.get(&format!("/notifications?limit=1{next}")).await.json();
        seen.extend(page["latest"].as_array().unwrap().iter().map(|one| one["id"].clone()));
        match page["next"].as_str() {
            Some(cursor) => next = format!("&cursor={cursor}"),
            None => break,
        }
    }
    assert!(all.iter().all(|one| seen.contains(&one["id"])), "{seen:?}");
    assert_eq!(cole.get("/notifications?cursor=nonsense").await.status, 400);
}

#[actix_web::test]
async fn the_digest_comes_once_a_day_and_has_what_was_not_read() {
    let app = quiet().await;
    let (cole, store) = (app.sign_in(Cast::Cole).unwrap(), &app.state.store);
    choose(&cole, "digest").await;
    assert_eq!(store.send_digests().unwrap(), 0, "nothing is new");
    change(&app, "update users set digest_on = null, digest_at = null");
    mention(&app).await;
    assert_eq!(store.send_digests().unwrap(), 1);
    mention(&app).await;
    assert_eq!(store.send_digests().unwrap(), 0, "once a day");
    change(&app, "update users set digest_on = digest_on - 1");
    assert_eq!(store.send_digests().unwrap(), 1, "what came since");
    change(&app, "update users set digest_on = digest_on - 1");
    mention(&app).await;
    assert_eq!(cole.post("/notifications/reading", json!({})).await.status, 204);
    assert_eq!(store.send_digests().unwrap(), 0, "what was read is not news");
    let log = "select count(*) from audit where operation = 'notifications.digest'";
    assert_eq!(app.database.column(log).unwrap(), ["0"], "nobody's account was changed by it");
}

#[actix_web::test]
async fn several_servers_send_one_digest() {
    let app = quiet().await;
    choose(&app.sign_in(Cast::Cole).unwrap(), "digest").await;
    mention(&app).await;
    let store = &app.state.store;
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| store.send_digests().unwrap());
        }
    });
    assert_eq!(mails(&app, "digest"), 1);
}

#[actix_web::test]
async fn who_is_away_gets_the_digest_when_they_are_back() {
    let app = quiet().await;
    let (cole, store) = (app.sign_in(Cast::Cole).unwrap(), &app.state.store);
    let day = app.database.column("select today() + 3").unwrap().remove(0);
    let wish = json!({ "kinds": [{ "kind": "note_mentioned", "way": "digest" }], "quiet_until": day });
    assert_eq!(cole.put("/notifications/preferences", wish).await.status, 200);
    mention(&app).await;
    assert_eq!(store.send_digests().unwrap(), 0);
    change(&app, "update users set quiet_until = today()");
    assert_eq!(store.send_digests().unwrap(), 1);
}

#[actix_web::test]
async fn a_day_is_the_organizations_whatever_the_clocks_do() {
    let app = quiet().await;
    choose(&app.sign_in(Cast::Cole).unwrap(), "digest").await;
    mention(&app).await;
    let store = &app.state.store;
    change(&app, "update organization set time_zone = 'Pacific/Kiritimati'");
    assert_eq!(store.send_digests().unwrap(), 1);
    mention(&app).await;
    assert_eq!(store.send_digests().unwrap(), 0);
    // The organization moves behind the line of dates, and its day with it.
    change(&app, "update organization set time_zone = 'Etc/GMT+12'");
    assert_eq!(store.send_digests().unwrap(), 1);
}

/// A bulk change may write for seconds: what it tells begins before a digest and is there only after it.
#[actix_web::test]
async fn what_was_written_slowly_is_in_the_next_digest() {
    let app = quiet().await;
    let (cole, store) = (app.user(Cast::Cole).unwrap(), &app.state.store);
    choose(&app.sign_in(Cast::Cole).unwrap(), "digest").await;
    let slow = app.database.begun(&format!(
        "select begin_as('job', null, 'test', null, null); \
         insert into notifications (id, user_id, kind, subject_id) \
         values (gen_random_uuid(), '{cole}', 'note_mentioned', gen_random_uuid())"
    ));
    let slow = slow.unwrap();
    assert_eq!(store.send_digests().unwrap(), 0, "it is not there yet");
    slow.keep().unwrap();
    change(&app, "update users set digest_on = digest_on - 1");
    assert_eq!(store.send_digests().unwrap(), 1);
    change(&app, "update users set digest_on = digest_on - 1");
    assert_eq!(store.send_digests().unwrap(), 0, "and in no other");
}

#[actix_web::test]
async fn what_was_mailed_at_once_is_in_no_digest() {
    let app = quiet().await;
    choose(&app.sign_in(Cast::Cole).unwrap(), "mail").await;
    mention(&app).await;
    assert_eq!((mails(&app, "notice"), app.state.store.send_digests().unwrap()), (1, 0));
}

/// Anybody can hand in forms, and reviewers can choose a mail at once.
#[actix_web::test]
async fn a_flood_of_forms_is_no_flood_of_mail() {
    let app = start().await;
    let casey = app.sign_in(Cast::Casey).unwrap();
    let wish = json!({ "kinds": [{ "kind": "new_application", "way": "mail" }] });
    assert_eq!(casey.put("/notifications/preferences", wish).await.status, 200);
    for _ in 0..22 {
        assert_eq!(Applicant::new(&app).submit(&form()).await.status, 201);
    }
    assert_eq!(mails(&app, "notice"), 20);
    assert_eq!(
        app.state.store.send_digests().unwrap(),
        5,
        "the others wait for the digest, as for who did not choose"
    );
    let new = "select count(*) from notifications where kind = 'new_application' and user_id = (select id from users \
               where email = 'casey@example.org')";
    assert_eq!(app.database.column(new).unwrap(), ["22"], "and stand in the inbox");
}

/// Whom the latest notification of a kind is about.
async fn about(who: &Visitor, kind: &str) -> Value {
    let inbox = who.get("/notifications?limit=100").await.json();
    let all = inbox["latest"].as_array().unwrap();
    all.iter().find(|one| one["kind"] == kind).unwrap_or_else(|| panic!("no {kind}"))["about"].clone()
}

#[actix_web::test]
async fn the_inbox_names_whom_it_is_about_as_long_as_the_reader_sees_them() {
    let app = App::start().await.unwrap();
    let cole = app.sign_in(Cast::Cole).unwrap();
    mention(&app).await;
    assert_eq!(about(&cole, "note_mentioned").await, "Mari Delgado");
    // Somebody who has lost the client keeps the notification and not the name.
    let (user, maria) = (app.user(Cast::Cole).unwrap(), app.client(Served::Maria).unwrap());
    change(
        &app,
        &format!(
            "update assignments set ended_at = now() where user_id = '{user}' and client_id = '{maria}' and ended_at is null; \
             delete from program_staff where user_id = '{user}'"
        ),
    );
    assert_eq!(about(&cole, "note_mentioned").await, Value::Null);
}

#[actix_web::test]
async fn a_follow_up_is_told_with_its_client() {
    let app = App::start().await.unwrap();
    let (cole, casey) = (app.sign_in(Cast::Cole).unwrap(), app.sign_in(Cast::Casey).unwrap());
    let path = format!("/clients/{}/follow-ups", app.client(Served::Maria).unwrap());
    let body =
        json!({ "due_on": "2030-01-07", "purpose": "Call", "assignee_id": app.user(Cast::Cole).unwrap() });
    let made = casey.post(&path, body).await;
    assert_eq!(made.status, 201, "{}", made.text());
    assert_eq!(about(&cole, "follow_up_assigned").await, "Mari Delgado");
}
