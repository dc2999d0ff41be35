//! Facts about keys: what one opens, what it never opens, and what ends it.

use domain::{
    api_keys::{ApiKey, KeyState, NewApiKey},
    page::Page,
    role::Role,
};
use serde_json::{Value, json};
use store::{
    rate_limits::{Limit, Limits},
    users,
};
use testkit::{Answer, App, Cast, Served, Setup, Visitor};

/// Where the part begins that opens: behind `ohk_`, 32 digits and a stroke.
const SECRET: usize = 37;

fn in_days(app: &App, days: i32) -> String {
    app.database.column(&format!("select today() + {days}")).unwrap().remove(0)
}

fn wish(app: &App, permissions: Value) -> Value {
    json!({ "name": "County data exchange", "permissions": permissions, "expires_on": in_days(app, 30) })
}

async fn make(app: &App, permissions: Value) -> NewApiKey {
    let made = app.sign_in(Cast::Ada).unwrap().post("/api-keys", wish(app, permissions)).await;
    assert_eq!(made.status, 201, "{}", made.text());
    made.read()
}

/// A program with this key.
fn program(app: &App, key: &NewApiKey) -> Visitor {
    app.anybody().unwrap().with_token(&key.secret)
}

async fn all(app: &App) -> Vec<ApiKey> {
    let page: Page<ApiKey> = app.sign_in(Cast::Ada).unwrap().get("/api-keys").await.read();
    page.items
}

fn change(app: &App, sql: &str) {
    let begun = "select begin_as('job', null, 'test', null, null)";
    app.database.run(&format!("begin; {begun}; {sql}; commit")).unwrap();
}

#[actix_web::test]
async fn keys_come_in_pages_newest_first_and_those_that_ended_apart() {
    let app = App::start().await.unwrap();
    let mut made = Vec::new();
    for _ in 0..3 {
        made.push(make(&app, json!(["see_programs"])).await.key.id);
    }
    made.reverse();
    let ada = app.sign_in(Cast::Ada).unwrap();
    assert_eq!(ada.delete(&format!("/api-keys/{}", made[1])).await.status, 204);
    let page = async |query: &str| ada.get(&format!("/api-keys?{query}")).await.read::<Page<ApiKey>>();
    let ids = |page: &Page<ApiKey>| page.items.iter().map(|key| key.id).collect::<Vec<_>>();
    let (mut seen, mut next) = (Vec::new(), Some(String::new()));
    while let Some(cursor) = next {
        let cursor = if cursor.is_empty() { cursor } else { format!("&cursor={cursor}") };
        let one = page(&format!("limit=1{cursor}")).await;
        assert_eq!(one.items.len(), 1);
        seen.extend(ids(&one));
        next = one.next;
    }
    assert_eq!(seen, made);
    assert_eq!(ids(&page("ended=true").await), [made[1]]);
    assert_eq!(ids(&page("ended=false").await), [made[0], made[2]]);
    assert_eq!(ada.get("/api-keys?limit=500").await.fields(), ["/limit out_of_range"]);
}

#[actix_web::test]
async fn a_key_is_told_once_and_kept_as_a_hash() {
    let app = App::start().await.unwrap();
    let made = make(&app, json!(["see_programs"])).await;
    assert!(made.secret.starts_with(&made.key.beginning) && made.secret.len() == SECRET + 43);
    let listed = app.sign_in(Cast::Ada).unwrap().get("/api-keys").await.text();
    assert!(!listed.contains(&made.secret[SECRET..]), "{listed}");
    let kept = app
        .database
        .column("select api_keys::text || (select string_agg(audit::text, '') from audit) from api_keys");
    assert!(!kept.unwrap().join("").contains(&made.secret[SECRET..]));
    let hash = format!("select secret_hash = sha256('{}') from api_keys", &made.secret[SECRET..]);
    assert_eq!(app.database.column(&hash).unwrap(), ["true"]);
}

#[actix_web::test]
async fn a_key_opens_what_it_is_for_and_nothing_else() {
    let app = App::start().await.unwrap();
    let key = make(&app, json!(["see_clients", "see_programs"])).await;
    let county = program(&app, &key);
    let maria = app.client(Served::Maria).unwrap();
    assert_eq!(county.get("/programs").await.status, 200);
    let client = county.get(&format!("/clients/{maria}")).await;
    assert_eq!(client.status, 200);
    assert!(client.json()["date_of_birth"].is_null());
    assert_eq!(county.get("/audit").await.status, 403);
    let rename = county.patch(&format!("/clients/{maria}"), 1, json!({ "first_name": "Mary" })).await;
    assert_eq!(rename.status, 403);
}

