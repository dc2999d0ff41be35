//! Changing accounts: roles, addresses, closing and opening again, and signing somebody out.

use domain::{
    role::Role,
    sessions::OpenSession,
    users::{State, User},
};
use serde_json::json;
use testkit::{App, Cast, Figure, Served};

use super::{ada, read};
use crate::hard::tamper;

fn reason() -> serde_json::Value {
    json!({ "reason": "She moved to another agency" })
}

#[actix_web::test]
async fn a_role_that_is_taken_away_is_gone_at_the_next_request_on_every_server() {
    let (app, ada) = ada().await;
    let second = app.beside(&Default::default()).await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let there = second.anybody().unwrap().with_token(casey.token().unwrap());
    let path = format!("/clients/{}/restrictions", app.client(Served::Maria).unwrap());
    assert_eq!((casey.get(&path).await.status, there.get(&path).await.status), (200, 200));
    let user = read(&ada, &app, Cast::Casey).await;
    let changed = ada
        .patch(
            &format!("/users/{}", user.id),
            1,
            json!({ "roles": ["recruiter"], "follow_ups": { "to": app.user(Cast::Cora).unwrap() } }),
        )
        .await;
    assert_eq!(changed.status, 200, "{}", changed.text());
    assert_eq!((casey.get(&path).await.status, there.get(&path).await.status), (403, 403));
    assert_eq!(changed.read::<User>().roles, [Role::Recruiter.into()]);
    Figure {
        id: "B4",
        tried: "a page of a case manager at two servers, after an administrator changed the roles in the API"
            .into(),
        goal: "refused from the next request on",
        found: "0 of 2 open it".into(),
        control: "before the change: 2 of 2".into(),
    }
    .keep();
}

#[actix_web::test]
async fn whoever_is_deactivated_is_out_at_the_next_request_and_keeps_their_history() {
    let (app, ada) = ada().await;
    let casey = app.sign_in(Cast::Casey).unwrap();
    let user = read(&ada, &app, Cast::Casey).await;
    let path = format!("/users/{}/deactivation", user.id);
    assert_eq!(ada.post_on(&path, 1, json!({ "reason": "" })).await.status, 422, "a reason is wanted");
    let closed = ada.post_on(&path, 1, reason()).await;
    assert_eq!(closed.status, 200, "{}", closed.text());
    let closed: User = closed.read();
    assert_eq!(
        (closed.state, closed.clients, closed.open_follow_ups),
        (State::Deactivated, user.clients, user.open_follow_ups)
    );
    assert_eq!(casey.get("/me").await.status, 401);
    assert_eq!(ada.post_on(&path, 2, reason()).await.status, 409, "it is closed already");
    let kept = "select distinct reason from audit where operation = 'users.deactivate'";
    assert_eq!(app.database.column(kept).unwrap(), ["She moved to another agency"]);

    let again = ada.post_on(&format!("/users/{}/reactivation", user.id), 2, reason()).await;
    assert_eq!((again.status, again.read::<User>().state), (200, State::Active));
    assert_eq!(casey.get("/me").await.status, 401, "the old session stays ended");
    assert_eq!(app.sign_in(Cast::Casey).unwrap().get("/me").await.status, 200);
}

#[actix_web::test]
async fn nobody_deactivates_themselves() {
    let (app, ada) = ada().await;
    tamper(
        &app,
        "insert into user_roles select id, 'administrator' from users where email = 'cora@example.org'",
    );
    let me = app.user(Cast::Ada).unwrap();
    assert_eq!(ada.post_on(&format!("/users/{me}/deactivation"), 1, reason()).await.status, 403);
    assert_eq!(ada.get("/me").await.status, 200);
}

