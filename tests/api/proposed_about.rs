//! Which of a client's enrollments, restrictions and assignments a proposal is about: whoever decides is told.

use domain::{permission::Permission::*, roles::RoleSight};
use serde_json::{Value, json};
use testkit::{Answer, App, Cast, Served, Visitor};

use super::enrollments::{correct, day, enroll, find, program, verb};

/// Two enrollments of Wei: in the second program, and in the third.
async fn two(app: &App) -> [Value; 2] {
    let cora = app.sign_in(Cast::Cora).unwrap();
    let mut both = Vec::new();
    for (place, since) in [(1, -20), (2, -10)] {
        let body = json!({ "program_id": program(app, place), "start_date": day(app, since) });
        let made = enroll(app, &cora, Served::Wei, body).await;
        assert_eq!(made.status, 201, "{}", made.text());
        both.push(made.json());
    }
    both.try_into().unwrap()
}

fn proposed(answer: &Answer) -> Value {
    assert_eq!(answer.status, 202, "{}", answer.text());
    answer.json()
}

async fn shown(who: &Visitor, change: &Value) -> Value {
    let found = who.get(&format!("/changes/{}", change["id"].as_str().unwrap())).await;
    assert_eq!(found.status, 200, "{}", found.text());
    found.json()
}

fn of(enrollment: &Value) -> Value {
    json!({ "id": enrollment["id"], "name": enrollment["program_name"], "since": enrollment["start_date"] })
}

