//! Facts about proposals and their review.

use serde_json::{Value, json};
use testkit::{Answer, App, Cast, Served, Visitor};

/// Lena proposes another name for María.
async fn proposal(app: &App) -> Value {
    let lena = app.sign_in(Cast::Lena).unwrap();
    let proposed = rename(app, &lena, "María José").await;
    assert_eq!(proposed.status, 202, "{}", proposed.text());
    proposed.json()
}

async fn rename(app: &App, who: &Visitor, name: &str) -> Answer {
    let path = format!("/clients/{}", app.client(Served::Maria).unwrap());
    let version = who.get(&path).await.version();
    who.patch(&path, version, json!({ "first_name": name })).await
}

async fn approve(who: &Visitor, change: &Value) -> Answer {
    let path = format!("/changes/{}/approval", change["id"].as_str().unwrap());
    who.approve(&path, change["version"].as_i64().unwrap(), json!({ "rationale": "As on her papers" })).await
}

fn names(app: &App) -> Vec<String> {
    let maria = "select first_name from clients where last_name = 'Delgado'";
    app.database.column(maria).unwrap()
}

#[actix_web::test]
async fn a_leaders_edit_waits_and_changes_nothing() {
    let app = App::start().await.unwrap();
    let change = proposal(&app).await;
    assert_eq!(
        (change["edit"].as_str(), change["status"].as_str()),
        (Some("clients.update"), Some("pending"))
    );
    assert_eq!(
        (&change["base"]["first_name"], &change["proposed"]["first_name"]),
        (&json!("María"), &json!("María José"))
    );
    assert_eq!(names(&app), ["María"]);
}

#[actix_web::test]
async fn approving_applies_it_and_tells_the_proposer() {
    let app = App::start().await.unwrap();
    let change = proposal(&app).await;
    let approved = approve(&app.sign_in(Cast::Cora).unwrap(), &change).await;
    assert_eq!(
        (approved.status, approved.json()["status"].as_str()),
        (200, Some("approved")),
        "{}",
        approved.text()
    );
    assert_eq!(names(&app), ["María José"]);
    let inbox = app.sign_in(Cast::Lena).unwrap().get("/notifications").await.json();
    assert_eq!((&inbox["unread"], &inbox["latest"][0]["kind"]), (&json!(1), &json!("change_approved")));
}

#[actix_web::test]
async fn the_record_and_the_decision_are_one_transaction_in_the_audit() {
    let app = App::start().await.unwrap();
    let change = proposal(&app).await;
    approve(&app.sign_in(Cast::Cora).unwrap(), &change).await;
    let rows = "select entity || ' ' || action || ' ' || (select count(distinct xact) from audit where operation = 'changes.approve') \
                from audit where operation = 'changes.approve' order by entity";
    assert_eq!(app.database.column(rows).unwrap(), ["clients update 1", "pending_changes update 1"]);
}

#[actix_web::test]
async fn refusing_leaves_the_record_and_keeps_the_reason() {
    let app = App::start().await.unwrap();
    let change = proposal(&app).await;
    let path = format!("/changes/{}/refusal", change["id"].as_str().unwrap());
    let refused =
        app.sign_in(Cast::Cora).unwrap().post_on(&path, 1, json!({ "rationale": "Not on her papers" })).await;
    assert_eq!(
        (refused.status, refused.json()["status"].as_str()),
        (200, Some("refused")),
        "{}",
        refused.text()
    );
    let seen =
        app.sign_in(Cast::Lena).unwrap().get(&format!("/changes/{}", change["id"].as_str().unwrap())).await;
    assert_eq!(seen.json()["rationale"], "Not on her papers");
    assert_eq!(names(&app), ["María"]);
}

#[actix_web::test]
async fn nobody_reviews_what_they_proposed_whatever_their_roles() {
    let app = App::start().await.unwrap();
    let change = proposal(&app).await;
    let promote = format!(
        "begin; select begin_as('job', null, 'test', null, null); \
         insert into user_roles values ('{}', 'client_data_coordinator'); commit",
        app.user(Cast::Lena).unwrap()
    );
    app.database.run(&promote).unwrap();
    let lena = app.sign_in(Cast::Lena).unwrap();
    assert_eq!(approve(&lena, &change).await.status, 403);
    assert_eq!(names(&app), ["María"]);
}