#[actix_web::test]
async fn the_last_active_administrator_stays_one() {
    let (app, ada) = ada().await;
    let me = app.user(Cast::Ada).unwrap();
    let refused = ada.patch(&format!("/users/{me}"), 1, json!({ "roles": ["staff"] })).await;
    assert_eq!(refused.status, 409, "{}", refused.text());
    tamper(
        &app,
        "insert into user_roles select id, 'administrator' from users where email = 'cora@example.org'; \
         update users set status = 'deactivated' where email = 'cora@example.org'",
    );
    let refused = ada.patch(&format!("/users/{me}"), 1, json!({ "roles": ["staff"] })).await;
    assert_eq!(refused.status, 409, "one who is deactivated does not count");
    tamper(&app, "update users set status = 'active' where email = 'cora@example.org'");
    let changed = ada.patch(&format!("/users/{me}"), 1, json!({ "roles": ["staff"] })).await;
    assert_eq!(changed.status, 200, "{}", changed.text());
    assert_eq!(ada.get("/users").await.status, 403, "and from the next request on she is none");
}

#[actix_web::test]
async fn two_administrators_who_close_each_others_accounts_leave_one() {
    for _ in 0..5 {
        let (app, ada) = ada().await;
        tamper(
            &app,
            "insert into user_roles select id, 'administrator' from users where email = 'cora@example.org'",
        );
        let cora = app.sign_in(Cast::Cora).unwrap();
        let path = |person| format!("/users/{}/deactivation", app.user(person).unwrap());
        let (of_cora, of_ada) = (path(Cast::Cora), path(Cast::Ada));
        futures_util::join!(ada.post_on(&of_cora, 1, reason()), cora.post_on(&of_ada, 1, reason()));
        let left = "select count(*) from users join user_roles on user_id = id \
                    where role = 'administrator' and status = 'active'";
        assert_eq!(app.database.column(left).unwrap(), ["1"]);
    }
}

#[actix_web::test]
async fn a_change_names_the_version_that_was_read() {
    let (app, ada) = ada().await;
    let path = format!("/users/{}", app.user(Cast::Stan).unwrap());
    let changed = ada.patch(&path, 1, json!({ "name": "Stanisław Kowalski", "language": "es" })).await;
    assert_eq!((changed.status, changed.version()), (200, 2), "{}", changed.text());
    assert_eq!(ada.patch(&path, 1, json!({ "name": "Stan" })).await.status, 412);
    let taken = ada.patch(&path, 2, json!({ "email": "Casey@example.org" })).await;
    assert_eq!((taken.status, taken.fields()), (422, vec!["/email taken".into()]));
    for privileged in ["state", "password_hash", "has_record", "version", "id"] {
        assert_eq!(ada.patch(&path, 2, json!({ privileged: "active" })).await.status, 422, "{privileged}");
    }
}

#[actix_web::test]
async fn sessions_of_somebody_are_listed_and_ended() {
    let (app, ada) = ada().await;
    let (office, home) = (app.sign_in(Cast::Casey).unwrap(), app.sign_in(Cast::Casey).unwrap());
    let path = format!("/users/{}/sessions", app.user(Cast::Casey).unwrap());
    let open: Vec<OpenSession> = ada.get(&path).await.read();
    assert_eq!((open.len(), open.iter().any(|one| one.current)), (2, false));
    assert_eq!(ada.delete(&format!("{path}/{}", open[0].id)).await.status, 204);
    let alive =
        usize::from(office.get("/me").await.status == 200) + usize::from(home.get("/me").await.status == 200);
    assert_eq!(alive, 1);
    let others = format!("/users/{}/sessions/{}", app.user(Cast::Otto).unwrap(), open[1].id);
    assert_eq!(ada.delete(&others).await.status, 404, "it is not his");
    assert_eq!(ada.delete(&path).await.status, 204);
    assert_eq!((office.get("/me").await.status, home.get("/me").await.status), (401, 401));
    assert_eq!(ada.get("/me").await.status, 200);
}

#[actix_web::test]
async fn whoever_never_chose_a_password_is_invited_again_after_being_let_in() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let body = json!({ "name": "Rosa Luz", "email": "rosa@example.org", "roles": ["staff"] });
    let user: User = ada.post("/users", body).await.read();
    ada.post_on(&format!("/users/{}/deactivation", user.id), 1, reason()).await;
    let again = ada.post_on(&format!("/users/{}/reactivation", user.id), 2, reason()).await;
    let again: User = again.read();
    assert_eq!((again.state, again.invited_until), (State::Invited, None));
}
