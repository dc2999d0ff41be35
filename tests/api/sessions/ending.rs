//! What ends a session, and when.

use domain::role::Role;
use reqwest::Method;
use store::{passwords, users};
use testkit::{App, Cast, PASSWORD, Served};

use super::{bearer, cookie, renew, sign_in, with_cookie};

#[actix_web::test]
async fn signing_out_acts_at_once() {
    let app = App::start().await.unwrap();
    let signed_in = sign_in(&app, Cast::Casey.email(), PASSWORD).await;
    let out = with_cookie(&app, Method::DELETE, "/sessions/current", &cookie(&signed_in)).await;
    assert_eq!(out.status, 204);
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(bearer(&app, &signed_in).get("/me").await.status, 401);
    let again = renew(&app, &cookie(&signed_in)).await;
    assert_eq!((again.status, again.code().as_str()), (401, "session_ended"));
}

#[actix_web::test]
async fn half_an_hour_of_nothing_or_twelve_hours_of_anything_end_a_session() {
    let app = App::start().await.unwrap();
    for past in ["last_used_at = now() - interval '31 minutes'", "expires_at = now() - interval '1 second'"] {
        let signed_in = sign_in(&app, Cast::Casey.email(), PASSWORD).await;
        app.database
            .run(&format!(
                "set openhall.principal = 'job'; set openhall.operation = 'test'; update sessions set {past}"
            ))
            .unwrap();
        assert_eq!(bearer(&app, &signed_in).get("/me").await.status, 401, "{past}");
        let again = renew(&app, &cookie(&signed_in)).await;
        assert_eq!((again.status, again.code().as_str()), (401, "unauthenticated"), "{past}");
    }
}

#[actix_web::test]
async fn a_renewal_does_not_lengthen_the_twelve_hours() {
    let app = App::start().await.unwrap();
    let signed_in = sign_in(&app, Cast::Casey.email(), PASSWORD).await;
    let end = || app.database.column("select expires_at from sessions").unwrap();
    let before = end();
    assert_eq!(renew(&app, &cookie(&signed_in)).await.status, 200);
    assert_eq!(end(), before);
}

#[actix_web::test]
async fn a_revoked_role_acts_at_the_next_request() {
    let app = App::start().await.unwrap();
    let (casey, maria) = (app.sign_in(Cast::Casey).unwrap(), app.client(Served::Maria).unwrap());
    let path = format!("/clients/{maria}/restrictions");
    assert_eq!(casey.get(&path).await.status, 200);
    let (store, job) = app.job();
    let id = app.user(Cast::Casey).unwrap();
    store.write_public(&job, "users.set_roles", |tx| users::set_roles(tx, id, &[Role::Recruiter])).unwrap();
    assert_eq!(casey.get(&path).await.status, 403);
}

#[actix_web::test]
async fn a_deactivated_person_is_out_at_the_next_request() {
    let app = App::start().await.unwrap();
    let signed_in = sign_in(&app, Cast::Casey.email(), PASSWORD).await;
    let (store, job) = app.job();
    let id = app.user(Cast::Casey).unwrap();
    store.write_public(&job, "users.deactivate", |tx| users::deactivate(tx, id)).unwrap();
    assert_eq!(bearer(&app, &signed_in).get("/me").await.status, 401);
    assert_eq!(renew(&app, &cookie(&signed_in)).await.status, 401);
    store.write_public(&job, "users.reactivate", |tx| users::reactivate(tx, id)).unwrap();
    assert_eq!(bearer(&app, &signed_in).get("/me").await.status, 401);
}

#[actix_web::test]
async fn a_new_password_ends_all_sessions_and_stands_in_the_audit_as_a_fact() {
    let app = App::start().await.unwrap();
    let signed_in = sign_in(&app, Cast::Casey.email(), PASSWORD).await;
    let (store, job) = app.job();
    let id = app.user(Cast::Casey).unwrap();
    let hash = passwords::hash("seven quiet otters borrow lanterns").unwrap();
    store.write_public(&job, "users.set_password", |tx| users::set_password(tx, id, &hash)).unwrap();
    assert_eq!(bearer(&app, &signed_in).get("/me").await.status, 401);
    assert_eq!(sign_in(&app, Cast::Casey.email(), PASSWORD).await.status, 401);
    assert_eq!(sign_in(&app, Cast::Casey.email(), "seven quiet otters borrow lanterns").await.status, 200);
    let row = app
        .database
        .column(
            "select after ->> 'password_hash' from audit \
        where operation = 'users.set_password' and entity = 'users'",
        )
        .unwrap();
    assert_eq!(row, ["sealed"]);
}
