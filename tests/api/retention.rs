//! Facts about legal holds and about erasing the records of clients.

mod account;
mod gone;
mod left_over;
mod looks;
mod meanwhile;
mod timer;

use domain::{erasures::ErasurePreview, legal_holds::LegalHold};
use serde_json::{Value, json};
use testkit::{Answer, App, Cast, Served, Visitor};

use crate::hard::tamper;

fn path(app: &App, whom: Served, rest: &str) -> String {
    format!("/clients/{}{rest}", app.client(whom).unwrap())
}

fn why() -> Value {
    json!({ "reason": "Asked for in writing on November 3" })
}

/// Ends what stands in the way.
fn set_free(app: &App, client: &str) {
    tamper(
        app,
        &format!(
            "update enrollments set start_date = today() - 9, end_date = today() - 1 where client_id = '{client}'; \
             update restrictions set lifted_at = now(), lifting_reason = 'Served' \
                 where client_id = '{client}' and lifted_at is null"
        ),
    );
}

async fn erase(who: &Visitor, client: &str) -> Answer {
    let version = who.get(&format!("/clients/{client}")).await.version();
    who.post_on(&format!("/clients/{client}/erasure"), version, why()).await
}

#[actix_web::test]
async fn a_coordinator_sets_a_hold_and_lifts_it_and_both_stay_in_the_history() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let holds = path(&app, Served::Maria, "/legal-holds");
    let made = cora.post(&holds, json!({ "reason": "Subpoena 22-114" })).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let hold: LegalHold = made.read();
    assert!(hold.is_set() && hold.set_by.is_some());
    let lifting = format!("/legal-holds/{}/lifting", hold.id);
    let lifted: LegalHold = cora.post(&lifting, json!({ "reason": "The case was settled" })).await.read();
    assert_eq!((lifted.is_set(), lifted.lifting_reason.as_deref()), (false, Some("The case was settled")));
    assert_eq!(cora.post(&lifting, json!({ "reason": "Again" })).await.status, 409);
    assert_eq!(cora.get(&holds).await.read::<Vec<LegalHold>>(), [lifted]);
    let logged = format!(
        "select string_agg(operation, ' ' order by seq) from audit where entity = 'legal_holds' and client_id = '{}'",
        hold.client_id
    );
    assert_eq!(app.database.column(&logged).unwrap(), ["legal_holds.set legal_holds.lift"]);
}

#[actix_web::test]
async fn in_the_demonstration_one_record_is_held() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let holds: Vec<LegalHold> = cora.get(&path(&app, Served::Jose, "/legal-holds")).await.read();
    assert!(holds.len() == 1 && holds[0].is_set() && holds[0].set_by.as_deref() == Some("Cora Lindqvist"));
}

#[actix_web::test]
async fn holds_are_for_those_who_keep_records() {
    let app = App::start().await.unwrap();
    let holds = path(&app, Served::Maria, "/legal-holds");
    for person in [Cast::Max, Cast::Lena, Cast::Casey, Cast::Cole, Cast::Stan, Cast::Vera, Cast::Ana] {
        let who = app.sign_in(person).unwrap();
        assert_eq!(who.get(&holds).await.status, 403, "{person:?}");
        assert_eq!(who.post(&holds, why()).await.status, 403, "{person:?}");
        assert_eq!(who.get("/erasures").await.status, 403, "{person:?}");
    }
    let empty = app.sign_in(Cast::Ada).unwrap().post(&holds, json!({ "reason": "" })).await;
    assert_eq!((empty.status, empty.fields().len()), (422, 1), "{}", empty.text());
}

#[actix_web::test]
async fn what_stands_in_the_way_is_told_and_refused() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let maria = app.client(Served::Maria).unwrap().to_string();
    let preview = || async { cora.get(&path(&app, Served::Maria, "/erasure-preview")).await };
    let before: ErasurePreview = preview().await.read();
    assert!(!before.obstacles.is_empty(), "{before:?}");
    let refused = erase(&cora, &maria).await;
    assert_eq!((refused.status, refused.code().as_str()), (409, "conflict"), "{}", refused.text());
    set_free(&app, &maria);
    cora.post(&path(&app, Served::Maria, "/legal-holds"), why()).await;
    let held: ErasurePreview = preview().await.read();
    assert_eq!(held.obstacles.iter().map(|one| one.code()).collect::<Vec<_>>(), ["legal_hold"]);
    let refused = erase(&cora, &maria).await;
    assert_eq!(refused.status, 409, "{}", refused.text());
    assert!(refused.text().contains("legal hold"), "{}", refused.text());
    let kept = format!("select first_name from clients where id = '{maria}'");
    assert_eq!(app.database.column(&kept).unwrap(), ["María"]);
}

