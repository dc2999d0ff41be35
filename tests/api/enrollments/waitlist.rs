//! Who waits for a place, in order, and to whom one is offered.

use serde_json::{Value, json};
use testkit::{Answer, App, Cast, Served, Visitor};

use super::{
    capacity::fits,
    day, draft, enroll, enrolled, program,
    restricted::{everywhere, restrict},
    verb,
};
use crate::hard::tamper;

pub fn list(app: &App) -> String {
    format!("/programs/{}/waitlist", program(app, 1))
}

pub async fn join(app: &App, who: &Visitor, whom: Served) -> Answer {
    who.post(&list(app), json!({ "client_id": app.client(whom).unwrap() })).await
}

/// These wait, in this order.
pub async fn wait(app: &App, who: &Visitor, all: &[Served]) {
    for whom in all {
        let joined = join(app, who, *whom).await;
        assert_eq!(joined.status, 201, "{}", joined.text());
    }
}

/// A place from tomorrow on, with three days to answer.
async fn offer(app: &App, who: &Visitor) -> Answer {
    let body = json!({ "start_date": day(app, 1), "reply_days": 3 });
    who.post(&format!("/programs/{}/offers", program(app, 1)), body).await
}

pub async fn offered(app: &App, who: &Visitor) -> Value {
    let made = offer(app, who).await;
    assert_eq!(made.status, 201, "{}", made.text());
    made.json()
}

pub async fn say(who: &Visitor, entry: &Value, status: &str, reason: Option<&str>) -> Answer {
    let path = format!("/waitlist/{}/answer", entry["id"].as_str().unwrap());
    let body = json!({ "status": status, "reason": reason });
    who.post_on(&path, entry["version"].as_i64().unwrap(), body).await
}

pub async fn accept(who: &Visitor, entry: &Value) -> Answer {
    let path = format!("/waitlist/{}/acceptance", entry["id"].as_str().unwrap());
    who.post_on(&path, entry["version"].as_i64().unwrap(), json!({})).await
}

pub async fn names(app: &App, who: &Visitor) -> Vec<(String, String, i64)> {
    let all: Vec<Value> = who.get(&list(app)).await.read();
    let text = |one: &Value, field: &str| one[field].as_str().unwrap().to_owned();
    all.iter()
        .map(|one| (text(one, "client_name"), text(one, "status"), one["place"].as_i64().unwrap()))
        .collect()
}

#[actix_web::test]
async fn people_wait_in_the_order_in_which_they_came_and_once_on_a_list() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    wait(&app, &cora, &[Served::Wei, Served::Sukarno, Served::Olena]).await;
    let again = join(&app, &cora, Served::Wei).await;
    assert_eq!((again.status, again.fields()), (422, vec!["/client_id on_the_list".to_owned()]));
    let row = |name: &str, place| (name.to_owned(), "waiting".to_owned(), place);
    assert_eq!(names(&app, &cora).await, [row("Wei Ng", 1), row("Sukarno", 2), row("Olena Kovalenko", 3)]);
    // Casey sees Sukarno alone, at the place that he has.
    let casey = app.sign_in(Cast::Casey).unwrap();
    assert_eq!(names(&app, &casey).await, [row("Sukarno", 2)]);
    let of_client: Vec<Value> =
        casey.get(&format!("/clients/{}/waitlist", app.client(Served::Sukarno).unwrap())).await.read();
    assert_eq!((&of_client[0]["place"], &of_client[0]["status"]), (&json!(2), &json!("waiting")));
    assert_eq!(join(&app, &casey, Served::Darnell).await.status, 404);
}

