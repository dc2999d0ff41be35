//! Asking to be in a program oneself.

use domain::{
    permission::Permission::{ReviewProposals, SeeClients, SeeEnrollments, SeePrograms},
    roles::RoleSight,
};
use serde_json::{Value, json};
use testkit::{Answer, App, Cast, Served, Visitor};

use super::{
    approve,
    capacity::fits,
    closing, correct, day, draft, enroll, path, program,
    restricted::everywhere,
    verb,
    waitlist::{accept, days_pass, offered, taken, wait},
};
use crate::{api::account::links::Mailed, hard::tamper};

async fn ask(app: &App, who: &Visitor, place: usize) -> Answer {
    let body = json!({ "program_id": program(app, place), "start_date": day(app, 3) });
    who.post("/enrollment-requests", body).await
}

async fn asked(app: &App, who: &Visitor, place: usize) -> Value {
    let asked = ask(app, who, place).await;
    assert_eq!((asked.status, &asked.json()["state"]), (202, &json!("waiting")), "{}", asked.text());
    asked.json()
}

/// The states of what somebody asked for, the latest first.
async fn states(who: &Visitor) -> Vec<Value> {
    let all: Vec<Value> = who.get("/enrollment-requests").await.read();
    all.into_iter().map(|one| one["state"].clone()).collect()
}

/// Where somebody stands with the second program.
async fn standing(app: &App, who: &Visitor) -> Value {
    let all: Vec<Value> = who.get("/enrollment-requests/programs").await.read();
    let one = all.into_iter().find(|one| one["program_id"] == program(app, 1));
    one.map_or(Value::Null, |one| one["standing"].clone())
}

/// What waits about Wendy.
async fn waiting(app: &App, cora: &Visitor) -> Vec<Value> {
    let wendy = app.client(Served::WendyHerself).unwrap();
    let query = format!("/changes?status=pending&client={wendy}");
    cora.get(&query).await.json()["items"].as_array().unwrap().clone()
}

async fn refuse(who: &Visitor, change: &Value, body: Value) -> Answer {
    let path = format!("/changes/{}/refusal", change["id"].as_str().unwrap());
    who.post_on(&path, change["version"].as_i64().unwrap(), body).await
}

async fn withdraw(who: &Visitor, request: &Value) -> Answer {
    let path = format!("/enrollment-requests/{}/withdrawal", request["id"].as_str().unwrap());
    who.post_on(&path, request["version"].as_i64().unwrap(), json!({})).await
}