#[actix_web::test]
async fn the_database_itself_refuses_a_review_of_ones_own() {
    let app = App::start().await.unwrap();
    proposal(&app).await;
    let write = "begin; select begin_as('job', null, 'test', null, null); \
                 update pending_changes set status = 'approved', reviewed_by = requested_by, reviewed_at = now(); commit";
    assert!(app.database.run(write).is_err());
}

#[actix_web::test]
async fn a_moved_base_is_a_conflict_that_shows_both_sides() {
    let app = App::start().await.unwrap();
    let change = proposal(&app).await;
    let cora = app.sign_in(Cast::Cora).unwrap();
    assert_eq!(rename(&app, &cora, "Maria").await.status, 200);
    let conflict = approve(&cora, &change).await;
    assert_eq!((conflict.status, conflict.code().as_str()), (409, "change_conflict"), "{}", conflict.text());
    let sides = &conflict.json()["conflicts"][0];
    assert_eq!(
        (&sides["field"], &sides["base"], &sides["proposed"], &sides["current"]),
        (&json!("first_name"), &json!("María"), &json!("María José"), &json!("Maria"))
    );
    assert_eq!(names(&app), ["Maria"]);
}

#[actix_web::test]
async fn another_field_that_moved_is_no_conflict() {
    let app = App::start().await.unwrap();
    let change = proposal(&app).await;
    let cora = app.sign_in(Cast::Cora).unwrap();
    let path = format!("/clients/{}", app.client(Served::Maria).unwrap());
    let version = cora.get(&path).await.version();
    assert_eq!(cora.patch(&path, version, json!({ "preferred_name": "Mimi" })).await.status, 200);
    assert_eq!(approve(&cora, &change).await.status, 200);
}

#[actix_web::test]
async fn of_two_reviewers_at_once_one_decides() {
    let app = App::start().await.unwrap();
    let change = proposal(&app).await;
    let (cora, ada) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Ada).unwrap());
    let (one, two) = (change.clone(), change.clone());
    let first = actix_web::rt::spawn(async move { approve(&cora, &one).await.status });
    let second = actix_web::rt::spawn(async move { approve(&ada, &two).await.status });
    let mut statuses = [first.await.unwrap(), second.await.unwrap()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    let applied = "select count(*) from audit where operation = 'changes.approve' and entity = 'clients'";
    assert_eq!(app.database.column(applied).unwrap(), ["1"]);
}

#[actix_web::test]
async fn a_proposed_number_stays_sealed_until_it_is_the_clients() {
    let app = App::start().await.unwrap();
    let lena = app.sign_in(Cast::Lena).unwrap();
    let path = format!("/clients/{}", app.client(Served::Sukarno).unwrap());
    let version = lena.get(&path).await.version();
    let proposed = lena.patch(&path, version, json!({ "ssn": "612-33-4821" })).await;
    assert_eq!(proposed.status, 202, "{}", proposed.text());
    assert!(!proposed.text().contains("612-33"), "{}", proposed.text());
    let kept = "select concat_ws(' ', body, base, ssn_last_four) from pending_changes";
    let kept = app.database.column(kept).unwrap().join(" ");
    assert!(!kept.contains("612-33") && kept.contains("4821"), "{kept}");
    let cora = app.sign_in(Cast::Cora).unwrap();
    assert_eq!(approve(&cora, &proposed.json()).await.status, 200);
    let opened =
        cora.post(&format!("{path}/ssn-disclosure"), json!({ "reason": "Checking the proposal" })).await;
    assert_eq!(opened.json()["ssn"], "612-33-4821", "{}", opened.text());
}

#[actix_web::test]
async fn a_proposer_sees_their_own_proposals_only() {
    let app = App::start().await.unwrap();
    let change = proposal(&app).await;
    let path = format!("/changes/{}", change["id"].as_str().unwrap());
    let max = app.sign_in(Cast::Max).unwrap();
    assert_eq!(max.get(&path).await.status, 404);
    assert!(
        max.get("/changes").await.json()["items"]
            .as_array()
            .unwrap()
            .iter()
            .all(|row| row["id"] != change["id"])
    );
    assert_eq!(app.sign_in(Cast::Stan).unwrap().get("/changes").await.status, 403);
}