#[actix_web::test]
async fn a_place_is_offered_to_the_next_and_counts_as_taken_while_the_offer_holds() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    fits(&app, &cora, 1, 0).await;
    wait(&app, &cora, &[Served::Wei, Served::Olena]).await;
    let first = offered(&app, &cora).await;
    assert_eq!((&first["client_name"], &first["reply_by"]), (&json!("Wei Ng"), &json!(day(&app, 3))));
    assert_eq!(offer(&app, &cora).await.fields(), ["/start_date full"]);
    assert_eq!(enroll(&app, &cora, Served::Olena, draft(&app)).await.fields(), ["/program_id full"]);
    let taken =
        cora.get(&format!("/programs/{}/occupancy?from={}", program(&app, 1), day(&app, 1))).await.json();
    assert_eq!(taken[0]["taken"], 1);
    // The day passes on which Wei could answer.
    tamper(&app, "update waitlist_entries set reply_by = today() - 1 where status = 'offered'");
    assert_eq!(enroll(&app, &cora, Served::Olena, draft(&app)).await.status, 201);
}

#[actix_web::test]
async fn whoever_takes_the_place_is_enrolled_and_off_the_list() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    fits(&app, &cora, 1, 0).await;
    wait(&app, &cora, &[Served::Wei, Served::Olena]).await;
    let first = offered(&app, &cora).await;
    let taken = accept(&cora, &first).await;
    assert_eq!((taken.status, &taken.json()["start_date"]), (201, &json!(day(&app, 1))), "{}", taken.text());
    assert_eq!(names(&app, &cora).await, [("Olena Kovalenko".to_owned(), "waiting".to_owned(), 1)]);
    let path = format!("/clients/{}/waitlist", app.client(Served::Wei).unwrap());
    let entry = cora.get(&path).await.json()[0].clone();
    assert_eq!((&entry["status"], &entry["enrollment_id"]), (&json!("enrolled"), &taken.json()["id"]));
    assert_eq!(accept(&cora, &first).await.code(), "stale_version");
    assert_eq!(accept(&cora, &entry).await.status, 409);
}

#[actix_web::test]
async fn a_manager_proposes_that_somebody_takes_the_place() {
    let app = App::start().await.unwrap();
    let (cora, max) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Max).unwrap());
    wait(&app, &cora, &[Served::Wei]).await;
    let first = offered(&app, &cora).await;
    let change = accept(&max, &first).await;
    assert_eq!(
        (change.status, &change.json()["edit"]),
        (202, &json!("enrollments.create")),
        "{}",
        change.text()
    );
    assert_eq!(join(&app, &max, Served::Olena).await.status, 403);
    assert_eq!(super::approve(&cora, &change.json()).await.status, 200);
    assert!(names(&app, &cora).await.is_empty());
}

#[actix_web::test]
async fn restrictions_are_looked_at_again_when_a_place_is_offered_and_when_it_is_taken() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    wait(&app, &cora, &[Served::Wei, Served::Olena]).await;
    let made = restrict(&app, &cora, everywhere(), (0, None)).await;
    let refused = offer(&app, &cora).await;
    assert_eq!((refused.status, refused.fields()), (422, vec!["/program_id restricted".to_owned()]));
    let lifting = format!("/restrictions/{}/lifting", made["id"].as_str().unwrap());
    assert_eq!(cora.post_on(&lifting, 1, json!({ "reason": "Served" })).await.status, 200);
    let first = offered(&app, &cora).await;
    restrict(&app, &cora, everywhere(), (0, None)).await;
    assert_eq!(accept(&cora, &first).await.fields(), ["/program_id restricted"]);
}

#[actix_web::test]
async fn who_is_skipped_is_skipped_for_a_reason_and_comes_back_to_their_place() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    wait(&app, &cora, &[Served::Wei, Served::Olena]).await;
    let all: Vec<Value> = cora.get(&list(&app)).await.read();
    assert_eq!(say(&cora, &all[0], "skipped", None).await.fields(), ["/reason required"]);
    let skipped = say(&cora, &all[0], "skipped", Some("On a trip until May")).await;
    assert_eq!(skipped.status, 200, "{}", skipped.text());
    assert_eq!(offered(&app, &cora).await["client_name"], "Olena Kovalenko");
    assert_eq!(say(&cora, &skipped.json(), "waiting", None).await.status, 200);
    let back = names(&app, &cora).await;
    assert_eq!(back[0], ("Wei Ng".to_owned(), "waiting".to_owned(), 1));
    assert_eq!(say(&cora, &all[0], "removed", None).await.code(), "stale_version");
}

