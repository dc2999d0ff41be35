//! Facts about what a reviewer is shown, approves, leaves out, and about taking a proposal back.

use domain::{permission::Permission::*, roles::RoleSight};
use serde_json::{Value, json};
use testkit::{Answer, App, Cast, Served, Visitor};

use super::enrollments;

/// The path of María's record, whatever her first name is by then.
fn maria(app: &App) -> String {
    let id = app.database.column("select id from clients where last_name = 'Delgado'").unwrap().remove(0);
    format!("/clients/{id}")
}

/// Somebody's change of María's record.
async fn change(app: &App, who: &Visitor, body: Value) -> Answer {
    let version = who.get(&maria(app)).await.version();
    who.patch(&maria(app), version, body).await
}

/// Lena's proposal.
async fn proposed(app: &App, body: Value) -> Value {
    let proposed = change(app, &app.sign_in(Cast::Lena).unwrap(), body).await;
    assert_eq!(proposed.status, 202, "{}", proposed.text());
    proposed.json()
}

fn path(change: &Value, verb: &str) -> String {
    format!("/changes/{}{verb}", change["id"].as_str().unwrap())
}

async fn approve(who: &Visitor, change: &Value, body: Value) -> Answer {
    who.approve(&path(change, "/approval"), 1, body).await
}

fn name(app: &App) -> Vec<String> {
    app.database.column("select first_name from clients where last_name = 'Delgado'").unwrap()
}

#[actix_web::test]
async fn who_has_not_looked_approves_nothing_and_is_shown_what_there_is() {
    let app = App::start().await.unwrap();
    let change = proposed(&app, json!({ "first_name": "María José" })).await;
    let cora = app.sign_in(Cast::Cora).unwrap();
    let blind = cora.post_on(&path(&change, "/approval"), 1, json!({})).await;
    assert_eq!((blind.status, blind.code().as_str()), (409, "changed_since_seen"), "{}", blind.text());
    assert_eq!(name(&app), ["María"]);
    let shown = blind.json()["change"].clone();
    assert_eq!(
        (&shown["status"], &shown["current"]["first_name"]),
        (&json!("pending"), &json!("María")),
        "{shown}"
    );
    let seen = json!({ "seen": shown["digest"] });
    assert_eq!(cora.post_on(&path(&change, "/approval"), 1, seen).await.status, 200);
    assert_eq!(name(&app), ["María José"]);
}

#[actix_web::test]
async fn what_was_seen_before_the_record_changed_approves_nothing() {
    let app = App::start().await.unwrap();
    let proposal = proposed(&app, json!({ "first_name": "María José" })).await;
    let (cora, ada) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Ada).unwrap());
    let seen = json!({ "seen": cora.get(&path(&proposal, "")).await.json()["digest"] });
    assert_eq!(change(&app, &ada, json!({ "first_name": "Maria" })).await.status, 200);
    let late = cora.post_on(&path(&proposal, "/approval"), 1, seen).await;
    assert_eq!((late.status, late.code().as_str()), (409, "changed_since_seen"), "{}", late.text());
    let shown = &late.json()["change"];
    assert_eq!(
        (&shown["moved"], &shown["current"]),
        (&json!(["first_name"]), &json!({ "first_name": "Maria" }))
    );
    assert_eq!(name(&app), ["Maria"]);
}

#[actix_web::test]
async fn what_was_seen_of_one_proposal_says_nothing_of_another() {
    let app = App::start().await.unwrap();
    let one = proposed(&app, json!({ "first_name": "María José" })).await;
    let other = proposed(&app, json!({ "first_name": "Ana" })).await;
    let cora = app.sign_in(Cast::Cora).unwrap();
    let seen = json!({ "seen": cora.get(&path(&one, "")).await.json()["digest"] });
    let swapped = cora.post_on(&path(&other, "/approval"), 1, seen).await;
    assert_eq!(swapped.code(), "changed_since_seen", "{}", swapped.text());
    assert_eq!(name(&app), ["María"]);
}

