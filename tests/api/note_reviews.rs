//! Facts about notes across clients, and about supervisors who read them.

use reqwest::Method;
use serde_json::{Value, json};
use testkit::{Answer, App, Cast, Served, Visitor, send};

/// Writes a note about somebody; gives its path.
async fn written(app: &App, who: Cast, whom: Served, text: &str) -> String {
    let draft = json!({ "kind": "training", "happened_at": "2026-10-01T17:00:00Z", "text": text });
    let path = format!("/clients/{}/notes", app.client(whom).unwrap());
    let made = app.sign_in(who).unwrap().post(&path, draft).await;
    assert_eq!(made.status, 201, "{}", made.text());
    format!("/notes/{}", made.json()["id"].as_str().unwrap())
}

async fn review(who: &Visitor, note: &str, version: i64, comment: &str) -> Answer {
    who.put_on(&format!("{note}/review"), version, json!({ "comment": comment })).await
}

async fn take_back(who: &Visitor, note: &str, version: i64) -> Answer {
    let request = who.request(Method::DELETE, &format!("{note}/review"));
    send(request.header("if-match", format!("\"{version}\""))).await
}

async fn list(who: &Visitor, query: &str) -> Vec<Value> {
    let found = who.get(&format!("/notes?limit=100{query}")).await;
    assert_eq!(found.status, 200, "{}", found.text());
    found.json()["items"].as_array().unwrap().clone()
}

fn one<'a>(list: &'a [Value], note: &str) -> Option<&'a Value> {
    let id = note.trim_start_matches("/notes/");
    list.iter().find(|row| row["note"]["id"] == id)
}

#[actix_web::test]
async fn the_list_goes_over_all_clients_in_sight_and_no_other() {
    let app = App::start().await.unwrap();
    let marias = written(&app, Cast::Casey, Served::Maria, "Came on time").await;
    let darnells = written(&app, Cast::Otto, Served::Darnell, "Came late").await;
    let (max, casey) = (app.sign_in(Cast::Max).unwrap(), app.sign_in(Cast::Casey).unwrap());
    let (all, hers) = (list(&max, "").await, list(&casey, "").await);
    assert_eq!(one(&all, &darnells).unwrap()["client_name"], "Darnell Washington");
    assert!(one(&all, &marias).is_some() && one(&hers, &marias).is_some());
    assert!(one(&hers, &darnells).is_none());
    let newest_first: Vec<&str> = all.iter().filter_map(|row| row["note"]["written_at"].as_str()).collect();
    assert!(newest_first.is_sorted_by(|one, next| one >= next));
}

#[actix_web::test]
async fn the_list_is_narrowed_and_leafed_through() {
    let app = App::start().await.unwrap();
    for number in 0..5 {
        written(&app, Cast::Casey, Served::Maria, &format!("Number {number}")).await;
    }
    let max = app.sign_in(Cast::Max).unwrap();
    let casey = app.user(Cast::Casey).unwrap();
    let training = list(&max, &format!("&author={casey}&kind=training")).await;
    assert!(training.len() >= 5 && training.iter().all(|row| row["note"]["author"] == "Casey Nguyen"));
    assert!(list(&max, &format!("&author={}", app.user(Cast::Hugo).unwrap())).await.is_empty());
    let mut leafed = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = max.get(&format!("/notes?limit=2&author={casey}{cursor}")).await.json();
        leafed.extend(page["items"].as_array().unwrap().iter().map(|row| row["note"]["id"].clone()));
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    let whole: Vec<Value> =
        list(&max, &format!("&author={casey}")).await.iter().map(|row| row["note"]["id"].clone()).collect();
    assert_eq!(leafed, whole);
}

