//! Invitations: the mail, the link, sending it again and taking it back.

use domain::users::{State, User};
use serde_json::{Value, json};
use testkit::{Answer, Visitor};

use crate::{
    api::account::links::{Mailed, NEW, code_in},
    hard::tamper,
};
use testkit::Cast;

fn rosa() -> Value {
    json!({ "name": "Rosa Luz", "email": "rosa@example.org", "roles": ["case_manager"], "language": "es" })
}

async fn invite(who: &Visitor, body: Value) -> Answer {
    who.post("/users", body).await
}

#[actix_web::test]
async fn somebody_who_is_invited_chooses_a_password_and_signs_in() {
    let hall = Mailed::start().await;
    let ada = hall.app.sign_in(Cast::Ada).unwrap();
    let made = invite(&ada, rosa()).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let user: User = made.read();
    assert_eq!(
        (user.state, made.version(), made.header("location")),
        (State::Invited, 1, &*format!("/api/v1/users/{}", user.id))
    );
    assert!(user.invited_until.is_some());

    let letter = hall.letters("rosa@example.org", 1).await.remove(0);
    assert_eq!(letter.header("Subject"), "Su cuenta en Mission Hiring Hall");
    assert!(letter.text.contains("https://hall.test/staff/welcome#"), "{}", letter.text);
    let code = code_in(&letter);
    let opened = hall.post("/account-links/opening", json!({ "code": code })).await.json();
    assert_eq!((opened["kind"].as_str(), opened["name"].as_str()), (Some("invitation"), Some("Rosa Luz")));
    assert_eq!(hall.sign_in("rosa@example.org", NEW).await.status, 401, "not before the password is chosen");
    assert_eq!(hall.redeem(&code, NEW).await.status, 204);
    let signed_in = hall.sign_in("rosa@example.org", NEW).await;
    assert_eq!(
        (signed_in.status, signed_in.json()["me"]["roles"][0]["id"].clone()),
        (200, json!("case_manager"))
    );
    let now: User = ada.get(&format!("/users/{}", user.id)).await.read();
    assert_eq!((now.state, now.invited_until), (State::Active, None));
    assert_eq!(hall.redeem(&code, NEW).await.status, 404, "once");
    assert_eq!(hall.all().await.len(), 1, "who was invited knows that they chose a password");
}

#[actix_web::test]
async fn a_link_works_for_three_days() {
    let hall = Mailed::start().await;
    let ada = hall.app.sign_in(Cast::Ada).unwrap();
    let user: User = invite(&ada, rosa()).await.read();
    let code = hall.code("rosa@example.org", 1).await;
    let lasts = "select extract(epoch from expires_at - issued_at)::int / 3600 from account_links";
    assert_eq!(hall.app.database.column(lasts).unwrap(), ["72"]);
    tamper(&hall.app, "update account_links set issued_at = now() - interval '4 days', expires_at = now()");
    assert_eq!(hall.redeem(&code, NEW).await.status, 404);
    let now: User = ada.get(&format!("/users/{}", user.id)).await.read();
    assert_eq!((now.state, now.invited_until), (State::Invited, None));
}

#[actix_web::test]
async fn sending_it_again_ends_the_older_link() {
    let hall = Mailed::start().await;
    let ada = hall.app.sign_in(Cast::Ada).unwrap();
    let user: User = invite(&ada, rosa()).await.read();
    let older = hall.code("rosa@example.org", 1).await;
    let again = ada.post(&format!("/users/{}/invitation", user.id), json!({})).await;
    assert_eq!(again.status, 200, "{}", again.text());
    let newer = hall.code("rosa@example.org", 2).await;
    assert_eq!((hall.redeem(&older, NEW).await.status, hall.redeem(&newer, NEW).await.status), (404, 204));
    let too_late = ada.post(&format!("/users/{}/invitation", user.id), json!({})).await;
    assert_eq!(too_late.status, 409, "the password is chosen");
}

