//! Facts about roles that may not do without a second factor.

use api::openapi;
use domain::role::Role;
use reqwest::Method;
use serde_json::{Value, json};
use store::{
    passwords,
    profiles::{self, Profile, SecondFactor},
    tx::WriteTx,
    users::{self, NewUser},
};
use testkit::{Answer, App, Cast, Database, PASSWORD, Visitor, send};

use super::second_factor::{code, set_up};
use crate::{
    hard::{cookie, renew},
    policy::{self, Probe, bodies, objects},
};

/// Ada decides it, who has a second factor herself.
async fn require(app: &App, roles: Value) -> Visitor {
    let ada = app.sign_in(Cast::Ada).unwrap();
    set_up(&ada).await;
    let version = ada.get("/organization/settings").await.version();
    let amended = ada.patch("/organization/settings", version, json!({ "second_factor_roles": roles })).await;
    assert_eq!(amended.status, 200, "{}", amended.text());
    assert_eq!(amended.json()["second_factor_roles"], roles);
    ada
}

async fn sign_in(app: &App, person: Cast) -> Answer {
    let body = json!({ "email": person.email(), "password": PASSWORD });
    send(app.anybody().unwrap().request(Method::POST, "/sessions").json(&body)).await
}

#[actix_web::test]
async fn it_is_off_at_first() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    assert_eq!(ada.get("/organization/settings").await.json()["second_factor_roles"], json!([]));
    assert_eq!(sign_in(&app, Cast::Ada).await.json()["me"]["lacks_second_factor"], json!(false));
}

#[actix_web::test]
async fn a_new_installation_may_begin_with_it() {
    for profile in Profile::ALL {
        let app = App::over(Database::empty().unwrap()).await.unwrap();
        let (store, job) = app.job();
        let required = SecondFactor::RequiredByProfile;
        let install = |tx: &mut WriteTx| profiles::install_first(tx, profile, required);
        assert!(store.write_public(&job, "test.install", install).unwrap());
        let roles = "select unnest(second_factor_roles) from organization";
        let named = ["administrator", "client_data_coordinator", "analyst"];
        assert_eq!(app.database.column(roles).unwrap(), named, "{}", profile.name());
        assert!(
            !store.write_public(&job, "test.install", install).unwrap(),
            "one that is there keeps its own"
        );

        let hash = passwords::hash(PASSWORD).unwrap();
        let first = NewUser {
            name: Cast::Ada.name(),
            email: Cast::Ada.email(),
            roles: &[Role::Administrator],
            password: Some(&hash),
            client: None,
        };
        store.write_public(&job, "users.create", |tx| users::create(tx, first)).unwrap();
        assert_eq!(sign_in(&app, Cast::Ada).await.json()["me"]["lacks_second_factor"], json!(true));
    }
}

#[actix_web::test]
async fn a_new_installation_that_does_not_ask_for_it_begins_without() {
    let app = App::over(Database::empty().unwrap()).await.unwrap();
    let (store, job) = app.job();
    let install = |tx: &mut WriteTx| profiles::install_first(tx, Profile::Neutral, SecondFactor::default());
    assert!(store.write_public(&job, "test.install", install).unwrap());
    let roles = "select cardinality(second_factor_roles) from organization";
    assert_eq!(app.database.column(roles).unwrap(), ["0"]);
}

/// Every operation of the API that is open to those who are signed in, but one's own account.
fn everything() -> Vec<Probe> {
    let document = openapi::document();
    let public: Vec<&str> = openapi::operations(&document)
        .filter(|(_, _, operation)| operation["x-permission"] == "public")
        .filter_map(|(_, _, operation)| operation["operationId"].as_str())
        .collect();
    let open = |operation: &str| operation.starts_with("account.") || public.contains(&operation);
    policy::probes().into_iter().filter(|probe| !open(&probe.operation)).collect()
}