#[actix_web::test]
async fn the_preview_counts_what_goes_and_what_stays_and_changes_nothing() {
    let app = App::start().await.unwrap();
    let lena = app.sign_in(Cast::Lena).unwrap();
    let maria = app.client(Served::Maria).unwrap();
    let lines = "select count(*) from audit";
    let before = app.database.column(lines).unwrap();
    let preview: ErasurePreview = lena.get(&path(&app, Served::Maria, "/erasure-preview")).await.read();
    assert_eq!(app.database.column(lines).unwrap(), before);
    for (part, table) in [("notes", "notes"), ("restrictions", "restrictions"), ("follow_ups", "follow_ups")]
    {
        let count = app.database.column(&format!("select count(*) from {table} where client_id = '{maria}'"));
        let all = preview.goes.iter().chain(&preview.stays);
        let told = all.filter(|one| one.part.code() == part).map(|one| one.count).sum::<i64>();
        assert_eq!(count.unwrap(), [told.to_string()], "{part}");
    }
    assert!(
        preview.goes.iter().all(|one| !one.part.stays()) && preview.stays.iter().all(|one| one.part.stays())
    );
    for person in [Cast::Casey, Cast::Vera, Cast::Ana] {
        let refused = app.sign_in(person).unwrap().get(&path(&app, Served::Maria, "/erasure-preview")).await;
        assert_eq!(refused.status, 403, "{person:?}");
    }
}

#[actix_web::test]
async fn a_leader_proposes_and_a_coordinator_erases() {
    let app = App::start().await.unwrap();
    let (lena, cora) = (app.sign_in(Cast::Lena).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let sukarno = app.client(Served::Sukarno).unwrap().to_string();
    set_free(&app, &sukarno);
    let proposed = erase(&lena, &sukarno).await;
    assert_eq!(proposed.status, 202, "{}", proposed.text());
    assert_eq!(cora.get(&format!("/clients/{sukarno}")).await.status, 200);
    let approval = format!("/changes/{}/approval", proposed.json()["id"].as_str().unwrap());
    let approved = cora.approve(&approval, 1, json!({})).await;
    assert_eq!(
        (approved.status, approved.json()["status"].as_str()),
        (200, Some("approved")),
        "{}",
        approved.text()
    );
    assert_eq!(cora.get(&format!("/clients/{sukarno}")).await.status, 404);
    let entry = cora.get(&format!("/clients/{sukarno}/erasure")).await.json();
    assert_eq!((&entry["rule"], &entry["reason"]), (&json!("requested"), &why()["reason"]));
    assert_eq!(cora.get("/erasures").await.json()["items"], json!([entry]));
    for person in [Cast::Casey, Cast::Cole, Cast::Ana] {
        let app_client = app.client(Served::Maria).unwrap().to_string();
        assert_eq!(erase(&app.sign_in(person).unwrap(), &app_client).await.status, 403, "{person:?}");
    }
}

#[actix_web::test]
async fn an_erasure_wants_the_version_that_was_read() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let sukarno = app.client(Served::Sukarno).unwrap().to_string();
    set_free(&app, &sukarno);
    let stale = cora.post_on(&format!("/clients/{sukarno}/erasure"), 99, why()).await;
    assert_eq!(stale.status, 412, "{}", stale.text());
}

#[actix_web::test]
async fn who_was_erased_is_in_no_list_and_no_search_and_nothing_is_written_there_any_more() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let maria = app.client(Served::Maria).unwrap().to_string();
    let restriction = cora.get(&format!("/clients/{maria}/restrictions")).await.json()["items"][0].clone();
    set_free(&app, &maria);
    let total = cora.get("/clients").await.json()["total"]["count"].as_u64().unwrap();
    let erased = erase(&cora, &maria).await;
    assert_eq!(erased.status, 200, "{}", erased.text());
    assert_eq!(cora.get("/clients").await.json()["total"]["count"].as_u64().unwrap(), total - 1);
    for list in [
        "/clients?limit=100",
        "/clients?q=Erased",
        "/clients?q=Delgado",
        "/board",
        "/restrictions?limit=100",
        "/enrollments?limit=100",
        "/follow-ups?limit=100",
    ] {
        let text = cora.get(list).await.text();
        assert!(!text.contains(&maria) && !text.contains("Delgado"), "{list}: {text}");
    }
    for part in [
        "",
        "/notes",
        "/timeline",
        "/demographics",
        "/enrollments",
        "/restrictions",
        "/assignments",
        "/documents",
        "/goals",
        "/fields",
    ] {
        assert_eq!(cora.get(&format!("/clients/{maria}{part}")).await.status, 404, "{part}");
    }
    let note = json!({ "kind": "general", "happened_at": "2026-11-02T10:00:00Z", "text": "Called." });
    assert_eq!(cora.post(&format!("/clients/{maria}/notes"), note).await.status, 404);
    let renamed = cora.patch(&format!("/clients/{maria}"), 1, json!({ "first_name": "M" })).await;
    assert_eq!(renamed.status, 404, "{}", renamed.text());
    let path = format!("/restrictions/{}", restriction["id"].as_str().unwrap());
    assert_eq!(cora.patch(&path, 2, json!({ "reason": "M" })).await.status, 404);
    assert_eq!(cora.post_on(&format!("/clients/{maria}/erasure"), 1, why()).await.status, 404);
    assert_eq!(cora.post(&format!("/clients/{maria}/legal-holds"), why()).await.status, 404);
}
