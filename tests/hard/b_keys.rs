//! B7: what a program's key opens, and everything that is not quite the key.

use domain::{api_keys::NewApiKey, permission::NOT_BY_KEY, role::Role};
use serde_json::json;
use store::users;
use testkit::{App, Cast, Figure, Setup, Visitor};

use super::tamper;

/// Where the part begins that opens: behind `ohk_`, 32 digits and a stroke.
const SECRET: usize = 37;

async fn make(app: &App, permissions: &[&str]) -> NewApiKey {
    let day = app.database.column("select today() + 30").unwrap().remove(0);
    let wish = json!({ "name": "County data exchange", "permissions": permissions, "expires_on": day });
    let made = app.sign_in(Cast::Ada).unwrap().post("/api-keys", wish).await;
    assert_eq!(made.status, 201, "{}", made.text());
    made.read()
}

/// The key cut, glued, in other cases, with another key's half, and around every character of its secret.
fn probes(key: &str, other: &str) -> Vec<String> {
    let (id, secret) = key.split_at(SECRET);
    let mut all = vec![
        key.to_uppercase(),
        key.to_lowercase(),
        format!("{key}x"),
        format!("{key}{key}"),
        key[4..].to_owned(),
        id.to_owned(),
        secret.to_owned(),
        format!("{id}{}", &other[SECRET..]),
        format!("{}{secret}", &other[..SECRET]),
        format!("{id}{}", "A".repeat(secret.len())),
        format!("ohk_{}_{secret}", uuid::Uuid::new_v4().simple()),
        format!("{id}' or '1'='1"),
        format!("Bearer {key}"),
    ];
    for at in 0..secret.len() {
        let mut changed: Vec<char> = secret.chars().collect();
        changed[at] = if changed[at] == 'A' { 'B' } else { 'A' };
        all.push(format!("{id}{}", changed.into_iter().collect::<String>()));
        all.push(format!("{id}{}", &secret[..at]));
    }
    all
}

/// How many of the four that the key was made for it still opens, at both servers.
async fn opened(servers: [&App; 2], key: &NewApiKey) -> usize {
    let mut opened = 0;
    for server in servers {
        let program: Visitor = server.anybody().unwrap().with_token(&key.secret);
        for path in ["/programs", "/audit"] {
            opened += usize::from(program.get(path).await.status == 200);
        }
    }
    opened
}

#[actix_web::test]
async fn only_the_key_itself_opens_and_never_more_than_its_maker() {
    let app = App::start().await.unwrap();
    let second = app.beside(&Setup::default()).await.unwrap();
    let (key, other) =
        (make(&app, &["see_programs", "see_audit"]).await, make(&app, &["see_programs"]).await);
    let wrong = probes(&key.secret, &other.secret);
    let mut taken = 0;
    for probe in &wrong {
        taken += usize::from(app.anybody().unwrap().with_token(probe).get("/programs").await.status != 401);
    }
    let in_address = app.anybody().unwrap().get(&format!("/programs?api_key={}", key.secret)).await.status;
    assert_eq!((taken, in_address), (0, 401));

    let servers = [&app, &second];
    assert_eq!(opened(servers, &key).await, 4);
    let (store, job) = app.job();
    tamper(
        &app,
        "insert into user_roles select id, 'administrator' from users where email = 'cora@example.org'",
    );
    let ada = app.user(Cast::Ada).unwrap();
    store.write_public(&job, "users.set_roles", |tx| users::set_roles(tx, ada, &[Role::Staff])).unwrap();
    let demoted = opened(servers, &key).await;
    store.write_public(&job, "users.deactivate", |tx| users::deactivate(tx, ada)).unwrap();
    let suspended = opened(servers, &key).await;
    store.write_public(&job, "users.reactivate", |tx| users::reactivate(tx, ada)).unwrap();
    tamper(&app, "update api_keys set expires_on = today() - 1");
    let expired = opened(servers, &key).await;
    tamper(&app, "update api_keys set expires_on = today() + 9, revoked_at = now(), revoked_by = made_by");
    let revoked = opened(servers, &key).await;
    assert_eq!((demoted, suspended, expired, revoked), (2, 0, 0, 0));
    Figure {
        id: "B7",
        tried: format!(
            "{} keys that are not quite one: cut, glued, each character changed, another's half; the key in an address; the \
             key itself at two servers after its maker lost a role, was deactivated, after its last day, revoked",
            wrong.len()
        ),
        goal: "taken 0; what the maker lost the key has lost; afterwards it opens nothing",
        found: format!("taken {taken}; of 4: {demoted}, {suspended}, {expired}, {revoked}"),
        control: "before, the key itself opens 4 of 4".into(),
    }
    .keep();
}

#[actix_web::test]
async fn no_key_is_given_what_only_people_may_do() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let day = app.database.column("select today() + 30").unwrap().remove(0);
    for permission in NOT_BY_KEY.iter() {
        let wish = json!({ "name": "County", "permissions": [permission.code()], "expires_on": day });
        let refused = ada.post("/api-keys", wish).await;
        assert_eq!(refused.fields(), ["/permissions not_by_key"], "{}", permission.code());
    }
}
