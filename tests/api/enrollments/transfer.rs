//! From one program to another.

use serde_json::{Value, json};
use testkit::{App, Cast, Served};

use super::{approve, correct, day, enrolled, find, path, program, verb};

fn to(app: &App, place: usize, days: i32) -> Value {
    json!({ "program_id": program(app, place), "start_date": day(app, days), "reason": "transferred" })
}

#[actix_web::test]
async fn a_transfer_ends_the_one_the_day_before_the_other_begins() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let old = enrolled(&app, &cora, Served::Wei).await;
    let moved = verb(&cora, &old, "transfer", to(&app, 2, 7)).await;
    assert_eq!(moved.status, 201, "{}", moved.text());
    assert_eq!(
        (&moved.json()["start_date"], &moved.json()["state"]),
        (&json!(day(&app, 7)), &json!("upcoming"))
    );
    let old = find(&cora, &old).await;
    assert_eq!(
        (&old["end_date"], &old["discharge"]["reason"]),
        (&json!(day(&app, 6)), &json!("transferred"))
    );
    let at_once = "select count(distinct xact) from audit where operation = 'enrollments.transfer'";
    assert_eq!(app.database.column(at_once).unwrap(), ["1"]);
}

#[actix_web::test]
async fn what_the_new_program_refuses_leaves_the_old_one_as_it_was() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let old = enrolled(&app, &cora, Served::Wei).await;
    let full = json!({ "capacity": 0, "effective_from": day(&app, 0) });
    assert_eq!(cora.post(&format!("/programs/{}/capacities", program(&app, 2)), full).await.status, 201);
    for (body, expected) in [
        (to(&app, 2, 7), "/program_id full"),
        (to(&app, 1, 7), "/program_id same_program"),
        (to(&app, 3, 0), "/start_date before_start"),
    ] {
        assert_eq!(verb(&cora, &old, "transfer", body).await.fields(), [expected]);
    }
    assert_eq!(find(&cora, &old).await, old);
    assert_eq!(cora.get(&path(&app, Served::Wei)).await.json(), json!([old]));
}

#[actix_web::test]
async fn a_transfer_goes_over_capacity_with_the_permission_and_a_reason() {
    let app = App::start().await.unwrap();
    let (cora, casey) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Casey).unwrap());
    let old = enrolled(&app, &cora, Served::Sukarno).await;
    let full = json!({ "capacity": 0, "effective_from": day(&app, 0) });
    assert_eq!(cora.post(&format!("/programs/{}/capacities", program(&app, 2)), full).await.status, 201);
    let mut over = to(&app, 2, 7);
    over["override_reason"] = json!("He has to leave the old course");
    let forbidden = verb(&casey, &old, "transfer", over.clone()).await;
    assert_eq!(forbidden.status, 403);
    assert!(forbidden.text().contains("override_capacity"), "{}", forbidden.text());
    let moved = verb(&cora, &old, "transfer", over).await;
    assert_eq!(moved.status, 201, "{}", moved.text());
    assert_eq!(moved.json()["override_reason"], "He has to leave the old course");
    let left = find(&cora, &old).await;
    assert_eq!((&left["end_date"], &left["override_reason"]), (&json!(day(&app, 6)), &Value::Null));
}

#[actix_web::test]
async fn a_leaders_transfer_is_a_proposal_of_both() {
    let app = App::start().await.unwrap();
    let (lena, cora) = (app.sign_in(Cast::Lena).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let old = enrolled(&app, &cora, Served::Wei).await;
    let change = verb(&lena, &old, "transfer", to(&app, 2, 7)).await;
    assert_eq!(
        (change.status, &change.json()["edit"]),
        (202, &json!("enrollments.transfer")),
        "{}",
        change.text()
    );
    assert_eq!(cora.get(&path(&app, Served::Wei)).await.json().as_array().unwrap().len(), 1);
    assert_eq!(approve(&cora, &change.json()).await.status, 200);
    assert_eq!(cora.get(&path(&app, Served::Wei)).await.json().as_array().unwrap().len(), 2);
}

/// Minh is on Casey's caseload by the program that he leaves.
#[actix_web::test]
async fn whoever_loses_sight_by_the_transfer_gets_the_answer_all_the_same() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let old = casey.get(&path(&app, Served::Minh)).await.json()[0].clone();
    let moved = verb(&casey, &old, "transfer", to(&app, 1, 0)).await;
    assert_eq!(moved.status, 201, "{}", moved.text());
    assert_eq!(casey.get(&path(&app, Served::Minh)).await.status, 404);
}

#[actix_web::test]
async fn of_two_at_the_same_moment_one_corrects_and_the_other_reads_again() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let made = enrolled(&app, &cora, Served::Wei).await;
    let both = [-1, -2].map(|days| {
        let (cora, made) = (cora.clone(), made.clone());
        let body = json!({ "start_date": day(&app, days), "reason": "A slip" });
        actix_web::rt::spawn(async move { correct(&cora, &made, body).await.status })
    });
    let mut statuses = Vec::new();
    for one in both {
        statuses.push(one.await.unwrap());
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
}