/// What could never be applied is refused to whoever proposes it, in the words of applying.
#[actix_web::test]
async fn what_cannot_be_applied_is_not_proposed() {
    let app = App::start().await.unwrap();
    let lena = app.sign_in(Cast::Lena).unwrap();
    let maria = format!("/clients/{}", app.client(Served::Maria).unwrap());
    let version = lena.get(&maria).await.version();
    let nobody = "0190a000-0000-7000-8000-000000000000";
    let program = json!({ "reach": { "scope": "program", "program_id": nobody }, "start_date": "2026-01-01", "reason": "x" });
    let (restrict, assign) = (format!("{maria}/restrictions"), format!("{maria}/assignments"));
    for (answer, field) in [
        (lena.patch(&maria, version, json!({ "residency": "moon" })).await, "/residency unknown"),
        (lena.patch(&maria, version, json!({})).await, " nothing_to_change"),
        (
            lena.post("/clients", json!({ "first_name": "Ana", "neighborhood": "moon" })).await,
            "/neighborhood unknown",
        ),
        (lena.post(&restrict, program).await, "/reach/program_id unknown"),
        (lena.post(&assign, json!({ "user_id": nobody })).await, "/user_id unknown"),
    ] {
        assert_eq!((answer.status, answer.fields()), (422, vec![field.to_owned()]), "{}", answer.text());
    }
    assert_eq!(lena.patch(&maria, version - 1, json!({ "first_name": "Ana" })).await.status, 412);
    assert_eq!(lena.post(&assign, json!({ "user_id": app.user(Cast::Casey).unwrap() })).await.status, 409);
    let kept = "select count(*) from pending_changes where requested_at > now() - interval '1 minute' \
                and edit not in ('clients.update', 'programs.amend', 'enrollments.create')";
    assert_eq!(app.database.column(kept).unwrap(), ["0"]);
}

#[actix_web::test]
async fn trying_a_proposal_leaves_no_trace() {
    let app = App::start().await.unwrap();
    let lena = app.sign_in(Cast::Lena).unwrap();
    let traces = "select count(*) from audit where entity <> 'sessions'";
    let tables = ["clients", "assignments", "restrictions", "notifications", "stage_moves"];
    let counts =
        || tables.map(|table| app.database.column(&format!("select count(*) from {table}")).unwrap());
    let (before, rows) = (counts(), app.database.column(traces).unwrap());
    assert_eq!(lena.post("/clients", json!({ "first_name": "Ana" })).await.status, 202);
    assert_eq!(counts(), before);
    let now: i64 = app.database.column(traces).unwrap()[0].parse().unwrap();
    assert_eq!(now, rows[0].parse::<i64>().unwrap() + 1, "the proposal itself");
}

/// The review is stopped between comparing and applying: the organization's day is not told to it for a while.
#[actix_web::test]
async fn what_changes_between_comparing_and_applying_is_not_overwritten() {
    let app = App::start().await.unwrap();
    let (lena, cora, ada) =
        (app.sign_in(Cast::Lena).unwrap(), app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Ada).unwrap());
    let path = format!("/clients/{}/demographics", app.client(Served::Sukarno).unwrap());
    let version = lena.get(&path).await.version();
    let answer =
        |code: &str| json!({ "answers": [{ "question": "sex", "status": "given", "codes": [code] }] });
    let proposed = lena.patch(&path, version, answer("male")).await;
    assert_eq!(proposed.status, 202, "{}", proposed.text());
    let stopped = "create or replace function today() returns date language plpgsql volatile as $$ begin \
        if current_setting('openhall.operation', true) = 'changes.approve' then perform count(*) from departments; end if; \
        return (now() at time zone 'UTC')::date; end $$";
    app.database.run(stopped).unwrap();
    let locked = app.database.locked("departments").unwrap();
    let meanwhile = async {
        while !app.database.somebody_waits().unwrap() {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        let changed = ada.patch(&path, version, answer("female")).await;
        drop(locked);
        changed
    };
    let (approved, changed) = futures_util::future::join(approve(&cora, &proposed.json()), meanwhile).await;
    assert_eq!((approved.status, changed.status), (409, 200), "{} {}", approved.text(), changed.text());
    assert!(cora.get(&path).await.text().contains("female"));
}
