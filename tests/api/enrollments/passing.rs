//! Who is enrolled past those who wait: for a reason, by whoever may go over the capacity.

use serde_json::{Value, json};
use testkit::{Answer, App, Cast, Served};

use super::{
    approve,
    capacity::fits,
    correct, day, draft, enroll, enrolled, find, program, verb,
    waitlist::{accept, join, list, names, offered, say, wait},
};

const WHY: &str = "She was promised the place in March";

fn first(app: &App) -> Value {
    let mut body = draft(app);
    body["override_reason"] = json!(WHY);
    body
}

/// The field, and how many wait before.
fn passes(refused: &Answer) -> (u16, Value, Value) {
    let error = refused.json()["errors"][0].clone();
    assert_eq!(error["code"], "others_wait", "{}", refused.text());
    (refused.status, error["pointer"].clone(), error["params"]["waiting"].clone())
}

#[actix_web::test]
async fn whoever_is_enrolled_past_others_takes_a_reason_and_the_permission() {
    let app = App::start().await.unwrap();
    let (cora, casey) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Casey).unwrap());
    wait(&app, &cora, &[Served::Wei, Served::Olena]).await;
    let refused = enroll(&app, &cora, Served::Hubert, draft(&app)).await;
    assert_eq!(passes(&refused), (422, json!("/program_id"), json!(2)));
    assert!(
        refused.json()["detail"].as_str().unwrap().contains("before this person: 2"),
        "{}",
        refused.text()
    );
    // Casey sees neither of the two, and hears how many they are.
    let hers = enroll(&app, &casey, Served::Sukarno, draft(&app)).await;
    assert_eq!(passes(&hers), (422, json!("/program_id"), json!(2)));
    let forbidden = enroll(&app, &casey, Served::Sukarno, first(&app)).await;
    assert_eq!(forbidden.status, 403, "{}", forbidden.text());
    let made = enroll(&app, &cora, Served::Hubert, first(&app)).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let made = made.json();
    assert_eq!((&made["override_reason"], &made["passed_waiting"]), (&json!(WHY), &json!(2)));
    assert_eq!(find(&cora, &made).await, made);
    let audit = "select distinct reason from audit where entity = 'enrollments' and action = 'create' \
                 and after ? 'passed_waiting'";
    assert_eq!(app.database.column(audit).unwrap(), [WHY]);
    assert_eq!(names(&app, &cora).await.len(), 2, "they wait on");
}

#[actix_web::test]
async fn whoever_waits_first_passes_nobody_and_who_waits_behind_does() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    wait(&app, &cora, &[Served::Wei, Served::Olena]).await;
    assert_eq!(passes(&enroll(&app, &cora, Served::Olena, draft(&app)).await).2, 1);
    let made = enrolled(&app, &cora, Served::Wei).await;
    assert_eq!((&made["override_reason"], &made["passed_waiting"]), (&Value::Null, &Value::Null));
    assert_eq!(enrolled(&app, &cora, Served::Olena).await["passed_waiting"], Value::Null);
    assert!(names(&app, &cora).await.is_empty());
}

#[actix_web::test]
async fn who_is_skipped_or_holds_an_offer_is_passed_by_nobody() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    wait(&app, &cora, &[Served::Wei, Served::Olena, Served::Hubert]).await;
    let all: Vec<Value> = cora.get(&list(&app)).await.read();
    assert_eq!(say(&cora, &all[0], "skipped", Some("On a trip")).await.status, 200);
    let second = offered(&app, &cora).await;
    assert_eq!(second["client_name"], "Olena Kovalenko");
    enrolled(&app, &cora, Served::Hubert).await;
    // Wei stands in the order again, before whoever holds the offer.
    let skipped = cora.get(&list(&app)).await.json()[0].clone();
    assert_eq!(say(&cora, &skipped, "waiting", None).await.status, 200);
    assert_eq!(accept(&cora, &second).await.status, 201);
}

#[actix_web::test]
async fn a_full_program_with_a_list_says_both_and_one_reason_is_for_both() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    fits(&app, &cora, 0, 0).await;
    wait(&app, &cora, &[Served::Wei]).await;
    let refused = enroll(&app, &cora, Served::Olena, draft(&app)).await;
    assert_eq!(refused.fields(), ["/program_id full", "/program_id others_wait"]);
    let made = enroll(&app, &cora, Served::Olena, first(&app)).await;
    assert_eq!((made.status, &made.json()["passed_waiting"]), (201, &json!(1)), "{}", made.text());
}

