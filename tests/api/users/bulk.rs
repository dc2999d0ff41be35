//! Doing the same to many: a result for each, and no more rounds for more people.

use domain::users::{RowResult, User, Why};
use serde_json::{Value, json};
use testkit::{App, Cast};

use super::ada;
use crate::{api::account::links::Mailed, hard::tamper};

fn chosen(app: &App, people: &[Cast]) -> Vec<Value> {
    people.iter().map(|person| json!({ "id": app.user(*person).unwrap(), "version": 1 })).collect()
}

fn refusals(rows: &[RowResult]) -> Vec<Option<Why>> {
    rows.iter().map(|row| row.refused).collect()
}

#[actix_web::test]
async fn a_list_invites_those_who_can_be_and_says_why_the_others_cannot() {
    let hall = Mailed::start().await;
    let ada = hall.app.sign_in(Cast::Ada).unwrap();
    let people = json!([
        { "name": "Rosa Luz", "email": "rosa@example.org" },
        { "name": "Casey", "email": "CASEY@example.org" },
        { "name": "Wei Ng", "email": "wei@example.org" },
        { "name": "Rosa again", "email": "Rosa@example.org" },
        { "name": "", "email": "nobody@example.org" },
        { "name": "Ana", "email": "ana" },
    ]);
    let body = json!({ "people": people, "roles": ["staff", "volunteer"], "language": "en" });
    let answer = ada.post("/users/invitations", body).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let rows: Vec<RowResult> = answer.read();
    assert_eq!(
        refusals(&rows),
        [None, Some(Why::Taken), None, Some(Why::Twice), Some(Why::Name), Some(Why::Email)]
    );
    assert!(rows.iter().all(|row| row.id.is_some() == row.refused.is_none()));
    for email in ["rosa@example.org", "wei@example.org"] {
        hall.letters(email, 1).await;
    }
    assert_eq!(hall.all().await.len(), 2);
    let made: User = ada.get(&format!("/users/{}", rows[0].id.unwrap())).await.read();
    assert_eq!(made.roles.len(), 2);
}

#[actix_web::test]
async fn two_hundred_are_invited_in_one_go_and_one_more_is_too_many() {
    let (app, ada) = ada().await;
    let people = |count: usize| {
        let person =
            |n: usize| json!({ "name": format!("Person {n}"), "email": format!("p{n}@example.org") });
        json!({ "people": (0..count).map(person).collect::<Vec<_>>(), "roles": ["staff"] })
    };
    assert_eq!(ada.post("/users/invitations", people(201)).await.status, 422);
    let rows: Vec<RowResult> = ada.post("/users/invitations", people(200)).await.read();
    assert_eq!(rows.iter().filter(|row| row.refused.is_none()).count(), 200);
    assert_eq!(app.database.column("select count(*) from jobs where kind = 'mail'").unwrap(), ["200"]);
}

#[actix_web::test]
async fn several_are_deactivated_and_each_row_says_so() {
    let (app, ada) = ada().await;
    let stan = app.sign_in(Cast::Stan).unwrap();
    tamper(&app, "update users set status = 'deactivated' where email = 'otto@example.org'");
    let mut people = chosen(&app, &[Cast::Stan, Cast::Ada, Cast::Otto, Cast::Vera, Cast::Stan]);
    people[3]["version"] = json!(7);
    people.push(json!({ "id": "0190a000-0000-7000-8000-000000000000", "version": 1 }));
    let answer =
        ada.post("/users/deactivations", json!({ "people": people, "reason": "The season is over" })).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let rows: Vec<RowResult> = answer.read();
    assert_eq!(
        refusals(&rows),
        [
            None,
            Some(Why::Yourself),
            Some(Why::Already),
            Some(Why::Stale),
            Some(Why::Twice),
            Some(Why::NotFound)
        ]
    );
    assert_eq!(stan.get("/me").await.status, 401);
    let closed = "select email from users where status = 'deactivated' order by 1";
    assert_eq!(app.database.column(closed).unwrap(), ["otto@example.org", "stan@example.org"]);
    let kept = "select distinct reason from audit where operation = 'users.deactivate'";
    assert_eq!(app.database.column(kept).unwrap(), ["The season is over"]);
}

#[actix_web::test]
async fn a_role_more_for_several() {
    let (app, ada) = ada().await;
    let vera = app.sign_in(Cast::Vera).unwrap();
    assert_eq!(vera.get("/audit").await.status, 403);
    let people = chosen(&app, &[Cast::Vera, Cast::Ana, Cast::Stan]);
    let rows: Vec<RowResult> =
        ada.post("/users/role-additions", json!({ "people": people, "role": "analyst" })).await.read();
    assert_eq!(refusals(&rows), [None, Some(Why::Already), None]);
    assert_eq!(vera.get("/audit").await.status, 200, "from the next request on");
    let roles = "select string_agg(role, ' ' order by role) from user_roles join users on id = user_id \
                 where email in ('vera@example.org', 'stan@example.org') group by email order by email";
    assert_eq!(app.database.column(roles).unwrap(), ["analyst staff", "analyst volunteer"]);
}
