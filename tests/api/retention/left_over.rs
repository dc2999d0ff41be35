//! What used to stay behind of somebody who was erased, where no row names the client.

use serde_json::{Value, json};
use testkit::{App, Cast, Served, Visitor};

use super::{
    erase,
    gone::{WHERE, standing},
    set_free,
};
use crate::{
    api::{audit_words::index, custom_fields::define},
    hard::tamper,
};

/// Lena proposes somebody whom Cora makes a client of. Gives the proposal as it stands afterwards.
async fn proposed(app: &App, cora: &Visitor) -> Value {
    let draft = json!({ "first_name": "Zqxina", "last_name": "Zqxferrer", "preferred_name": "Zqxi",
        "date_of_birth": "1988-05-17", "ssn": "536-22-7788" });
    let change = app.sign_in(Cast::Lena).unwrap().post("/clients", draft).await;
    assert_eq!(change.status, 202, "{}", change.text());
    let path = format!("/changes/{}", change.json()["id"].as_str().unwrap());
    let approved = cora.approve(&format!("{path}/approval"), 1, json!({ "rationale": "Zqx is known" })).await;
    assert_eq!(approved.status, 200, "{}", approved.text());
    approved.json()
}

#[actix_web::test]
async fn a_proposal_that_made_a_client_is_about_that_client_and_goes_with_the_record() {
    let app = App::start().await.unwrap();
    app.database.run(WHERE).unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let change = proposed(&app, &cora).await;
    let client = app.database.column("select id from clients where first_name = 'Zqxina'").unwrap().remove(0);
    assert_eq!(change["client_id"], json!(client), "{change}");
    index(&app);
    let (path, other) = (
        format!("/clients/{client}"),
        json!({ "first_name": "Rosa", "last_name": "Luna", "preferred_name": null,
            "date_of_birth": "1990-01-01", "ssn": null }),
    );
    let version = cora.get(&path).await.version();
    assert_eq!(cora.patch(&path, version, other).await.status, 200);
    assert!(standing(&app, "zqx").contains(&"pending_changes.body".to_owned()));
    let erased = erase(&cora, &client).await;
    assert_eq!(erased.status, 200, "{}", erased.text());
    index(&app);
    assert_eq!(standing(&app, "zqx"), Vec::<String>::new());
    assert_eq!(standing(&app, "1988-05-17"), Vec::<String>::new());
    let number =
        "select count(*) from pending_changes where edit = 'clients.create' and ssn_sealed is not null";
    assert_eq!(app.database.column(number).unwrap(), ["0"]);
}

/// A migration does so for what was approved before.
#[actix_web::test]
async fn of_an_older_proposal_the_log_tells_which_client_came_of_it() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let change = proposed(&app, &cora).await;
    let down = include_str!("../../../migrations/2026-12-17-1_made_by_proposal/down.sql");
    let up = include_str!("../../../migrations/2026-12-17-1_made_by_proposal/up.sql");
    let named = "select client_id from pending_changes where edit = 'clients.create' and status = 'approved'";
    app.database.run(&format!("begin; {down} commit")).unwrap();
    assert_eq!(app.database.column(named).unwrap(), ["null"]);
    app.database.run(&format!("begin; {up} commit")).unwrap();
    assert_eq!(app.database.column(named).unwrap(), [change["client_id"].as_str().unwrap()]);
    // Of somebody who was erased meanwhile, what was left behind goes.
    app.database.run(&format!("begin; {down} commit")).unwrap();
    tamper(&app, "update clients set first_name = 'Rosa', last_name = 'Luna' where first_name = 'Zqxina'");
    let client = change["client_id"].as_str().unwrap();
    assert_eq!(erase(&cora, client).await.status, 200);
    assert_eq!(app.database.column(named).unwrap(), ["null"]);
    app.database.run(&format!("begin; {up} commit")).unwrap();
    assert_eq!(app.database.column(named).unwrap(), Vec::<String>::new());
}