/// Those that are not refused.
async fn open_to(app: &App, who: &Visitor) -> Vec<String> {
    let mut open = Vec::new();
    for Probe { operation, method, path, object } in everything() {
        let (path, version) = objects::address(app, &path, object);
        let request = who.request(method, &path).header("if-match", format!("\"{version}\""));
        let request =
            request.header("idempotency-key", "whoever-must-and-has-none").header("x-openhall", "1");
        let answer = send(bodies::dress(&operation, request, app)).await;
        if (answer.status, answer.code().as_str()) != (403, "second_factor_required") {
            open.push(format!("{operation} {}", answer.status));
        }
    }
    open
}

#[actix_web::test]
async fn whoever_must_and_has_none_may_set_it_up_and_do_nothing_else() {
    let app = App::start().await.unwrap();
    let before = app.sign_in(Cast::Ana).unwrap();
    require(&app, json!(["administrator", "client_data_coordinator", "analyst"])).await;
    assert_eq!(
        before.get("/clients").await.code(),
        "second_factor_required",
        "it holds for open sessions too"
    );
    let signed_in = sign_in(&app, Cast::Ana).await;
    let me = signed_in.json()["me"].clone();
    assert_eq!((&me["lacks_second_factor"], &me["permissions"]), (&json!(true), &json!([])));
    assert_eq!(renew(&app, &cookie(&signed_in)).await.json()["me"], me, "a renewal does not get around it");
    let ana = app.anybody().unwrap().with_token(signed_in.json()["access_token"].as_str().unwrap());
    assert_eq!(open_to(&app, &ana).await, Vec::<String>::new());
    assert_eq!(ana.get("/me/second-factor").await.json()["required"], json!(true));

    let (key, _) = set_up(&ana).await;
    let now = ana.get("/me").await.json();
    assert_eq!(now["lacks_second_factor"], json!(false));
    assert!(now["permissions"].as_array().unwrap().contains(&json!("see_reports")));
    let removal = ana.post("/me/second-factor/removal", json!({ "current_password": PASSWORD })).await;
    assert_eq!((removal.status, removal.code()), (409, "conflict".into()));

    let asked = sign_in(&app, Cast::Ana).await;
    let step = json!({ "challenge": asked.json()["challenge"], "code": code(&key, 1) });
    let again = app.anybody().unwrap().post("/sessions/second-step", step).await;
    assert_eq!((again.status, &again.json()["me"]["lacks_second_factor"]), (200, &json!(false)));
}

#[actix_web::test]
async fn who_decides_it_of_a_role_of_their_own_has_one() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let version = ada.get("/organization/settings").await.version();
    let body = json!({ "second_factor_roles": ["administrator"] });
    let refused = ada.patch("/organization/settings", version, body.clone()).await;
    assert_eq!(refused.fields(), ["/second_factor_roles own_second_factor_first"]);
    set_up(&ada).await;
    assert_eq!(ada.patch("/organization/settings", version, body).await.status, 200);
    assert!(open_to(&app, &ada).await.len() > 50, "and goes on");
}

#[actix_web::test]
async fn others_go_on_as_before() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    require(&app, json!(["administrator", "analyst"])).await;
    assert_eq!(casey.get("/clients").await.status, 200);
    assert_eq!(sign_in(&app, Cast::Casey).await.json()["me"]["lacks_second_factor"], json!(false));
}

#[actix_web::test]
async fn a_role_that_is_given_brings_it_along() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    require(&app, json!(["analyst"])).await;
    let id = app.user(Cast::Casey).unwrap();
    crate::hard::tamper(&app, &format!("insert into user_roles values ('{id}', 'analyst')"));
    assert_eq!(casey.get("/clients").await.code(), "second_factor_required");
}

#[actix_web::test]
async fn only_the_administration_decides_it() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let answer = cora.patch("/organization/settings", 1, json!({ "second_factor_roles": [] })).await;
    assert_eq!(answer.status, 403);
}