#[actix_web::test]
async fn a_key_that_is_not_quite_right_opens_nothing() {
    let app = App::start().await.unwrap();
    let key = make(&app, json!(["see_programs"])).await;
    let other = make(&app, json!(["see_programs"])).await;
    let id = &key.secret[..SECRET];
    let mut wrong = vec![key.secret.to_uppercase(), format!("{}x", key.secret), key.secret[4..].to_owned()];
    wrong.push(format!("{id}{}", &other.secret[SECRET..]));
    wrong.push(format!("{id}{}", "A".repeat(43)));
    wrong.push(format!("ohk_{}_{}", uuid::Uuid::new_v4().simple(), &key.secret[SECRET..]));
    for wrong in wrong {
        let refused = app.anybody().unwrap().with_token(&wrong).get("/programs").await;
        assert_eq!((refused.status, refused.code()), (401, "unauthenticated".to_owned()), "{wrong}");
    }
    let in_address = app.anybody().unwrap().get(&format!("/programs?api_key={}", key.secret)).await;
    assert_eq!(in_address.status, 401);
}

#[actix_web::test]
async fn nobody_gives_a_key_more_than_they_have_or_than_a_key_may() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let ask = async |body: Value| {
        let refused = ada.post("/api-keys", body).await;
        (refused.status, refused.fields().join(", "))
    };
    for forbidden in ["manage_users", "manage_roles", "manage_api_keys", "edit_organization", "use_portal"] {
        let refused = ask(wish(&app, json!(["see_programs", forbidden]))).await;
        assert_eq!(refused, (422, "/permissions not_by_key".to_owned()), "{forbidden}");
    }
    let with = |field: &str, value: Value| {
        let mut body = wish(&app, json!(["see_programs"]));
        body[field] = value;
        body
    };
    assert_eq!(ask(with("permissions", json!([]))).await.1, "/permissions required");
    assert_eq!(ask(with("name", json!(" "))).await.1, "/name required");
    assert_eq!(ask(with("expires_on", json!(in_days(&app, -1)))).await.1, "/expires_on in_the_past");
    assert_eq!(ask(with("expires_on", json!(in_days(&app, 400)))).await.1, "/expires_on later_than_a_year");
    assert_eq!(ask(with("made_by", json!(app.user(Cast::Cora).unwrap()))).await.1, "/made_by unknown_field");
    let mut without = wish(&app, json!(["see_programs"]));
    without.as_object_mut().unwrap().remove("expires_on");
    assert_eq!(ask(without).await.1, "/expires_on required");

    change(
        &app,
        "insert into own_roles (id, name, sight, permissions) values \
        ('0190a000-0000-7000-8000-00000000d001', 'Keys', 'nobody', '{manage_api_keys,see_programs}')",
    );
    change(
        &app,
        "insert into user_own_roles select id, '0190a000-0000-7000-8000-00000000d001' from users \
        where email = 'stan@example.org'",
    );
    let stan = app.sign_in(Cast::Stan).unwrap();
    let more = stan.post("/api-keys", wish(&app, json!(["see_programs", "see_audit"]))).await;
    assert_eq!(more.fields(), ["/permissions more_than_own"]);
}

#[actix_web::test]
async fn a_key_follows_its_maker_at_the_next_request() {
    let app = App::start().await.unwrap();
    let second = app.beside(&Setup::default()).await.unwrap();
    let key = make(&app, json!(["see_clients", "see_audit", "see_programs"])).await;
    let (here, there) = (program(&app, &key), program(&second, &key));
    let both = async |path: &str| [here.get(path).await.status, there.get(path).await.status];
    assert_eq!(both("/audit").await, [200, 200]);
    // The last administrator would stay one.
    change(
        &app,
        "insert into user_roles select id, 'administrator' from users where email = 'cora@example.org'",
    );
    let ada = app.user(Cast::Ada).unwrap();
    let (store, job) = app.job();
    store.write_public(&job, "users.set_roles", |tx| users::set_roles(tx, ada, &[Role::Staff])).unwrap();
    assert_eq!((both("/audit").await, both("/programs").await), ([403, 403], [200, 200]));
    // Staff see their caseload, of which there is none.
    let maria = format!("/clients/{}", app.client(Served::Maria).unwrap());
    assert_eq!(both(&maria).await, [404, 404]);
    store.write_public(&job, "users.deactivate", |tx| users::deactivate(tx, ada)).unwrap();
    assert_eq!(both("/programs").await, [401, 401]);
    store.write_public(&job, "users.reactivate", |tx| users::reactivate(tx, ada)).unwrap();
    assert_eq!(both("/programs").await, [200, 200]);
    change(&app, "update organization set second_factor_roles = '{staff}'");
    assert_eq!(both("/programs").await, [403, 403]);
}