#[actix_web::test]
async fn a_sign_in_of_the_person_is_not_found_by_the_name_any_more() {
    let app = App::start().await.unwrap();
    let (cora, wendy) = (app.sign_in(Cast::Cora).unwrap(), app.user(Cast::Wendy).unwrap());
    app.database
        .run(&format!(
            "begin; select begin_as('public', null, 'sessions.create', null, null), \
                 set_config('openhall.principal', 'user', true), set_config('openhall.principal_id', '{wendy}', true); \
             insert into sessions (id, user_id, expires_at) values (gen_random_uuid(), '{wendy}', now()); commit; \
             begin; select begin_as('job', null, 'test', null, null); \
             select record('create', 'departments', gen_random_uuid(), null, null, '{{}}') from generate_series(1, 600); commit"
        ))
        .unwrap();
    index(&app);
    let found = || async { cora.get("/audit?q=wendy&entity=sessions").await.json()["items"].clone() };
    assert_eq!(found().await.as_array().unwrap().len(), 1);
    let client = app.client(Served::WendyHerself).unwrap().to_string();
    set_free(&app, &client);
    let erased = erase(&cora, &client).await;
    assert_eq!(erased.status, 200, "{}", erased.text());
    index(&app);
    assert_eq!(found().await, json!([]));
    let left = format!(
        "select count(*) from audit_words join audit using (seq) where principal_id = '{wendy}' and words::text like '%wendy%'"
    );
    assert_eq!(app.database.column(&left).unwrap(), ["0"]);
    let still = cora.get(&format!("/audit?user={wendy}&entity=sessions")).await.json();
    assert_eq!(still["items"].as_array().unwrap().len(), 1, "that somebody signed in stays");
}

#[actix_web::test]
async fn views_of_a_search_for_the_person_go_and_others_stay() {
    let app = App::start().await.unwrap();
    let (cora, casey) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Casey).unwrap());
    define(&app, "delgado", json!({})).await;
    define(&app, "cousin", json!({ "takes": { "kind": "text" } })).await;
    let queries = [
        ("Last name in a field", "status=active&field=delgado%3Al&field=cousin%3ADelgado"),
        ("Whole name in a field", "field=cousin:Mar%C3%ADa+Delgado&status=active"),
        ("First name in a field", "field=cousin%3Amar%C3%ADa"),
        ("A choice", "field=delgado%3Al"),
        ("Last name", "q=delgado&status=active"),
        ("Whole name", "status=active&q=Mar%C3%ADa+Delgado"),
        ("Without accents", "q=maria%20delgado"),
        ("About María Delgado", "status=active"),
        ("First name alone", "q=mar%C3%ADa"),
        ("Somebody else", "q=delgado+bakery"),
        ("Nobody", "status=active"),
    ];
    for (name, query) in queries {
        let view = json!({ "list": "clients", "name": name, "query": query });
        assert_eq!(casey.post("/me/views", view).await.status, 201, "{name}");
    }
    let maria = app.client(Served::Maria).unwrap().to_string();
    set_free(&app, &maria);
    assert_eq!(erase(&cora, &maria).await.status, 200);
    let left = casey.get("/me/views?list=clients").await.json();
    let left: Vec<&str> = left.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(left, ["First name in a field", "A choice", "First name alone", "Somebody else", "Nobody"]);
}

#[actix_web::test]
async fn the_words_that_a_file_was_searched_by_are_not_kept() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let body = json!({ "of": { "filter": { "q": "delgado", "status": ["active"] } }, "columns": ["last_name"],
        "reason": "The funder asks" });
    let file = cora.post("/clients/exports", body).await;
    assert_eq!(file.status, 200, "{}", file.text());
    index(&app);
    let body = json!({ "filter": { "q": "delgado" }, "reason": "The auditor asks" });
    let file = cora.post("/audit/exports", body).await;
    assert_eq!(file.status, 200, "{}", file.text());
    let kept = "select concat_ws(' ', after -> 'searched', coalesce(after #>> '{filter,status}', '-')) from audit \
                where entity = 'exports' order by seq";
    assert_eq!(app.database.column(kept).unwrap(), [r#"true ["active"]"#, "true -"]);
    let named = "select count(*) from audit where entity = 'exports' and after::text ilike '%delgado%'";
    assert_eq!(app.database.column(named).unwrap(), ["0"]);
}

#[actix_web::test]
async fn what_was_typed_to_search_a_custom_field_is_not_kept_and_a_choice_is() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    define(&app, "shirt_size", json!({})).await;
    define(&app, "cousin", json!({ "takes": { "kind": "text" } })).await;
    define(&app, "badge", json!({ "takes": { "kind": "number" } })).await;
    let maria = app.client(Served::Maria).unwrap();
    let values = json!({ "values": { "shirt_size": "l", "cousin": "Luz Delgado", "badge": 4711 } });
    let path = format!("/clients/{maria}/custom-fields");
    let version = cora.get(&path).await.version();
    assert_eq!(cora.patch(&path, version, values).await.status, 200);
    let field = json!(["shirt_size:l", "cousin:delgado", "badge:4711", "shirt_size:delgado"]);
    let body =
        json!({ "of": { "filter": { "field": field } }, "columns": ["id"], "reason": "The funder asks" });
    let file = cora.post("/clients/exports", body).await;
    assert_eq!(file.status, 200, "{}", file.text());
    let kept = "select after #> '{filter,field}' from audit where entity = 'exports'";
    let kept = app.database.column(kept).unwrap().remove(0);
    assert_eq!(kept, r#"["shirt_size:l", "cousin", "badge", "shirt_size"]"#);
}