#[actix_web::test]
async fn an_invitation_that_is_taken_back_opens_nothing_and_frees_the_address() {
    let hall = Mailed::start().await;
    let ada = hall.app.sign_in(Cast::Ada).unwrap();
    let user: User = invite(&ada, rosa()).await.read();
    let code = hall.code("rosa@example.org", 1).await;
    assert_eq!(ada.delete(&format!("/users/{}", user.id)).await.status, 204);
    assert_eq!(hall.redeem(&code, NEW).await.status, 404);
    assert_eq!(ada.get(&format!("/users/{}", user.id)).await.status, 404);
    assert_eq!(invite(&ada, rosa()).await.status, 201);
    let casey = hall.app.user(Cast::Casey).unwrap();
    assert_eq!(ada.delete(&format!("/users/{casey}")).await.status, 409, "she works here");
}

#[actix_web::test]
async fn another_address_ends_the_link_to_the_old_one() {
    let hall = Mailed::start().await;
    let ada = hall.app.sign_in(Cast::Ada).unwrap();
    let user: User = invite(&ada, rosa()).await.read();
    let code = hall.code("rosa@example.org", 1).await;
    let path = format!("/users/{}", user.id);
    let moved = ada.patch(&path, 1, json!({ "email": "rosa.luz@example.org" })).await;
    assert_eq!(moved.status, 200, "{}", moved.text());
    assert_eq!(hall.redeem(&code, NEW).await.status, 404);
    assert_eq!(ada.post(&format!("{path}/invitation"), json!({})).await.status, 200);
    hall.letters("rosa.luz@example.org", 1).await;
}

#[actix_web::test]
async fn what_is_wrong_is_told_beside_its_field_and_invites_nobody() {
    let hall = Mailed::start().await;
    let ada = hall.app.sign_in(Cast::Ada).unwrap();
    for (field, value, told) in [
        ("name", json!(""), "/name required"),
        ("name", json!("Rosa\u{202e}zuL"), "/name invisible_characters"),
        ("email", json!("rosa"), "/email email"),
        ("email", json!("CASEY@example.org"), "/email taken"),
        ("roles", json!([]), "/roles required"),
        ("language", json!("xx"), "/language language"),
    ] {
        let mut body = rosa();
        body[field] = value;
        let refused = invite(&ada, body).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![told.to_owned()]));
    }
    assert_eq!(
        hall.app.database.column("select id from jobs where kind = 'mail'").unwrap(),
        Vec::<String>::new()
    );
}

#[actix_web::test]
async fn the_audit_names_who_invited_whom_and_has_no_code() {
    let hall = Mailed::start().await;
    let ada = hall.app.sign_in(Cast::Ada).unwrap();
    invite(&ada, rosa()).await;
    let code = hall.code("rosa@example.org", 1).await;
    let rows = "select concat_ws(' ', principal, action, entity) from audit where operation = 'users.invite' order by 1";
    assert_eq!(
        hall.app.database.column(rows).unwrap(),
        ["user create account_links", "user create user_roles", "user create users"]
    );
    let leaks = format!("select audit::text from audit where strpos(audit::text, '{code}') > 0");
    assert_eq!(hall.app.database.column(&leaks).unwrap(), Vec::<String>::new());
}

#[actix_web::test]
async fn a_reset_can_be_mailed_by_an_administrator() {
    let hall = Mailed::start().await;
    let ada = hall.app.sign_in(Cast::Ada).unwrap();
    let casey = hall.app.user(Cast::Casey).unwrap();
    assert_eq!(ada.post(&format!("/users/{casey}/password-reset"), json!({})).await.status, 204);
    let code = hall.code(Cast::Casey.email(), 1).await;
    assert_eq!(hall.redeem(&code, NEW).await.status, 204);
    let user: User = invite(&ada, rosa()).await.read();
    let refused = ada.post(&format!("/users/{}/password-reset", user.id), json!({})).await;
    assert_eq!(refused.status, 409, "{}", refused.text());
}