#[actix_web::test]
async fn the_list_tells_how_each_key_stands() {
    let app = App::start().await.unwrap();
    make(&app, json!(["see_programs", "see_audit"])).await;
    let one = |all: Vec<ApiKey>| all.into_iter().next().unwrap();
    let active = one(all(&app).await);
    assert_eq!(
        (active.state, active.made_by.as_str(), active.last_used_at),
        (KeyState::Active, "Ada Okafor", None)
    );
    change(&app, "update api_keys set made_by = (select id from users where email = 'stan@example.org')");
    let lost: Vec<_> = one(all(&app).await).lost.iter().map(|one| one.code()).collect();
    assert_eq!(lost, ["see_audit"]);
    change(&app, "update users set status = 'deactivated' where email = 'stan@example.org'");
    assert_eq!(one(all(&app).await).state, KeyState::Suspended);
    change(&app, "update api_keys set expires_on = today() - 1");
    assert_eq!(one(all(&app).await).state, KeyState::Expired);
}

#[actix_web::test]
async fn a_key_ends_when_it_is_revoked_and_after_its_last_day() {
    let app = App::start().await.unwrap();
    let (first, second) =
        (make(&app, json!(["see_programs"])).await, make(&app, json!(["see_programs"])).await);
    let ada = app.sign_in(Cast::Ada).unwrap();
    let path = format!("/api-keys/{}", first.key.id);
    assert_eq!(ada.delete(&path).await.status, 204);
    assert_eq!(program(&app, &first).get("/programs").await.status, 401);
    assert_eq!(ada.delete(&path).await.status, 204);
    assert_eq!(ada.delete(&format!("/api-keys/{}", uuid::Uuid::nil())).await.status, 404);
    let ends = async |day: &str| {
        change(&app, &format!("update api_keys set expires_on = {day}"));
        program(&app, &second).get("/programs").await.status
    };
    assert_eq!((ends("today()").await, ends("today() - 1").await), (200, 401));
}

#[actix_web::test]
async fn a_key_manages_nobody_and_has_no_account() {
    let app = App::start().await.unwrap();
    let everything: Vec<_> = domain::permission::Permission::ALL
        .iter()
        .copied()
        .collect::<domain::permission::Permissions>()
        .minus(domain::permission::NOT_BY_KEY)
        .iter()
        .map(|one| one.code())
        .collect();
    let key = make(&app, json!(everything)).await;
    // As if a later version of the server had let it in.
    change(
        &app,
        "update api_keys set permissions = permissions || '{manage_users,manage_roles,manage_api_keys}'",
    );
    let (program, ada) = (program(&app, &key), app.user(Cast::Ada).unwrap());
    let role = json!({ "name": "Mine", "sight": "nobody", "permissions": ["see_programs"] });
    let proof = json!({ "current_password": testkit::PASSWORD });
    let refusals: [Answer; 13] = [
        program.get("/api-keys").await,
        program.post("/api-keys", wish(&app, json!(["see_programs"]))).await,
        program.delete(&format!("/api-keys/{}", key.key.id)).await,
        program.get("/roles").await,
        program.post("/roles", role).await,
        program.get(&format!("/users/{ada}/permissions/see_clients")).await,
        program.get("/sessions").await,
        program.delete("/sessions").await,
        program.get("/me/second-factor").await,
        program.post("/me/second-factor", proof).await,
        program.get("/me/views").await,
        program.delete("/me/drafts/note-0190a000-0000-7000-8000-000000000000").await,
        program.get("/notifications").await,
    ];
    let statuses: Vec<_> = refusals.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses, [403; 13]);
    assert_eq!(app.sign_in(Cast::Ada).unwrap().get("/me").await.status, 200);
}