#[actix_web::test]
async fn who_has_a_record_asks_and_staff_decide_where_they_decide_on_proposals() {
    let app = App::start().await.unwrap();
    let (wendy, cora) = (app.sign_in(Cast::Wendy).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let request = asked(&app, &wendy, 1).await;
    let change = waiting(&app, &cora).await.remove(0);
    assert_eq!((&change["id"], &change["edit"]), (&request["id"], &json!("enrollments.create")));
    assert_eq!((&change["requester"], &change["by_client"]), (&json!("Wendy Wu"), &json!(true)));
    assert_eq!(cora.get(&path(&app, Served::WendyHerself)).await.json(), json!([]));
    assert_eq!(approve(&cora, &change).await.status, 200);
    let enrolled = cora.get(&path(&app, Served::WendyHerself)).await.json();
    assert_eq!(enrolled[0]["start_date"], day(&app, 3));
    assert_eq!(states(&wendy).await, ["enrolled"]);
    assert_eq!(ask(&app, &wendy, 1).await.fields(), ["/program_id overlaps"]);
}

#[actix_web::test]
async fn what_tess_asks_for_in_the_demonstration_can_be_approved() {
    let app = App::start().await.unwrap();
    let (tess, cora) = (app.sign_in(Cast::Tess).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let query = format!("/changes?status=pending&client={}", app.client(Served::TessHerself).unwrap());
    let change = cora.get(&query).await.json()["items"][0].clone();
    let approved = approve(&cora, &change).await;
    assert_eq!(approved.status, 200, "{}", approved.text());
    assert_eq!(states(&tess).await, ["enrolled"]);
}

#[actix_web::test]
async fn one_request_for_a_program_waits_at_a_time() {
    let app = App::start().await.unwrap();
    let (wendy, cora) = (app.sign_in(Cast::Wendy).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let both = futures_util::join!(ask(&app, &wendy, 1), ask(&app, &wendy, 1));
    let mut statuses = [both.0.status, both.1.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [202, 409], "even at the same moment");
    let again = ask(&app, &wendy, 1).await;
    assert_eq!((again.status, again.code().as_str()), (409, "conflict"));
    assert!(again.text().contains("asked for this program already"), "{}", again.text());
    asked(&app, &wendy, 2).await;
    let change = waiting(&app, &cora).await.remove(0);
    assert_eq!(refuse(&cora, &change, json!({ "rationale": "Later" })).await.status, 200);
    asked(&app, &wendy, if change["proposed"]["program_id"] == program(&app, 1) { 1 } else { 2 }).await;
}

#[actix_web::test]
async fn only_programs_that_are_open_can_be_asked_for() {
    let app = App::start().await.unwrap();
    let wendy = app.sign_in(Cast::Wendy).unwrap();
    app.database.run(&closing(&program(&app, 2))).unwrap();
    for (program_id, days, error) in [
        (program(&app, 2), 3, "/program_id not_open"),
        ("0190a000-0000-7000-8000-000000000000".to_owned(), 3, "/program_id unknown"),
        (program(&app, 1), -1, "/start_date in_the_past"),
    ] {
        let body = json!({ "program_id": program_id, "start_date": day(&app, days) });
        let refused = wendy.post("/enrollment-requests", body).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![error.to_owned()]));
    }
}

#[actix_web::test]
async fn a_restriction_refuses_at_the_decision_and_whoever_asked_reads_no_reason() {
    let mailed = Mailed::start().await;
    let app = &mailed.app;
    let (wendy, cora) = (app.sign_in(Cast::Wendy).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let restrictions = format!("/clients/{}/restrictions", app.client(Served::WendyHerself).unwrap());
    let body =
        json!({ "reach": everywhere(), "start_date": day(app, -5), "reason": "Threats at the front desk" });
    assert_eq!(cora.post(&restrictions, body).await.status, 201);
    asked(app, &wendy, 1).await;
    let change = waiting(app, &cora).await.remove(0);
    assert_eq!(approve(&cora, &change).await.fields(), ["/program_id restricted"]);
    let refused = refuse(&cora, &change, json!({ "rationale": "Threats at the front desk" })).await;
    assert_eq!(refused.status, 200, "{}", refused.text());
    assert_eq!(refused.json()["rationale"], "Threats at the front desk", "the staff read it");
    assert_eq!(states(&wendy).await, ["speak_to_us"]);
    let all = wendy.get("/enrollment-requests").await.text();
    assert!(!all.contains("Threats") && !all.contains("estrict"), "{all}");
    assert_eq!(wendy.get("/changes").await.status, 403);
    let letter = mailed.letters(Cast::Wendy.email(), 1).await.remove(0);
    let subject = letter.header("Subject");
    assert!(subject.contains("You asked to be in a program"), "{subject}");
    assert!(letter.text.contains("https://hall.test/staff/programs/mine"), "{}", letter.text);
}

#[actix_web::test]
async fn a_member_of_the_staff_who_asked_for_themselves_reads_no_reason_either() {
    let app = App::start().await.unwrap();
    let (wendy, cora) = (app.user(Cast::Wendy).unwrap(), app.sign_in(Cast::Cora).unwrap());
    tamper(&app, &format!("insert into user_roles (user_id, role) values ('{wendy}', 'manager')"));
    let wendy = app.sign_in(Cast::Wendy).unwrap();
    asked(&app, &wendy, 1).await;
    let change = waiting(&app, &cora).await.remove(0);
    let refused = refuse(&cora, &change, json!({ "rationale": "Threats at the front desk" })).await;
    assert_eq!(refused.status, 200, "{}", refused.text());
    for address in ["/changes?mine=true".to_owned(), format!("/changes/{}", change["id"].as_str().unwrap())] {
        let read = wendy.get(&address).await;
        assert_eq!(read.status, 200, "{address}");
        assert!(read.text().contains("refused") && !read.text().contains("Threats"), "{}", read.text());
    }
}

#[actix_web::test]
async fn whoever_reviews_puts_the_person_on_the_waiting_list_instead() {
    let app = App::start().await.unwrap();
    let (wendy, cora) = (app.sign_in(Cast::Wendy).unwrap(), app.sign_in(Cast::Cora).unwrap());
    fits(&app, &cora, 0, 0).await;
    let list = || async { cora.get(&format!("/programs/{}/waitlist", program(&app, 1))).await.json() };
    // Twice: the second time they are on the list already.
    for _ in 0..2 {
        asked(&app, &wendy, 1).await;
        let change = waiting(&app, &cora).await.remove(0);
        assert_eq!(approve(&cora, &change).await.fields(), ["/program_id full"]);
        let body = json!({ "rationale": "Full until June", "waitlist": true });
        let refused = refuse(&cora, &change, body).await;
        assert_eq!((refused.status, &refused.json()["status"]), (200, &json!("refused")));
        let list = list().await;
        assert_eq!((list[0]["client_name"].as_str(), list[1].clone()), (Some("Wendy Wu"), Value::Null));
    }
    assert_eq!(states(&wendy).await, ["on_the_list", "on_the_list"]);
}

#[actix_web::test]
async fn whoever_asks_once_a_place_is_offered_takes_it_and_what_was_asked_before_holds_nothing() {
    let app = App::start().await.unwrap();
    let (wendy, cora) = (app.sign_in(Cast::Wendy).unwrap(), app.sign_in(Cast::Cora).unwrap());
    fits(&app, &cora, 1, 0).await;
    let lapsed = || app.state.store.lapse_offers().unwrap();
    let earlier = asked(&app, &wendy, 1).await;
    wait(&app, &cora, &[Served::WendyHerself]).await;
    offered(&app, &cora).await;
    days_pass(&app, 5);
    assert_eq!((taken(&app, &cora).await, lapsed()), (json!(0), 1));
    assert_eq!(withdraw(&wendy, &earlier).await.status, 200);
    wait(&app, &cora, &[Served::WendyHerself]).await;
    offered(&app, &cora).await;
    asked(&app, &wendy, 1).await;
    days_pass(&app, 5);
    assert_eq!((taken(&app, &cora).await, lapsed()), (json!(1), 0));
    let approved = approve(&cora, &waiting(&app, &cora).await.remove(0)).await;
    assert_eq!(approved.status, 200, "{}", approved.text());
}

#[actix_web::test]
async fn whoever_is_offered_a_place_reads_so_and_then_that_they_have_it() {
    let app = App::start().await.unwrap();
    let (wendy, cora) = (app.sign_in(Cast::Wendy).unwrap(), app.sign_in(Cast::Cora).unwrap());
    fits(&app, &cora, 0, 0).await;
    asked(&app, &wendy, 1).await;
    assert_eq!(standing(&app, &wendy).await, "outside", "what waits is among the requests");
    let change = waiting(&app, &cora).await.remove(0);
    let body = json!({ "rationale": "Full until June", "waitlist": true });
    assert_eq!(refuse(&cora, &change, body).await.status, 200);
    assert_eq!(
        (states(&wendy).await, standing(&app, &wendy).await),
        (vec![json!("on_the_list")], json!("on_the_list"))
    );
    fits(&app, &cora, 1, 0).await;
    let entry = offered(&app, &cora).await;
    let read = wendy.get("/enrollment-requests").await.json()[0].clone();
    assert_eq!((&read["state"], &read["reply_by"]), (&json!("offered"), &json!(day(&app, 3))));
    assert_eq!(standing(&app, &wendy).await, "offered");
    let taken = accept(&cora, &entry).await;
    assert_eq!(taken.status, 201, "{}", taken.text());
    assert_eq!(
        (states(&wendy).await, standing(&app, &wendy).await),
        (vec![json!("enrolled")], json!("inside"))
    );
}

#[actix_web::test]
async fn whoever_was_discharged_reads_that_it_ended() {
    let app = App::start().await.unwrap();
    let (wendy, cora) = (app.sign_in(Cast::Wendy).unwrap(), app.sign_in(Cast::Cora).unwrap());
    asked(&app, &wendy, 1).await;
    assert_eq!(approve(&cora, &waiting(&app, &cora).await.remove(0)).await.status, 200);
    let made = cora.get(&path(&app, Served::WendyHerself)).await.json()[0].clone();
    let earlier = json!({ "start_date": day(&app, -9), "reason": "She came at once" });
    let moved = correct(&cora, &made, earlier).await;
    assert_eq!(moved.status, 200, "{}", moved.text());
    assert_eq!(
        (states(&wendy).await, standing(&app, &wendy).await),
        (vec![json!("enrolled")], json!("inside"))
    );
    let body = json!({ "end_date": day(&app, -1), "reason": "completed" });
    let left = verb(&cora, &moved.json(), "discharge", body).await;
    assert_eq!(left.status, 200, "{}", left.text());
    assert_eq!(
        (states(&wendy).await, standing(&app, &wendy).await),
        (vec![json!("ended")], json!("outside"))
    );
    asked(&app, &wendy, 1).await;
}

#[actix_web::test]
async fn where_one_stands_is_told_whoever_put_one_there() {
    let app = App::start().await.unwrap();
    let (wendy, cora) = (app.sign_in(Cast::Wendy).unwrap(), app.sign_in(Cast::Cora).unwrap());
    wait(&app, &cora, &[Served::WendyHerself]).await;
    assert_eq!(standing(&app, &wendy).await, "on_the_list");
    assert_eq!(enroll(&app, &cora, Served::WendyHerself, draft(&app)).await.status, 201);
    assert_eq!(standing(&app, &wendy).await, "inside");
    app.database.run(&closing(&program(&app, 1))).unwrap();
    assert_eq!(standing(&app, &wendy).await, Value::Null, "it is not open");
    let nobodys = app.sign_in(Cast::Emil).unwrap();
    assert_eq!(nobodys.get("/enrollment-requests/programs").await.json(), json!([]));
}

#[actix_web::test]
async fn the_waiting_list_takes_an_enrollment_and_the_permission_to_enroll() {
    let app = App::start().await.unwrap();
    let (wendy, cora) = (app.sign_in(Cast::Wendy).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let body = || json!({ "rationale": "Full until June", "waitlist": true });
    asked(&app, &wendy, 1).await;
    let permissions = [ReviewProposals, SeeClients, SeeEnrollments, SeePrograms];
    let rune = app.colleague("Rune", RoleSight::Everyone, &permissions).unwrap();
    let change = waiting(&app, &cora).await.remove(0);
    assert_eq!(refuse(&rune, &change, body()).await.status, 403);
    let lena = app.sign_in(Cast::Lena).unwrap();
    let record = format!("/clients/{}", app.client(Served::WendyHerself).unwrap());
    let version = lena.get(&record).await.version();
    assert_eq!(lena.patch(&record, version, json!({ "preferred_name": "Wen" })).await.status, 202);
    let all = waiting(&app, &cora).await;
    let rename = all.iter().find(|one| one["edit"] == "clients.update").unwrap();
    assert_eq!(refuse(&cora, rename, body()).await.fields(), ["/waitlist not_an_enrollment"]);
    assert_eq!(waiting(&app, &cora).await.len(), 2, "nothing was decided");
}

#[actix_web::test]
async fn one_takes_back_what_one_asked_for_oneself_until_it_is_decided() {
    let app = App::start().await.unwrap();
    let (wendy, tess) = (app.sign_in(Cast::Wendy).unwrap(), app.sign_in(Cast::Tess).unwrap());
    let cora = app.sign_in(Cast::Cora).unwrap();
    let request = asked(&app, &wendy, 1).await;
    assert_eq!(withdraw(&tess, &request).await.status, 404);
    assert_eq!(states(&tess).await, ["waiting"], "of what she asked for herself in the demonstration");
    let back = withdraw(&wendy, &request).await;
    assert_eq!((back.status, &back.json()["state"]), (200, &json!("withdrawn")), "{}", back.text());
    assert_eq!(waiting(&app, &cora).await, Vec::<Value>::new());
    let again = asked(&app, &wendy, 1).await;
    assert_eq!(approve(&cora, &waiting(&app, &cora).await.remove(0)).await.status, 200);
    assert_eq!(withdraw(&wendy, &again).await.code(), "conflict");
}

#[actix_web::test]
async fn what_staff_propose_for_somebody_is_not_what_they_asked_for() {
    let app = App::start().await.unwrap();
    let (wendy, cora) = (app.sign_in(Cast::Wendy).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let lena = app.sign_in(Cast::Lena).unwrap();
    let body = json!({ "program_id": program(&app, 1), "start_date": day(&app, 0) });
    assert_eq!(enroll(&app, &lena, Served::WendyHerself, body).await.status, 202);
    assert_eq!(waiting(&app, &cora).await[0]["by_client"], Value::Null);
    assert_eq!(states(&wendy).await, Vec::<Value>::new());
    asked(&app, &wendy, 1).await;
}

#[actix_web::test]
async fn whose_record_is_closed_is_asked_to_speak_to_staff() {
    let app = App::start().await.unwrap();
    let wendy = app.sign_in(Cast::Wendy).unwrap();
    let record = app.client(Served::WendyHerself).unwrap();
    tamper(&app, &format!("update clients set status = 'closed' where id = '{record}'"));
    assert_eq!(
        wendy.get("/enrollment-requests/programs").await.json(),
        json!([]),
        "nothing can be asked for"
    );
    let refused = ask(&app, &wendy, 1).await;
    assert_eq!(refused.status, 409);
    let text = refused.text();
    assert!(text.contains("Speak to us") && !text.contains("closed"), "{text}");
}

#[actix_web::test]
async fn who_has_no_record_of_their_own_has_nothing_to_ask_for() {
    let app = App::start().await.unwrap();
    for who in [Cast::Emil, Cast::Casey, Cast::Cora, Cast::Ada] {
        let who = app.sign_in(who).unwrap();
        assert_eq!(ask(&app, &who, 1).await.status, 403);
    }
}