#[actix_web::test]
async fn who_declines_or_leaves_is_off_the_list_and_may_come_again_at_its_end() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    wait(&app, &cora, &[Served::Wei, Served::Olena, Served::Hubert]).await;
    let all: Vec<Value> = cora.get(&list(&app)).await.read();
    assert_eq!(say(&cora, &all[1], "declined", None).await.status, 409, "nothing was offered");
    assert_eq!(say(&cora, &all[1], "offered", None).await.fields(), ["/status not_by_hand"]);
    assert_eq!(say(&cora, &all[1], "removed", Some("Found work")).await.status, 200);
    let first = offered(&app, &cora).await;
    let declined = say(&cora, &first, "declined", Some("The course is too far away")).await;
    assert_eq!((declined.status, &declined.json()["place"]), (200, &Value::Null), "{}", declined.text());
    wait(&app, &cora, &[Served::Wei]).await;
    let now: Vec<String> = names(&app, &cora).await.into_iter().map(|one| one.0).collect();
    assert_eq!(now, ["Hubert Wolfeschlegelsteinhausenbergerdorff", "Wei Ng"]);
}

#[actix_web::test]
async fn whoever_is_enrolled_otherwise_leaves_the_list_by_it() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    fits(&app, &cora, 1, 0).await;
    wait(&app, &cora, &[Served::Wei]).await;
    offered(&app, &cora).await;
    // The offer is theirs: it does not stand in their own way.
    enrolled(&app, &cora, Served::Wei).await;
    assert!(names(&app, &cora).await.is_empty());
}

#[actix_web::test]
async fn whoever_does_not_see_the_next_in_order_does_not_offer() {
    let app = App::start().await.unwrap();
    let (cora, casey) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Casey).unwrap());
    wait(&app, &cora, &[Served::Darnell, Served::Sukarno]).await;
    assert_eq!(offer(&app, &casey).await.status, 403);
    assert_eq!(offered(&app, &cora).await["client_name"], "Darnell Washington");
    assert_eq!(offered(&app, &casey).await["client_name"], "Sukarno");
    assert_eq!(offer(&app, &casey).await.status, 409);
}

#[actix_web::test]
async fn an_offer_that_nobody_answers_lapses_and_the_programs_staff_are_told() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    wait(&app, &cora, &[Served::Wei, Served::Olena]).await;
    let first = offered(&app, &cora).await;
    let store = &app.state.store;
    assert_eq!(store.lapse_offers().unwrap(), 0, "its last day has not gone by");
    let casey = app.user(Cast::Casey).unwrap();
    tamper(
        &app,
        &format!(
            "update waitlist_entries set reply_by = today() - 1 where status = 'offered' and program_id = '{0}'; \
             insert into program_staff (program_id, user_id) values ('{0}', '{casey}')",
            program(&app, 1)
        ),
    );
    assert_eq!(store.lapse_offers().unwrap(), 1);
    assert_eq!(store.lapse_offers().unwrap(), 0, "a second look finds nothing new");
    let inbox = app.sign_in(Cast::Casey).unwrap().get("/notifications").await.json();
    let told = &inbox["latest"][0];
    assert_eq!((&told["kind"], &told["subject_id"]), (&json!("offers_lapsed"), &json!(program(&app, 1))));
    let hers = cora.get("/notifications").await.text();
    assert!(!hers.contains("offers_lapsed"), "it is the staff's: {hers}");
    assert_eq!(accept(&cora, &first).await.code(), "stale_version");
    assert_eq!(offered(&app, &cora).await["client_name"], "Olena Kovalenko");
}