#[actix_web::test]
async fn some_fields_are_taken_and_the_proposer_reads_which_were_not_and_why() {
    let app = App::start().await.unwrap();
    let change = proposed(&app, json!({ "first_name": "María José", "aliases": ["Mia"] })).await;
    let cora = app.sign_in(Cast::Cora).unwrap();
    let before = cora.get(&maria(&app)).await.json();
    let shown = cora.get(&path(&change, "")).await.json();
    assert_eq!(shown["separable"], json!(["aliases", "first_name"]));
    let silent = approve(&cora, &change, json!({ "fields": ["first_name"] })).await;
    assert_eq!((silent.status, silent.fields()), (422, vec!["/rationale required".to_owned()]));
    let why = json!({ "fields": ["first_name"], "rationale": "Nobody calls her that" });
    let approved = approve(&cora, &change, why).await;
    assert_eq!(approved.status, 200, "{}", approved.text());
    let lena = app.sign_in(Cast::Lena).unwrap();
    let now = lena.get(&maria(&app)).await.json();
    assert_eq!((&now["first_name"], &now["aliases"]), (&json!("María José"), &before["aliases"]));
    let read = lena.get(&path(&change, "")).await.json();
    assert_eq!(
        (&read["status"], &read["left_out"], &read["rationale"]),
        (&json!("approved"), &json!(["aliases"]), &json!("Nobody calls her that"))
    );
    let told = lena.get("/notifications").await.json();
    assert_eq!(told["latest"][0]["kind"], "change_partly_approved");
}

#[actix_web::test]
async fn the_rest_is_decided_without_the_field_that_moved() {
    let app = App::start().await.unwrap();
    let proposal = proposed(&app, json!({ "first_name": "María José", "aliases": ["Mia"] })).await;
    let (cora, ada) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Ada).unwrap());
    assert_eq!(change(&app, &ada, json!({ "first_name": "Maria" })).await.status, 200);
    let whole = approve(&cora, &proposal, json!({})).await;
    assert_eq!((whole.status, whole.code().as_str()), (409, "change_conflict"), "{}", whole.text());
    let rest = json!({ "fields": ["aliases"], "rationale": "Ada changed the name" });
    let approved = approve(&cora, &proposal, rest).await;
    assert_eq!(approved.status, 200, "{}", approved.text());
    let now = cora.get(&maria(&app)).await.json();
    assert_eq!((&now["first_name"], &now["aliases"]), (&json!("Maria"), &json!(["Mia"])));
}