#[actix_web::test]
async fn a_supervisor_reads_comments_and_the_author_is_told() {
    let app = App::start().await.unwrap();
    let note = written(&app, Cast::Casey, Served::Maria, "Came on time").await;
    let (max, casey) = (app.sign_in(Cast::Max).unwrap(), app.sign_in(Cast::Casey).unwrap());
    assert!(one(&list(&max, "&reviewed=false").await, &note).is_some());
    let done = review(&max, &note, 1, "Which course?").await;
    assert_eq!((done.status, done.version()), (200, 1), "{}", done.text());
    assert!(one(&list(&max, "&reviewed=false").await, &note).is_none());
    let reviewed = list(&casey, "&reviewed=true").await;
    let mark = &one(&reviewed, &note).unwrap()["note"]["review"];
    assert_eq!((&mark["reviewer"], &mark["comment"]), (&json!("Max Moreau"), &json!("Which course?")));
    let inbox = casey.get("/notifications").await.json();
    assert!(
        inbox["latest"].as_array().unwrap().iter().any(|told| told["kind"] == "note_reviewed"),
        "{inbox}"
    );
    let stan = list(&app.sign_in(Cast::Stan).unwrap(), "").await;
    let seen = &one(&stan, &note).unwrap()["note"]["review"];
    assert_eq!((&seen["reviewer"], seen.get("comment")), (&json!("Max Moreau"), None));
}

#[actix_web::test]
async fn a_note_that_changes_waits_again() {
    let app = App::start().await.unwrap();
    let note = written(&app, Cast::Casey, Served::Maria, "Came on time").await;
    let (max, casey) = (app.sign_in(Cast::Max).unwrap(), app.sign_in(Cast::Casey).unwrap());
    assert_eq!(review(&max, &note, 1, "").await.status, 200);
    assert_eq!(casey.patch(&note, 1, json!({ "text": "Came late" })).await.status, 200);
    assert_eq!(review(&max, &note, 1, "").await.status, 412, "what was read is not what stands there");
    assert_eq!(one(&list(&max, "&reviewed=false").await, &note).unwrap()["note"]["review"]["outdated"], true);
    assert_eq!(review(&max, &note, 2, "").await.status, 200);
    let added = casey.post(&format!("{note}/addenda"), json!({ "text": "By an hour" })).await;
    assert_eq!(added.json()["review"]["outdated"], true);
    assert!(one(&list(&max, "&reviewed=false").await, &note).is_some());
}

#[actix_web::test]
async fn nobody_reviews_what_was_added_after_they_read() {
    let app = App::start().await.unwrap();
    let note = written(&app, Cast::Casey, Served::Maria, "Came on time").await;
    let (max, casey) = (app.sign_in(Cast::Max).unwrap(), app.sign_in(Cast::Casey).unwrap());
    let added = casey.post(&format!("{note}/addenda"), json!({ "text": "She says he hits her" })).await;
    assert_eq!((added.status, added.version()), (201, 2), "{}", added.text());
    assert_eq!(review(&max, &note, 1, "").await.status, 412, "he read it before");
    assert_eq!(review(&max, &note, 2, "").await.status, 200);
    casey.post(&format!("{note}/addenda"), json!({ "text": "And her son" })).await;
    let again = casey.post(&format!("{note}/addenda"), json!({ "text": "Since May" })).await;
    assert_eq!(again.version(), 4, "also where it waits already");
    assert_eq!(review(&max, &note, 3, "").await.status, 412);
    assert!(one(&list(&max, "&reviewed=false").await, &note).is_some());
}

#[actix_web::test]
async fn a_review_is_taken_back_with_its_comment() {
    let app = App::start().await.unwrap();
    let note = written(&app, Cast::Casey, Served::Maria, "Came on time").await;
    let max = app.sign_in(Cast::Max).unwrap();
    assert_eq!(review(&max, &note, 1, "Hm").await.status, 200);
    assert_eq!(max.delete(&format!("{note}/review")).await.code(), "version_required");
    let back = take_back(&max, &note, 1).await;
    assert_eq!((back.status, back.json().get("review")), (200, None), "{}", back.text());
    assert!(one(&list(&max, "&reviewed=false").await, &note).is_some());
    assert_eq!(take_back(&max, &note, 1).await.code(), "conflict", "there is none any more");
}