/// What was offered and proposed, was so many days ago.
pub fn days_pass(app: &App, days: i32) {
    let program = program(app, 1);
    tamper(
        app,
        &format!(
            "update waitlist_entries set offered_at = offered_at - interval '{days} days', reply_by = reply_by - {days} \
             where status = 'offered' and program_id = '{program}'; \
             update pending_changes set requested_at = requested_at - interval '{days} days' \
             where body #>> '{{draft,program_id}}' = '{program}'"
        ),
    );
}

/// How many places are taken tomorrow.
pub async fn taken(app: &App, who: &Visitor) -> Value {
    let path = format!("/programs/{}?on={}", program(app, 1), day(app, 1));
    who.get(&path).await.json()["taken"].clone()
}

/// The answer came in time; how long a colleague takes to look at it is nothing that the person can help.
#[actix_web::test]
async fn a_place_that_somebody_proposed_to_take_is_kept_until_that_is_decided() {
    let app = App::start().await.unwrap();
    let (cora, max) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Max).unwrap());
    fits(&app, &cora, 1, 0).await;
    wait(&app, &cora, &[Served::Wei, Served::Olena]).await;
    let mut changes = Vec::new();
    let store = &app.state.store;
    for (whom, next) in [("Wei Ng", Some("Olena Kovalenko")), ("Olena Kovalenko", None)] {
        let made = offered(&app, &cora).await;
        assert_eq!(made["client_name"], whom);
        let change = accept(&max, &made).await;
        assert_eq!(change.status, 202, "{}", change.text());
        days_pass(&app, 5);
        assert_eq!(store.lapse_offers().unwrap(), 0, "{whom} is not asked again");
        assert_eq!(taken(&app, &cora).await, 1, "and the place counts as taken");
        if next.is_some() {
            assert_eq!(offer(&app, &cora).await.fields(), ["/start_date full"]);
            let refusal = format!("/changes/{}/refusal", change.json()["id"].as_str().unwrap());
            let refused = cora.post_on(&refusal, 1, json!({ "rationale": "Not this course" })).await;
            assert_eq!(refused.status, 200, "{}", refused.text());
            assert_eq!(store.lapse_offers().unwrap(), 1, "declined, it ends the next night");
        }
        changes.push(change.json());
    }
    let approved = super::approve(&cora, &changes[1]).await;
    assert_eq!(approved.status, 200, "{}", approved.text());
    assert!(names(&app, &cora).await.is_empty());
}

#[actix_web::test]
async fn a_place_that_somebody_proposed_to_take_by_a_transfer_is_kept_too() {
    let app = App::start().await.unwrap();
    let (cora, max) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Max).unwrap());
    fits(&app, &cora, 1, 0).await;
    let elsewhere = json!({ "program_id": program(&app, 2), "start_date": day(&app, -10) });
    let old = enroll(&app, &cora, Served::Wei, elsewhere).await;
    assert_eq!(old.status, 201, "{}", old.text());
    wait(&app, &cora, &[Served::Wei, Served::Olena]).await;
    offered(&app, &cora).await;
    let to = json!({ "program_id": program(&app, 1), "start_date": day(&app, 1), "reason": "transferred" });
    let change = verb(&max, &old.json(), "transfer", to).await;
    assert_eq!(change.status, 202, "{}", change.text());
    days_pass(&app, 5);
    assert_eq!(app.state.store.lapse_offers().unwrap(), 0);
    assert_eq!(taken(&app, &cora).await, 1);
    assert_eq!(offer(&app, &cora).await.fields(), ["/start_date full"]);
    let approved = super::approve(&cora, &change.json()).await;
    assert_eq!(approved.status, 200, "{}", approved.text());
    assert_eq!(names(&app, &cora).await, [("Olena Kovalenko".to_owned(), "waiting".to_owned(), 1)]);
}

