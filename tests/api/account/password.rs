//! Facts about changing one's own password.

use reqwest::Method;
use serde_json::json;
use testkit::{Answer, App, Cast, Figure, PASSWORD, Visitor, send};

use crate::hard::{cookie, renew};

const NEW: &str = "seven lanterns borrow a quiet otter";

async fn change(who: &Visitor, current: &str, new: &str) -> Answer {
    who.put("/me/password", json!({ "current_password": current, "password": new })).await
}

async fn sign_in(app: &App, password: &str) -> Answer {
    let body = json!({ "email": Cast::Casey.email(), "password": password });
    send(app.anybody().unwrap().request(Method::POST, "/sessions").json(&body)).await
}

#[actix_web::test]
async fn the_new_password_signs_in_and_the_old_one_does_not() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let changed = change(&casey, PASSWORD, NEW).await;
    assert_eq!(changed.status, 204, "{}", changed.text());
    assert_eq!((sign_in(&app, NEW).await.status, sign_in(&app, PASSWORD).await.status), (200, 401));
}

#[actix_web::test]
async fn this_session_goes_on_and_all_others_end_on_every_server() {
    let first = App::start().await.unwrap();
    let second = first.beside(&Default::default()).await.unwrap();
    let [here, there] = [sign_in(&first, PASSWORD).await, sign_in(&second, PASSWORD).await];
    let otto = first.sign_in(Cast::Otto).unwrap();
    let holder = |app: &App, held: &Answer| {
        app.anybody().unwrap().with_token(held.json()["access_token"].as_str().unwrap())
    };
    let mut works = Vec::new();
    for changed in [false, true] {
        if changed {
            assert_eq!(change(&holder(&first, &here), PASSWORD, NEW).await.status, 204);
        }
        let mut survivors = 0;
        for server in [&first, &second] {
            survivors += usize::from(holder(server, &there).get("/clients").await.status == 200);
        }
        let renewed = renew(&second, &cookie(&there)).await;
        works.push((survivors, renewed.status));
    }
    assert_eq!(works, [(2, 200), (0, 401)]);
    assert_eq!(holder(&second, &here).get("/clients").await.status, 200);
    assert_eq!(renew(&second, &cookie(&here)).await.status, 200);
    assert_eq!(otto.get("/me").await.status, 200, "nobody else is signed out");
    Figure {
        id: "B4",
        tried: "access and refresh token of another browser at two servers after one changed one's password"
            .into(),
        goal: "refused from the next request on; survivors 0; the session that changed it goes on",
        found: "survivors 0 of 3; goes on".into(),
        control: "before the change: 3 of 3".into(),
    }
    .keep();
}

#[actix_web::test]
async fn a_wrong_present_password_changes_nothing_and_is_told_beside_its_field() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let refused = change(&casey, "wrong horse battery staple", NEW).await;
    assert_eq!((refused.status, refused.fields()), (422, vec!["/current_password wrong_password".into()]));
    assert_eq!(sign_in(&app, PASSWORD).await.status, 200);
}

#[actix_web::test]
async fn the_rules_are_those_of_every_password() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let long = "é".repeat(513);
    for (new, told) in [
        ("short", "too_short"),
        ("caseynguyen12345", "too_easy"),
        ("Mission Hiring Hall", "too_easy"),
        (&long, "too_long"),
        (PASSWORD, "same_password"),
    ] {
        let refused = change(&casey, PASSWORD, new).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![format!("/password {told}")]), "{new:.40}");
    }
    assert_eq!(sign_in(&app, PASSWORD).await.status, 200);
}

#[actix_web::test]
async fn a_limit_is_told_with_its_number() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    // Twenty-eight characters as they are typed, and fourteen once each accent has joined its letter.
    let refused = change(&casey, PASSWORD, &"e\u{301}".repeat(14)).await;
    assert_eq!(refused.json()["errors"][0]["params"], json!({ "min": 15 }), "{}", refused.text());
}

#[actix_web::test]
async fn wrong_ones_count_as_wrong_sign_ins() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let mut looked_at = 0;
    for guess in 0..14 {
        looked_at += usize::from(change(&casey, &format!("wrong horse {guess}"), NEW).await.status == 422);
    }
    let right = change(&casey, PASSWORD, NEW).await;
    assert_eq!((looked_at, right.status, right.code()), (10, 429, "too_many_requests".into()));
    assert_eq!(sign_in(&app, PASSWORD).await.status, 429, "and signing in counts with them");
    Figure {
        id: "A5",
        tried: "14 wrong present passwords and then the right one, in a session that somebody left open"
            .into(),
        goal: "as many are looked at as in signing in: 10 in ten minutes",
        found: format!("{looked_at} looked at; the right one waits too"),
        control: "the first ten were looked at, and a right one among them would have passed".into(),
    }
    .keep();
}

#[actix_web::test]
async fn the_audit_says_who_changed_it_and_who_could_not_and_has_no_password() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    change(&casey, "a secret in the wrong field", NEW).await;
    change(&casey, PASSWORD, NEW).await;
    let rows = app
        .database
        .column(
            "select concat_ws(' ', principal, action, entity, after - 'revoked_at') from audit \
             where operation = 'account.change_password' and entity = 'users' order by seq",
        )
        .unwrap();
    assert_eq!(
        rows,
        [
            r#"user refuse users {"why": "wrong_password"}"#,
            r#"user update users {"password_hash": "sealed"}"#,
        ]
    );
    let leaks =
        app.database.column("select audit::text from audit where audit::text ~ 'secret in|lanterns|argon2'");
    assert_eq!(leaks.unwrap(), Vec::<String>::new());
}

#[actix_web::test]
async fn of_two_changes_at_once_one_stands() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let other = "five ladders paint the harbor slowly";
    let answers = futures_util::join!(change(&casey, PASSWORD, NEW), change(&casey, PASSWORD, other));
    let mut statuses = [answers.0.status, answers.1.status];
    statuses.sort_unstable();
    let kept = usize::from(sign_in(&app, NEW).await.status == 200)
        + usize::from(sign_in(&app, other).await.status == 200);
    assert_eq!(kept, 1);
    assert!(matches!(statuses, [204, 409 | 422]), "{statuses:?}");
}