#[actix_web::test]
async fn nobody_takes_a_colleagues_review_back_nor_one_of_a_later_version() {
    let app = App::start().await.unwrap();
    let note = written(&app, Cast::Casey, Served::Maria, "Came on time").await;
    let (max, cora) = (app.sign_in(Cast::Max).unwrap(), app.sign_in(Cast::Cora).unwrap());
    assert_eq!(review(&max, &note, 1, "").await.status, 200);
    let casey = app.sign_in(Cast::Casey).unwrap();
    assert_eq!(casey.post(&format!("{note}/addenda"), json!({ "text": "By bus" })).await.status, 201);
    assert_eq!(review(&cora, &note, 2, "Which bus?").await.status, 200);
    for version in [1, 2] {
        let kept = take_back(&max, &note, version).await;
        assert_eq!((kept.status, kept.code().as_str()), (409, "conflict"), "{}", kept.text());
    }
    let mark = one(&list(&cora, "").await, &note).unwrap()["note"]["review"].clone();
    assert_eq!((&mark["reviewer"], &mark["comment"]), (&json!("Cora Lindqvist"), &json!("Which bus?")));
    assert_eq!(take_back(&cora, &note, 1).await.status, 409, "she reviewed the second version");
    assert_eq!(take_back(&cora, &note, 2).await.status, 200);
}

#[actix_web::test]
async fn nobody_reviews_who_may_not() {
    let app = App::start().await.unwrap();
    let note = written(&app, Cast::Casey, Served::Maria, "Came on time").await;
    for who in [Cast::Casey, Cast::Stan, Cast::Lena, Cast::Ana, Cast::Vera] {
        let visitor = app.sign_in(who).unwrap();
        assert_eq!(review(&visitor, &note, 1, "").await.status, 403, "{}", who.name());
        assert_eq!(take_back(&visitor, &note, 1).await.status, 403, "{}", who.name());
    }
    let own = written(&app, Cast::Max, Served::Maria, "I met her").await;
    let max = app.sign_in(Cast::Max).unwrap();
    assert_eq!(review(&max, &own, 1, "").await.status, 403);
    assert!(
        one(&list(&max, "&reviewed=false").await, &own).is_none(),
        "nothing of one's own waits for oneself"
    );
}

#[actix_web::test]
async fn a_confidential_note_is_reviewed_without_words() {
    let app = App::start().await.unwrap();
    let draft = json!({ "kind": "general", "happened_at": "2026-10-01T17:00:00Z", "text": "Secret", "confidential": true });
    let path = format!("/clients/{}/notes", app.client(Served::Maria).unwrap());
    let made = app.sign_in(Cast::Casey).unwrap().post(&path, draft).await;
    let note = format!("/notes/{}", made.json()["id"].as_str().unwrap());
    let (cora, max) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Max).unwrap());
    assert!(one(&list(&max, "").await, &note).is_none(), "managers may not open it, so it is not there");
    assert_eq!(review(&max, &note, 1, "").await.status, 404);
    let refused = review(&cora, &note, 1, "About the secret").await;
    assert_eq!((refused.status, &refused.json()["errors"][0]["pointer"]), (422, &json!("/comment")));
    assert_eq!(review(&cora, &note, 1, "").await.status, 200);
}

#[actix_web::test]
async fn what_waits_is_found_without_looking_at_what_was_reviewed() {
    let app = App::start().await.unwrap();
    app.database
        .run(
            "set session_replication_role = replica; \
             insert into notes (id, client_id, kind, happened_at, text, author_id, written_at, reviewed_version, reviewed_by, reviewed_at) \
             select gen_random_uuid(), (select id from clients limit 1), 'general', now(), 'x', \
                 (select id from users where email like 'casey%'), now() - n * interval '1 minute', 1, \
                 (select id from users where email like 'max%'), now() from generate_series(1, 20000) as n; \
             set session_replication_role = origin",
        )
        .unwrap();
    app.database.run("vacuum analyze notes").unwrap();
    let note = written(&app, Cast::Casey, Served::Maria, "Came on time").await;
    let max = app.sign_in(Cast::Max).unwrap();
    app.database.run("select pg_stat_reset()").unwrap();
    assert!(one(&list(&max, "&reviewed=false").await, &note).is_some());
    let ended = "select pg_terminate_backend(pid, 5000) from pg_stat_activity \
        where usename = 'openhall_web' and datname = current_database()";
    app.database.run(ended).unwrap();
    let read = "select idx_tup_read from pg_stat_user_indexes where indexrelname = 'notes_to_review'";
    let read: i64 = app.database.column(read).unwrap()[0].parse().unwrap();
    assert!((1..200).contains(&read), "{read} entries were read");
}
