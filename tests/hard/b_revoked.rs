//! B4 and B6: what ends a session acts at the next request, on every server; and time ends it too.

use std::time::Instant;

use actix_web::rt::spawn;
use domain::role::Role;
use reqwest::Method;
use serde_json::json;
use store::{Store, passwords, tx::WriteTx, users};
use testkit::{App, Cast, Figure, PASSWORD, Visitor, send};

use super::{cookie, renew, signing_in, tamper};
use crate::api::mail::until;

/// What Casey holds: an access token and a refresh token.
struct Held {
    token: String,
    cookie: String,
}

async fn sign_in(app: &App) -> Held {
    let answer = send(signing_in(&app.anybody().unwrap(), Cast::Casey.email(), PASSWORD)).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    Held { token: answer.json()["access_token"].as_str().unwrap().to_owned(), cookie: cookie(&answer) }
}

/// How many of the things that Casey could do still work: look, read her list, download a file, renew.
async fn survivors(server: &App, held: &Held, document: &str) -> usize {
    let casey = server.anybody().unwrap().with_token(&held.token);
    let reason = json!({ "reason": "To see whether it opens" });
    let answers = [
        casey.get("/me").await.status,
        casey.get("/clients").await.status,
        casey.post(&format!("/documents/{document}/disclosure"), reason).await.status,
        renew(server, &held.cookie).await.status,
    ];
    answers.iter().filter(|status| **status == 200).count()
}

type Change = fn(&Store, &App);

fn write(app: &App, operation: &'static str, work: impl FnOnce(&mut WriteTx) -> store::StoreResult<()>) {
    let (store, job) = app.job();
    store.write_public(&job, operation, work).unwrap();
}

const CHANGES: [(&str, Change); 3] = [
    ("deactivated", |_, app| {
        let id = app.user(Cast::Casey).unwrap();
        write(app, "users.deactivate", |tx| users::deactivate(tx, id));
        write(app, "users.reactivate", |tx| users::reactivate(tx, id));
    }),
    ("a new password", |_, app| {
        let (id, hash) = (app.user(Cast::Casey).unwrap(), passwords::hash(PASSWORD).unwrap());
        write(app, "users.set_password", |tx| users::set_password(tx, id, &hash));
    }),
    ("signed out by the database", |_, app| tamper(app, "update sessions set revoked_at = now()")),
];

fn document(app: &App) -> String {
    let query = "select documents.id from documents join clients on clients.id = client_id where first_name = 'María'";
    app.database.column(query).unwrap().remove(0)
}

#[actix_web::test]
async fn what_ends_a_session_ends_it_on_every_server_at_the_next_request() {
    let first = App::start().await.unwrap();
    let second = first.beside(&Default::default()).await.unwrap();
    let document = document(&first);
    let (mut slowest, mut probes, mut by_signature) = (0.0_f64, 0, 0);
    for (what, change) in CHANGES {
        let held = [sign_in(&first).await, sign_in(&second).await];
        assert_eq!(survivors(&second, &held[0], &document).await, 4, "all four work before");
        let held = [sign_in(&first).await, sign_in(&second).await];
        change(&first.state.store, &first);
        let begun = Instant::now();
        for server in [&first, &second] {
            for one in &held {
                assert_eq!(survivors(server, one, &document).await, 0, "{what}");
                probes += 4;
                by_signature +=
                    usize::from(server.state.tokens.verify(&one.token, server.state.now()).is_ok());
            }
        }
        slowest = slowest.max(begun.elapsed().as_secs_f64());
    }
    probes += signing_out_everywhere(&first, &second, &document).await;
    probes += a_role_taken_away(&first, &second, &document).await;
    Figure {
        id: "B4",
        tried: format!(
            "access token, refresh token and download at two servers after: deactivated, a new password, all rows \
             revoked, signed out everywhere, a role taken away ({probes} requests)"
        ),
        goal: "refused from the next request on; survivors 0",
        found: format!("survivors 0; refused at the first request, all {} within {slowest:.1} s", 16),
        control: format!("by their signature alone {by_signature} of 12 access tokens would still be good for 15 minutes"),
    }
    .keep();
}

async fn signing_out_everywhere(first: &App, second: &App, document: &str) -> usize {
    let held = [sign_in(first).await, sign_in(second).await];
    let out = first.anybody().unwrap().with_token(&held[0].token).delete("/sessions").await;
    assert_eq!(out.status, 204);
    for one in &held {
        assert_eq!(survivors(first, one, document).await + survivors(second, one, document).await, 0);
    }
    16
}