#[actix_web::test]
async fn questions_are_decided_one_by_one() {
    let app = App::start().await.unwrap();
    let (lena, cora) = (app.sign_in(Cast::Lena).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let path = format!("/clients/{}/demographics", app.client(Served::Sukarno).unwrap());
    let version = lena.get(&path).await.version();
    let answers = json!({ "answers": [
        { "question": "sex", "status": "given", "codes": ["male"] },
        { "question": "education", "status": "declined" },
    ] });
    let proposed = lena.patch(&path, version, answers).await.json();
    assert_eq!(proposed["proposed"]["education"]["status"], "declined", "{proposed}");
    let why = json!({ "fields": ["education"], "rationale": "He did not say" });
    assert_eq!(approve(&cora, &proposed, why).await.status, 200);
    let known = cora.get(&path).await.text();
    assert!(known.contains("declined") && !known.contains(r#"["male"]"#), "{known}");
}

#[actix_web::test]
async fn what_belongs_together_is_not_taken_apart() {
    let app = App::start().await.unwrap();
    let (lena, cora) = (app.sign_in(Cast::Lena).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let restriction =
        json!({ "reach": { "scope": "organization" }, "start_date": "2026-01-01", "reason": "Threats" });
    let proposed = lena.post(&format!("{}/restrictions", maria(&app)), restriction).await.json();
    let part = json!({ "fields": ["reason"], "rationale": "x" });
    assert_eq!(approve(&cora, &proposed, part).await.fields(), ["/fields not_separable"]);
    let change = self::proposed(&app, json!({ "first_name": "María José" })).await;
    for (fields, wrong) in [(json!(["last_name"]), "/fields/0 unknown"), (json!([]), "/fields required")] {
        let refused = approve(&cora, &change, json!({ "fields": fields, "rationale": "x" })).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![wrong.to_owned()]));
    }
}

#[actix_web::test]
async fn whoever_proposed_takes_it_back_before_it_is_decided() {
    let app = App::start().await.unwrap();
    let change = proposed(&app, json!({ "first_name": "María José" })).await;
    let (lena, cora, max) =
        (app.sign_in(Cast::Lena).unwrap(), app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Max).unwrap());
    let withdrawal = path(&change, "/withdrawal");
    for (who, status) in [(&cora, 403), (&max, 404)] {
        assert_eq!(who.post_on(&withdrawal, 1, Value::Null).await.status, status);
    }
    assert_eq!(lena.post_on(&withdrawal, 7, Value::Null).await.status, 412);
    let withdrawn = lena.post_on(&withdrawal, 1, Value::Null).await;
    assert_eq!(
        (withdrawn.status, &withdrawn.json()["status"], &withdrawn.json()["reviewer"]),
        (200, &json!("withdrawn"), &Value::Null),
        "{}",
        withdrawn.text()
    );
    assert_eq!(approve(&cora, &change, json!({})).await.status, 409);
    assert_eq!(lena.post_on(&withdrawal, 2, Value::Null).await.status, 409);
    assert_eq!(name(&app), ["María"]);
}

#[actix_web::test]
async fn what_was_decided_is_not_taken_back() {
    let app = App::start().await.unwrap();
    let change = proposed(&app, json!({ "first_name": "María José" })).await;
    let (lena, cora) = (app.sign_in(Cast::Lena).unwrap(), app.sign_in(Cast::Cora).unwrap());
    assert_eq!(approve(&cora, &change, json!({})).await.status, 200);
    let late = lena.post_on(&path(&change, "/withdrawal"), 2, Value::Null).await;
    assert_eq!((late.status, late.code().as_str()), (409, "conflict"), "{}", late.text());
}

#[actix_web::test]
async fn what_else_waits_on_the_record_is_named_and_shows_what_the_first_left() {
    let app = App::start().await.unwrap();
    let first = proposed(&app, json!({ "first_name": "María José" })).await;
    let second = proposed(&app, json!({ "first_name": "Ana" })).await;
    let cora = app.sign_in(Cast::Cora).unwrap();
    let shown = cora.get(&path(&first, "")).await.json();
    assert!(shown["others"].as_array().unwrap().iter().any(|other| other["id"] == second["id"]), "{shown}");
    assert_eq!(approve(&cora, &first, json!({})).await.status, 200);
    let shown = cora.get(&path(&second, "")).await.json();
    assert_eq!(
        (&shown["moved"], &shown["base"]["first_name"], &shown["current"]["first_name"]),
        (&json!(["first_name"]), &json!("María"), &json!("María José"))
    );
    let late = approve(&cora, &second, json!({})).await;
    let conflict = &late.json()["conflicts"][0];
    assert_eq!((late.status, &conflict["current"]), (409, &json!("María José")), "{}", late.text());
}

#[actix_web::test]
async fn details_in_a_proposal_are_for_those_who_see_details() {
    let app = App::start().await.unwrap();
    let body = json!({ "date_of_birth": "1991-03-04", "addresses": [{ "city": "Quincy" }] });
    let change = proposed(&app, body).await;
    let blind = app.colleague("Rio", RoleSight::Everyone, &[SeeClients, ReviewProposals]).unwrap();
    let shown = blind.get(&path(&change, "")).await;
    assert_eq!(
        (&shown.json()["withheld"], &shown.json()["needs"]),
        (&json!(["date_of_birth"]), &json!(["see_client_details"])),
        "{}",
        shown.text()
    );
    assert!(shown.text().contains("Quincy") && !shown.text().contains("1991-03-04"), "{}", shown.text());
    for body in [json!({}), json!({ "fields": ["date_of_birth"], "rationale": "x" })] {
        let refused = approve(&blind, &change, body).await;
        assert_eq!(refused.status, 403, "{}", refused.text());
        assert!(refused.text().contains("see_client_details"), "{}", refused.text());
    }
    let rest = json!({ "fields": ["addresses"], "rationale": "The birth day is for somebody else" });
    let approved = approve(&blind, &change, rest).await;
    assert_eq!(approved.status, 200, "{}", approved.text());
    let now = app.sign_in(Cast::Cora).unwrap().get(&maria(&app)).await.json();
    assert_eq!(now["addresses"][0]["city"], "Quincy");
    assert_ne!(now["date_of_birth"], "1991-03-04");
}

/// How somebody whose record is closed leaves their programs goes along with the status.
#[actix_web::test]
async fn what_goes_along_with_a_field_is_approved_by_those_alone_who_see_it() {
    let app = App::start().await.unwrap();
    let (cora, max) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Max).unwrap());
    let made = enrollments::enrolled(&app, &cora, Served::Wei).await;
    let record = format!("/clients/{}", app.client(Served::Wei).unwrap());
    let leaves =
        json!({ "end_date": enrollments::day(&app, 0), "reason": "moved_away", "comment": "To his sister" });
    let body = json!({ "status": "closed", "aliases": ["Way"], "discharge": leaves });
    let proposed = max.patch(&record, max.get(&record).await.version(), body).await;
    assert_eq!(proposed.status, 202, "{}", proposed.text());
    let change = proposed.json();
    let seeing = [SeeClients, SeeClientDetails, ReviewProposals];
    let blind = app.colleague("Rio", RoleSight::Everyone, &seeing).unwrap();
    let shown = blind.get(&path(&change, "")).await;
    assert_eq!(
        (&shown.json()["withheld"], &shown.json()["needs"]),
        (&json!(["discharge"]), &json!(["see_enrollments"])),
        "{}",
        shown.text()
    );
    assert!(!shown.text().contains("sister"), "{}", shown.text());
    for body in [json!({}), json!({ "fields": ["status"], "rationale": "Without the other name" })] {
        let refused = approve(&blind, &change, body).await;
        assert_eq!(refused.status, 403, "{}", refused.text());
        assert!(refused.text().contains("see_enrollments"), "{}", refused.text());
    }
    assert_eq!(enrollments::find(&cora, &made).await, made);
    let rest = json!({ "fields": ["aliases"], "rationale": "The rest is for somebody else" });
    let approved = approve(&blind, &change, rest).await;
    assert_eq!(approved.status, 200, "{}", approved.text());
    let now = cora.get(&record).await.json();
    assert_eq!((&now["status"], &now["aliases"]), (&json!("active"), &json!(["Way"])));
}

