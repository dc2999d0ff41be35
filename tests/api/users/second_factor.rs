//! Taking somebody's lost second factor away.

use domain::users::User;
use serde_json::{Value, json};
use testkit::{Answer, Cast, PASSWORD, Visitor};

use super::{ada, read};
use crate::{
    api::account::{links::Mailed, second_factor::set_up},
    hard::tamper,
};

fn reason() -> Value {
    json!({ "reason": "His phone is at the bottom of the bay" })
}

/// Takes it away as whoever asks, by what was read.
async fn take_away(who: &Visitor, user: &User, version: i32) -> Answer {
    let path = format!("/users/{}/second-factor-removal", user.id);
    who.post_on(&path, version.into(), reason()).await
}

async fn signed_in_by_password(anybody: Visitor, person: Cast) -> u16 {
    let body = json!({ "email": person.email(), "password": PASSWORD });
    anybody.post("/sessions", body).await.status
}

#[actix_web::test]
async fn whoever_lost_it_signs_in_by_password_and_nowhere_else_any_more() {
    let (app, ada) = ada().await;
    let otto = app.sign_in(Cast::Otto).unwrap();
    set_up(&otto).await;
    assert_eq!(signed_in_by_password(app.anybody().unwrap(), Cast::Otto).await, 202, "it wants a code");
    let user = read(&ada, &app, Cast::Otto).await;
    assert!(user.has_second_factor);
    let without =
        ada.post_on(&format!("/users/{}/second-factor-removal", user.id), 1, json!({ "reason": " " })).await;
    assert_eq!(without.status, 422, "a reason is wanted");

    let done = take_away(&ada, &user, user.version).await;
    assert_eq!(done.status, 200, "{}", done.text());
    assert!(!done.read::<User>().has_second_factor);
    assert_eq!(otto.get("/me").await.status, 401);
    assert_eq!(signed_in_by_password(app.anybody().unwrap(), Cast::Otto).await, 200);
    let kept = "select distinct reason from audit where operation = 'users.forget_second_factor' and entity = 'users'";
    assert_eq!(app.database.column(kept).unwrap(), ["His phone is at the bottom of the bay"]);
}

#[actix_web::test]
async fn they_are_told_by_mail() {
    let mailed = Mailed::start().await;
    let ada = mailed.app.sign_in(Cast::Ada).unwrap();
    set_up(&mailed.app.sign_in(Cast::Otto).unwrap()).await;
    let user = read(&ada, &mailed.app, Cast::Otto).await;
    assert_eq!(take_away(&ada, &user, user.version).await.status, 200);
    let letters = mailed.letters(Cast::Otto.email(), 1).await;
    assert_eq!(letters[0].header("Subject"), "The second step of your sign-in was taken away");
}

#[actix_web::test]
async fn where_there_is_none_nothing_is_taken_away() {
    let (app, ada) = ada().await;
    let user = read(&ada, &app, Cast::Otto).await;
    assert_eq!(take_away(&ada, &user, user.version).await.status, 409);
    assert_eq!(take_away(&ada, &user, user.version + 1).await.status, 412);
}

#[actix_web::test]
async fn nobody_takes_their_own_away_here() {
    let (app, ada) = ada().await;
    set_up(&ada).await;
    let user = read(&ada, &app, Cast::Ada).await;
    assert_eq!(take_away(&ada, &user, user.version).await.status, 403);
    assert!(read(&ada, &app, Cast::Ada).await.has_second_factor);
}

#[actix_web::test]
async fn whoever_may_less_takes_nobodys_away() {
    let (app, ada) = ada().await;
    let cora = app.sign_in(Cast::Cora).unwrap();
    tamper(
        &app,
        "insert into own_roles (id, name, permissions, sight) values (gen_random_uuid(), 'Accounts', '{manage_users}', 'nobody'); \
         insert into user_own_roles select users.id, own_roles.id from users, own_roles where email = 'otto@example.org'",
    );
    set_up(&ada).await;
    let otto = app.sign_in(Cast::Otto).unwrap();
    let user = read(&ada, &app, Cast::Ada).await;
    assert_eq!(take_away(&otto, &user, user.version).await.status, 403, "she may do more");
    assert_eq!(take_away(&cora, &user, user.version).await.status, 403, "she manages no accounts");
}