/// She may still sign in, and no longer look.
async fn a_role_taken_away(first: &App, second: &App, document: &str) -> usize {
    let held = sign_in(first).await;
    let id = first.user(Cast::Casey).unwrap();
    write(first, "users.set_roles", |tx| users::set_roles(tx, id, &[Role::Recruiter]));
    for server in [first, second] {
        let casey: Visitor = server.anybody().unwrap().with_token(&held.token);
        let request = casey.request(Method::POST, &format!("/documents/{document}/disclosure"));
        assert_eq!(send(request.json(&json!({ "reason": "To see" }))).await.status, 403);
        assert_eq!(casey.get("/restrictions").await.status, 403);
    }
    4
}

#[actix_web::test]
async fn half_an_hour_without_use_and_twelve_hours_in_any_case_end_a_session() {
    let first = App::start().await.unwrap();
    let second = first.beside(&Default::default()).await.unwrap();
    let asked = async |clock: &str| {
        let held = sign_in(&first).await;
        tamper(&first, &format!("update sessions set {clock} where revoked_at is null"));
        let me = second.anybody().unwrap().with_token(&held.token).get("/me").await.status;
        let renewed = renew(&second, &held.cookie).await.status;
        tamper(&first, "update sessions set revoked_at = now() where revoked_at is null");
        (me, renewed)
    };
    let over =
        ["last_used_at = now() - interval '31 minutes'", "expires_at = created_at - interval '1 second'"];
    let within = [
        "last_used_at = now() - interval '29 minutes'",
        "created_at = now() - interval '11 hours 59 minutes', expires_at = now() + interval '1 minute'",
    ];
    for clock in over {
        assert_eq!(asked(clock).await, (401, 401), "{clock}");
    }
    for clock in within {
        assert_eq!(asked(clock).await, (200, 200), "{clock}");
    }
    let longest = sign_in(&first).await;
    let hours = "select extract(epoch from expires_at - created_at)::int / 3600 from sessions where revoked_at is null";
    assert_eq!(first.database.column(hours).unwrap(), ["12"]);
    drop(longest);
    Figure {
        id: "B6",
        tried: "access and refresh token after 31 idle minutes and after 12 hours, at another server".into(),
        goal: "4 of 4 refused",
        found: "4 of 4".into(),
        control: "after 29 minutes and after 11:59 hours: 0 of 4 refused".into(),
    }
    .keep();
}

/// Another password than the one that was compared.
const OTHER: &str = "password_hash = '$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$\
                     AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'";

#[actix_web::test]
async fn a_sign_in_that_compared_the_old_password_opens_nothing_after_a_change_that_came_meanwhile() {
    let app = App::start().await.unwrap();
    let weak =
        "$argon2id$v=19$m=8192,t=1,p=1$sT+8TrPnhPBifsjF+0Qi3w$VlgQZ+Mw5B234tEBeoreYr+epagJgXJ4TvtZ7YhqxQY";
    tamper(&app, &format!("update users set password_hash = '{weak}' where email = 'casey@example.org'"));
    let changes =
        [OTHER, "status = 'deactivated'", "second_factor_since = now(), second_factor_sealed = 'sealed'"];
    let kept = "select password_hash from users where email = 'casey@example.org'";
    let sessions = || app.database.column("select count(*) from sessions").unwrap();
    let none = sessions();
    for change in changes {
        let begun = app.database.begun(&format!(
            "select begin_as('job', null, 'test', null, null); \
             update users set {change} where email = 'casey@example.org'"
        ));
        let (begun, visitor) = (begun.unwrap(), app.anybody().unwrap());
        let answer = spawn(async move { send(signing_in(&visitor, Cast::Casey.email(), PASSWORD)).await });
        until("the sign-in waits for the change", || app.database.somebody_waits().unwrap()).await;
        begun.keep().unwrap();
        let answer = answer.await.unwrap();
        assert_eq!((answer.status, answer.code()), (401, "sign_in_refused".into()), "{change}");
        assert_eq!(sessions(), none, "{change}");
        let all = "status = 'active', second_factor_since = null, second_factor_sealed = null";
        let after = app.database.column(kept).unwrap();
        assert_eq!(after[0] == weak, change != OTHER, "the old hash is not put back: {after:?}");
        tamper(
            &app,
            &format!("update users set {all}, password_hash = '{weak}' where email = 'casey@example.org'"),
        );
    }
    sign_in(&app).await;
}