#[actix_web::test]
async fn enrollments_in_a_proposal_are_for_those_who_see_enrollments() {
    let app = App::start().await.unwrap();
    let lena = app.sign_in(Cast::Lena).unwrap();
    let mut body = enrollments::draft(&app);
    body["source_system"] = json!("Zanzibar");
    let proposed = enrollments::enroll(&app, &lena, Served::Wei, body).await;
    assert_eq!(proposed.status, 202, "{}", proposed.text());
    let change = proposed.json();
    let seeing = [SeeClients, SeeClientDetails, ReviewProposals];
    let blind = app.colleague("Rio", RoleSight::Everyone, &seeing).unwrap();
    for page in [blind.get(&path(&change, "")).await, blind.get("/changes").await] {
        assert!(page.status == 200 && !page.text().contains("Zanzibar"), "{}", page.text());
    }
    assert_eq!(approve(&blind, &change, json!({})).await.status, 403);
    assert_eq!(approve(&app.sign_in(Cast::Cora).unwrap(), &change, json!({})).await.status, 200);
}

#[actix_web::test]
async fn a_proposal_about_somebody_out_of_sight_is_not_there() {
    let app = App::start().await.unwrap();
    let change = proposed(&app, json!({ "first_name": "María José" })).await;
    let apart =
        app.colleague("Rio", RoleSight::Caseload, &[SeeClients, SeeClientDetails, ReviewProposals]).unwrap();
    assert_eq!(apart.get(&path(&change, "")).await.status, 404);
    assert_eq!(approve(&apart, &change, json!({})).await.status, 404);
    assert!(!apart.get("/changes").await.text().contains("Delgado"));
    assert_eq!(name(&app), ["María"]);
}