#[actix_web::test]
async fn a_transfer_waits_in_order_too() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    wait(&app, &cora, &[Served::Wei]).await;
    let mut body = draft(&app);
    body["program_id"] = json!(program(&app, 2));
    let old = enroll(&app, &cora, Served::Olena, body).await.json();
    let mut to =
        json!({ "program_id": program(&app, 1), "start_date": day(&app, 7), "reason": "transferred" });
    assert_eq!(
        passes(&verb(&cora, &old, "transfer", to.clone()).await),
        (422, json!("/program_id"), json!(1))
    );
    to["override_reason"] = json!(WHY);
    let moved = verb(&cora, &old, "transfer", to).await;
    assert_eq!((moved.status, &moved.json()["passed_waiting"]), (201, &json!(1)), "{}", moved.text());
    assert_eq!(find(&cora, &old).await["override_reason"], Value::Null);
}

#[actix_web::test]
async fn whoever_comes_back_by_a_corrected_date_waits_in_order_and_leaves_the_list_by_it() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let mut body = draft(&app);
    (body["start_date"], body["end_date"]) = (json!(day(&app, -30)), json!(day(&app, -3)));
    let past = enroll(&app, &cora, Served::Olena, body).await.json();
    wait(&app, &cora, &[Served::Wei]).await;
    assert_eq!(join(&app, &cora, Served::Olena).await.status, 201);
    let still_past = json!({ "end_date": day(&app, -2), "reason": "A slip" });
    let past = correct(&cora, &past, still_past).await.json();
    let mut back = json!({ "end_date": null, "reason": "A slip" });
    assert_eq!(passes(&correct(&cora, &past, back.clone()).await), (422, json!("/end_date"), json!(1)));
    back["override_reason"] = json!(WHY);
    let corrected = correct(&cora, &past, back).await;
    assert_eq!(
        (corrected.status, &corrected.json()["passed_waiting"]),
        (200, &json!(1)),
        "{}",
        corrected.text()
    );
    assert_eq!(names(&app, &cora).await, [("Wei Ng".to_owned(), "waiting".to_owned(), 1)]);
}

#[actix_web::test]
async fn a_proposal_is_looked_at_again_where_it_is_approved() {
    let app = App::start().await.unwrap();
    let (cora, max) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Max).unwrap());
    let change = enroll(&app, &max, Served::Olena, draft(&app)).await;
    assert_eq!(change.status, 202, "{}", change.text());
    wait(&app, &cora, &[Served::Wei]).await;
    assert_eq!(passes(&approve(&cora, &change.json()).await).2, 1);
    assert_eq!(passes(&enroll(&app, &max, Served::Hubert, draft(&app)).await).2, 1);
    let change = enroll(&app, &max, Served::Hubert, first(&app)).await;
    assert_eq!(change.status, 202, "{}", change.text());
    let approved = approve(&cora, &change.json()).await;
    assert_eq!(approved.status, 200, "{}", approved.text());
}

#[actix_web::test]
async fn a_later_discharge_in_a_full_program_takes_a_reason() {
    let app = App::start().await.unwrap();
    let (cora, casey) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Casey).unwrap());
    let mut body = draft(&app);
    body["end_date"] = json!(day(&app, 5));
    let made = enroll(&app, &cora, Served::Sukarno, body).await.json();
    fits(&app, &cora, 0, 6).await;
    let mut later = json!({ "end_date": day(&app, 9), "reason": "completed" });
    assert_eq!(verb(&cora, &made, "discharge", later.clone()).await.fields(), ["/end_date full"]);
    later["override_reason"] = json!("He finishes the course");
    assert_eq!(verb(&casey, &made, "discharge", later.clone()).await.status, 403);
    let ended = verb(&cora, &made, "discharge", later).await;
    assert_eq!(
        (ended.status, &ended.json()["override_reason"]),
        (200, &json!("He finishes the course")),
        "{}",
        ended.text()
    );
}