#[actix_web::test]
async fn of_two_enrollments_it_is_told_which_is_ended_and_which_is_corrected() {
    let app = App::start().await.unwrap();
    let (lena, cora) = (app.sign_in(Cast::Lena).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let [first, second] = two(&app).await;
    assert_ne!(first["program_name"], second["program_name"]);
    let leaves = json!({ "end_date": day(&app, 0), "reason": "employed" });
    let to = json!({ "program_id": program(&app, 3), "start_date": day(&app, 7), "reason": "transferred" });
    for enrollment in [&first, &second] {
        let ends = verb(&lena, enrollment, "discharge", leaves.clone()).await;
        let moves = verb(&lena, enrollment, "transfer", to.clone()).await;
        let corrects =
            correct(&lena, enrollment, json!({ "start_date": day(&app, -5), "reason": "As on paper" })).await;
        for change in [proposed(&ends), proposed(&moves), proposed(&corrects)] {
            assert_eq!(change["about"], of(enrollment), "{change}");
            assert_eq!(shown(&cora, &change).await["about"], of(enrollment));
        }
    }
    let list = cora.get(&format!("/changes?client={}", app.client(Served::Wei).unwrap())).await.json();
    let all = list["items"].as_array().unwrap();
    assert_eq!(all.iter().filter(|one| one["about"] == of(&first)).count(), 3);
    assert_eq!(all.iter().filter(|one| one["about"] == of(&second)).count(), 3);
}

#[actix_web::test]
async fn what_it_is_about_is_a_part_of_what_was_seen() {
    let app = App::start().await.unwrap();
    let (lena, cora) = (app.sign_in(Cast::Lena).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let [first, _] = two(&app).await;
    let leaves = json!({ "end_date": day(&app, 0), "reason": "employed" });
    let change = proposed(&verb(&lena, &first, "discharge", leaves).await);
    let seen = shown(&cora, &change).await["digest"].clone();
    let moved =
        correct(&cora, &first, json!({ "start_date": day(&app, -30), "reason": "As on paper" })).await;
    assert_eq!(moved.status, 200, "{}", moved.text());
    let path = format!("/changes/{}/approval", change["id"].as_str().unwrap());
    let refused = cora.post_on(&path, 1, json!({ "seen": seen })).await;
    assert_eq!((refused.status, refused.code().as_str()), (409, "changed_since_seen"), "{}", refused.text());
    assert_eq!(find(&cora, &first).await["end_date"], Value::Null);
}

/// Rio decides about proposals and sees no enrollments.
#[actix_web::test]
async fn which_enrollment_it_is_is_for_those_who_see_enrollments() {
    let app = App::start().await.unwrap();
    let lena = app.sign_in(Cast::Lena).unwrap();
    let [first, _] = two(&app).await;
    let leaves = json!({ "end_date": day(&app, 0), "reason": "employed" });
    let change = proposed(&verb(&lena, &first, "discharge", leaves).await);
    let seeing = [SeeClients, SeeClientDetails, ReviewProposals];
    let rio = app.colleague("Rio", RoleSight::Everyone, &seeing).unwrap();
    let found = shown(&rio, &change).await;
    assert_eq!((&found["about"], &found["needs"]), (&Value::Null, &json!(["see_enrollments"])), "{found}");
    assert!(found["withheld"].as_array().unwrap().contains(&json!("about")), "{found}");
}

/// Sukarno is kept from everything, and from one program.
async fn two_restrictions(app: &App) -> [Value; 2] {
    let cora = app.sign_in(Cast::Cora).unwrap();
    let path = format!("/clients/{}/restrictions", app.client(Served::Sukarno).unwrap());
    let mut both = Vec::new();
    for (reach, start_date) in [
        (json!({ "scope": "organization" }), "2026-01-01"),
        (json!({ "scope": "program", "program_id": program(app, 1) }), "2026-02-01"),
    ] {
        let body = json!({ "reach": reach, "start_date": start_date, "reason": "Threats" });
        let made = cora.post(&path, body).await;
        assert_eq!(made.status, 201, "{}", made.text());
        both.push(made.json());
    }
    both.try_into().unwrap()
}

#[actix_web::test]
async fn of_two_restrictions_it_is_told_which_is_lifted_and_which_is_changed() {
    let app = App::start().await.unwrap();
    let (lena, cora) = (app.sign_in(Cast::Lena).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let [whole, partial] = two_restrictions(&app).await;
    for (restriction, since) in [(&whole, "2026-01-01"), (&partial, "2026-02-01")] {
        let mut about = json!({ "id": restriction["id"], "since": since });
        if let Some(name) = restriction.get("program_name").filter(|name| name.is_string()) {
            about["name"] = name.clone();
        }
        let path = format!("/restrictions/{}", restriction["id"].as_str().unwrap());
        let lifting = lena.post_on(&format!("{path}/lifting"), 1, json!({ "reason": "They talked" })).await;
        let longer = lena.patch(&path, 1, json!({ "end_date": "2027-05-01" })).await;
        for change in [proposed(&lifting), proposed(&longer)] {
            assert_eq!(shown(&cora, &change).await["about"], about, "{change}");
        }
    }
    assert_ne!(whole.get("program_name"), partial.get("program_name"));
}

/// A date of a restriction can be taken without the others, and none of them by who is not told of what.
#[actix_web::test]
async fn which_restriction_it_is_is_for_those_who_see_restrictions() {
    let app = App::start().await.unwrap();
    let lena = app.sign_in(Cast::Lena).unwrap();
    let [_, partial] = two_restrictions(&app).await;
    let path = format!("/restrictions/{}", partial["id"].as_str().unwrap());
    let change = proposed(&lena.patch(&path, 1, json!({ "end_date": "2027-05-01" })).await);
    let rio = app.colleague("Rio", RoleSight::Everyone, &[SeeClients, ReviewProposals]).unwrap();
    let found = shown(&rio, &change).await;
    assert_eq!((&found["about"], &found["withheld"]), (&Value::Null, &json!(["about"])), "{found}");
    let path = format!("/changes/{}/approval", change["id"].as_str().unwrap());
    for body in [json!({}), json!({ "fields": ["end_date"] })] {
        let refused = rio.approve(&path, 1, body).await;
        assert!(refused.status == 403 && refused.text().contains("see_restrictions"), "{}", refused.text());
    }
}

#[actix_web::test]
async fn of_two_assignments_it_is_told_whose_ends() {
    let app = App::start().await.unwrap();
    let (max, lena) = (app.sign_in(Cast::Max).unwrap(), app.sign_in(Cast::Lena).unwrap());
    let path = format!("/clients/{}/assignments", app.client(Served::Darnell).unwrap());
    for (person, name) in [(Cast::Cole, "Cole Adeyemi"), (Cast::Casey, "Casey Nguyen")] {
        let made = max.post(&path, json!({ "user_id": app.user(person).unwrap() })).await;
        assert_eq!(made.status, 201, "{}", made.text());
        let id = made.json()["id"].clone();
        let ending = lena.post(&format!("{path}/{}/ending", id.as_str().unwrap()), json!({})).await;
        assert_eq!(proposed(&ending)["about"], json!({ "id": id, "name": name }));
    }
}
