//! Signing in, and what keeps people out.

use std::time::Duration;

use actix_web::rt::time::sleep;
use serde_json::json;
use testkit::{App, Cast, PASSWORD};

use super::{bearer, sign_in, without_number};
use crate::hard::tamper;

#[actix_web::test]
async fn signing_in_says_who_one_is_and_what_one_may() {
    let app = App::start().await.unwrap();
    let signed_in = sign_in(&app, "Casey@Example.org ", PASSWORD).await;
    assert_eq!(signed_in.status, 200, "{}", signed_in.text());
    let me = bearer(&app, &signed_in).get("/me").await.json();
    assert_eq!(signed_in.json()["me"], me);
    assert_eq!((&me["name"], &me["sees_everyone"]), (&json!("Casey Nguyen"), &json!(false)));
    assert!(me["permissions"].as_array().unwrap().contains(&json!("edit_clients")));
}

/// The page fills in days, and the server counts them there.
#[actix_web::test]
async fn it_says_where_the_organizations_day_is_counted() {
    let app = App::start().await.unwrap();
    tamper(&app, "update organization set time_zone = 'Pacific/Auckland'");
    let signed_in = sign_in(&app, Cast::Casey.email(), PASSWORD).await;
    assert_eq!(signed_in.json()["me"]["time_zone"], "Pacific/Auckland");
    assert_eq!(bearer(&app, &signed_in).get("/me").await.json()["time_zone"], "Pacific/Auckland");
}

#[actix_web::test]
async fn the_refresh_token_is_out_of_reach_of_scripts_and_of_other_sites() {
    let app = App::start().await.unwrap();
    let signed_in = sign_in(&app, Cast::Casey.email(), PASSWORD).await;
    let cookie = signed_in.header("set-cookie");
    for part in ["__Host-refresh=", "HttpOnly", "Secure", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let token = cookie.split(['=', ';']).nth(1).unwrap();
    assert_eq!(token.len(), 43, "256 bits");
    assert!(!signed_in.text().contains(token));
    let kept = app.database.column("select encode(hash, 'escape') from refresh_tokens").unwrap();
    assert!(!kept.contains(&token.to_owned()));
}

#[actix_web::test]
async fn whatever_keeps_an_account_out_the_answer_is_the_same() {
    let app = App::start().await.unwrap();
    app.database
        .run(
            "set openhall.principal = 'job'; set openhall.operation = 'test'; \
        update users set status = 'deactivated' where email = 'otto@example.org'; \
        update users set password_hash = null where email = 'stan@example.org'",
        )
        .unwrap();
    let wrong = sign_in(&app, Cast::Casey.email(), "wrong horse battery staple").await;
    assert_eq!((wrong.status, wrong.code()), (401, "sign_in_refused".into()));
    for (email, password) in [
        ("nobody@example.org", PASSWORD),
        (Cast::Otto.email(), PASSWORD),
        (Cast::Stan.email(), PASSWORD),
        (Cast::Casey.email(), &"x".repeat(1024)),
    ] {
        let answer = sign_in(&app, email, password).await;
        assert_eq!(without_number(&answer), without_number(&wrong), "{email}");
        assert_eq!(answer.header("set-cookie"), "");
    }
}

#[actix_web::test]
async fn the_audit_tells_failures_apart_and_has_no_password() {
    let app = App::start().await.unwrap();
    sign_in(&app, "nobody@example.org", "a secret in the wrong field").await;
    sign_in(&app, Cast::Casey.email(), "a secret in the wrong field").await;
    sign_in(&app, Cast::Casey.email(), PASSWORD).await;
    let rows = app
        .database
        .column(
            "select concat_ws(' ', operation, action, entity, after ->> 'why') from audit \
         where operation = 'sessions.create' order by seq",
        )
        .unwrap();
    assert_eq!(
        rows,
        [
            "sessions.create refuse users unknown_account",
            "sessions.create refuse users wrong_password",
            "sessions.create create sessions",
        ]
    );
    let casey = app.user(Cast::Casey).unwrap().to_string();
    let who = app
        .database
        .column(
            "select principal_id from audit where entity = 'sessions' and action = 'create' \
        and operation = 'sessions.create'",
        )
        .unwrap();
    assert_eq!(who, [casey]);
    let leaks =
        app.database.column("select audit::text from audit where audit::text ~ 'secret in|horse'").unwrap();
    assert!(leaks.is_empty(), "{leaks:?}");
}

/// The password of everybody, as it was kept before.
const OLD: &str =
    "$argon2id$v=19$m=8192,t=1,p=1$sT+8TrPnhPBifsjF+0Qi3w$VlgQZ+Mw5B234tEBeoreYr+epagJgXJ4TvtZ7YhqxQY";

/// Keeps Casey's password as it was kept before.
fn keep_as_before(app: &App) {
    tamper(app, &format!("update users set password_hash = '{OLD}' where email = 'casey@example.org'"));
}

fn kept(app: &App) -> String {
    app.database
        .column("select password_hash from users where email = 'casey@example.org'")
        .unwrap()
        .remove(0)
}

#[actix_web::test]
async fn a_password_kept_in_an_old_way_is_hashed_anew() {
    let app = App::start().await.unwrap();
    keep_as_before(&app);
    assert_eq!(sign_in(&app, Cast::Casey.email(), PASSWORD).await.status, 200);
    let kept = kept(&app);
    assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
    assert_eq!(sign_in(&app, Cast::Casey.email(), PASSWORD).await.status, 200);
}

#[actix_web::test]
async fn two_who_sign_in_at_once_with_a_password_kept_in_an_old_way_both_come_in() {
    let app = App::start().await.unwrap();
    keep_as_before(&app);
    let held =
        app.database.begun("select from users where email = 'casey@example.org' for no key update").unwrap();
    let both = async {
        futures_util::join!(
            sign_in(&app, Cast::Casey.email(), PASSWORD),
            sign_in(&app, Cast::Casey.email(), PASSWORD)
        )
    };
    // Both have compared, and wait for the account.
    let waiting =
        "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    let let_go = async {
        while app.database.column(waiting).unwrap().len() < 2 {
            sleep(Duration::from_millis(10)).await;
        }
        drop(held);
    };
    let ((first, second), ()) = futures_util::join!(both, let_go);
    assert_eq!((first.status, second.status), (200, 200), "{} {}", first.text(), second.text());
    assert!(kept(&app).starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
}