/// One of before the offer, one that came when its last day had gone by, and one of days that are over.
#[actix_web::test]
async fn a_proposal_that_is_no_answer_in_time_lets_the_offer_lapse() {
    let app = App::start().await.unwrap();
    let (cora, max) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Max).unwrap());
    fits(&app, &cora, 1, 0).await;
    let earlier = enroll(&app, &max, Served::Wei, draft(&app)).await;
    assert_eq!(earlier.status, 202, "{}", earlier.text());
    wait(&app, &cora, &[Served::Wei, Served::Olena, Served::Minh]).await;
    for whom in ["Wei Ng", "Olena Kovalenko", "Thị Minh Nguyễn"] {
        let made = offered(&app, &cora).await;
        assert_eq!(made["client_name"], whom);
        if whom == "Thị Minh Nguyễn" {
            let mut body = draft(&app);
            (body["start_date"], body["end_date"]) = (json!(day(&app, -30)), json!(day(&app, -20)));
            assert_eq!(enroll(&app, &max, Served::Minh, body).await.status, 202);
        }
        days_pass(&app, 4);
        if whom == "Olena Kovalenko" {
            let late = accept(&max, &made).await;
            assert_eq!(late.status, 202, "{}", late.text());
        }
        assert_eq!(taken(&app, &cora).await, 0, "nothing holds the place for {whom}");
        assert_eq!(app.state.store.lapse_offers().unwrap(), 1, "{whom}");
    }
    assert!(names(&app, &cora).await.is_empty());
}

/// Offers at the same moment.
async fn at_once(app: &App, many: usize) -> Vec<Answer> {
    let cora = app.sign_in(Cast::Cora).unwrap();
    let path = format!("/programs/{}/offers", program(app, 1));
    let body = json!({ "start_date": day(app, 1), "reply_days": 3 });
    let asked = (0..many).map(|_| {
        let (cora, path, body) = (cora.clone(), path.clone(), body.clone());
        actix_web::rt::spawn(async move { cora.post(&path, body).await })
    });
    let mut answers = Vec::new();
    for one in asked.collect::<Vec<_>>() {
        answers.push(one.await.unwrap());
    }
    answers
}

#[actix_web::test]
async fn two_offers_at_once_are_for_two_people_and_one_place_is_offered_once() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    fits(&app, &cora, 2, 0).await;
    wait(&app, &cora, &[Served::Wei, Served::Olena, Served::Hubert, Served::Jose]).await;
    let both = at_once(&app, 2).await;
    let mut names: Vec<String> =
        both.iter().map(|one| one.json()["client_name"].as_str().unwrap().to_owned()).collect();
    names.sort();
    assert_eq!(names, ["Olena Kovalenko", "Wei Ng"]);
    fits(&app, &cora, 3, 0).await;
    let mut statuses: Vec<u16> = at_once(&app, 6).await.iter().map(|one| one.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 422, 422, 422, 422, 422]);
}

#[actix_web::test]
async fn bad_offers_name_the_field() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let made = enrolled(&app, &cora, Served::Olena).await;
    wait(&app, &cora, &[Served::Wei]).await;
    let path = format!("/programs/{}/offers", program(&app, 1));
    for (start, days, expected) in [
        (-1, 3, "/start_date in_the_past"),
        (1, 0, "/reply_days out_of_range"),
        (1, 91, "/reply_days out_of_range"),
    ] {
        let body = json!({ "start_date": day(&app, start), "reply_days": days });
        assert_eq!(cora.post(&path, body).await.fields(), [expected]);
    }
    let body = json!({ "end_date": day(&app, 9), "reason": "completed" });
    assert_eq!(verb(&cora, &made, "discharge", body).await.status, 200);
    assert_eq!(offered(&app, &cora).await["client_name"], "Wei Ng");
}

#[actix_web::test]
async fn a_place_that_is_held_can_be_taken_when_nobody_else_is_taken_in_any_more() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    wait(&app, &cora, &[Served::Wei]).await;
    let first = offered(&app, &cora).await;
    tamper(&app, &format!("update programs set open_to_intake = false where id = '{}'", program(&app, 1)));
    assert_eq!(enroll(&app, &cora, Served::Olena, draft(&app)).await.fields(), ["/program_id not_open"]);
    let taken = accept(&cora, &first).await;
    assert_eq!(taken.status, 201, "{}", taken.text());
}