#[actix_web::test]
async fn a_key_does_not_review_what_its_maker_proposed() {
    let app = App::start().await.unwrap();
    let key = make(&app, json!(["review_proposals", "see_clients", "edit_clients"])).await;
    change(
        &app,
        "update pending_changes set requested_by = (select id from users where email = 'ada@example.org')",
    );
    let found = app
        .database
        .column("select id || ' ' || version from pending_changes where status = 'pending' limit 1");
    let found = found.unwrap().remove(0);
    let (id, version) = found.split_once(' ').unwrap();
    let body = json!({ "rationale": "It is mine" });
    let path = format!("/changes/{id}/approval");
    let refused = program(&app, &key).post_on(&path, version.parse().unwrap(), body).await;
    assert_eq!(refused.status, 403, "{}", refused.text());
    assert!(refused.text().contains("Nobody reviews what they proposed"), "{}", refused.text());
}

#[actix_web::test]
async fn what_a_key_does_stands_in_the_audit_under_its_maker_and_its_name() {
    let app = App::start().await.unwrap();
    let key = make(&app, json!(["edit_code_lists", "see_clients"])).await;
    let body = json!({ "code": "radio", "labels": { "en": "Radio" } });
    assert_eq!(program(&app, &key).post("/code-lists/referral_source", body).await.status, 201);
    let line = "select concat_ws(' ', principal, users.name, api_key_id) from audit \
                join users on users.id = principal_id where operation = 'code_lists.add'";
    assert_eq!(app.database.column(line).unwrap(), [format!("api_key Ada Okafor {}", key.key.id)]);
    let page = app.sign_in(Cast::Ada).unwrap().get("/audit?entity=code_values&limit=1").await.json();
    assert_eq!(page["items"][0]["api_key"], "County data exchange");
    let refused = program(&app, &key).get("/audit").await;
    assert_eq!(refused.status, 403);
    let noted =
        "select concat_ws(' ', principal, action, after ->> 'why') from audit where action = 'refuse'";
    assert_eq!(app.database.column(noted).unwrap(), ["api_key refuse see_audit"]);
}

#[actix_web::test]
async fn the_last_use_is_written_in_batches_and_not_in_the_audit() {
    let app = App::start().await.unwrap();
    let key = make(&app, json!(["see_programs"])).await;
    let county = program(&app, &key);
    for _ in 0..5 {
        assert_eq!(county.get("/programs").await.status, 200);
    }
    assert_eq!(all(&app).await[0].last_used_at, None);
    let lines = "select count(*) from audit where entity = 'api_keys'";
    let before = app.database.column(lines).unwrap();
    assert_eq!(app.state.store.flush_key_uses().unwrap(), 1);
    assert_eq!(app.state.store.flush_key_uses().unwrap(), 0);
    assert!(all(&app).await[0].last_used_at.is_some());
    assert_eq!(app.database.column(lines).unwrap(), before);
}

#[actix_web::test]
async fn a_key_that_runs_wild_is_slowed_down_alone() {
    let limits = Limits { api_key: Limit::new(3, 60), ..Limits::default() };
    let database = std::sync::Arc::new(testkit::cast().unwrap());
    let app = App::set_up(database, &Setup { limits, ..Setup::default() }).await.unwrap();
    let (wild, calm) = (make(&app, json!(["see_programs"])).await, make(&app, json!(["see_programs"])).await);
    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(program(&app, &wild).get("/programs").await);
    }
    assert_eq!(statuses.iter().map(|answer| answer.status).collect::<Vec<_>>(), [200, 200, 200, 429]);
    assert!(!statuses[3].header("retry-after").is_empty());
    assert_eq!(program(&app, &calm).get("/programs").await.status, 200);
}

#[actix_web::test]
async fn keys_are_the_administrators_matter() {
    let app = App::start().await.unwrap();
    let key = make(&app, json!(["see_programs"])).await;
    for person in Cast::ALL.iter().filter(|person| **person != Cast::Ada) {
        let visitor = app.sign_in(*person).unwrap();
        assert_eq!(visitor.get("/api-keys").await.status, 403, "{person:?}");
        assert_eq!(
            visitor.post("/api-keys", wish(&app, json!(["see_programs"]))).await.status,
            403,
            "{person:?}"
        );
        assert_eq!(visitor.delete(&format!("/api-keys/{}", key.key.id)).await.status, 403, "{person:?}");
    }
}

/// So that whoever asks the database for those who see them finds the key too.
#[actix_web::test]
async fn a_key_that_reviews_applications_is_kept_as_one_that_sees_them() {
    let app = App::start().await.unwrap();
    make(&app, json!(["review_applications"])).await;
    let kept = "select permissions from api_keys";
    assert_eq!(app.database.column(kept).unwrap(), ["{see_applications,review_applications}"]);
}
