//! The list of clients by what stands in a custom field.

use domain::{
    permission::Permission::{EditClients, ReviewApplications, SeeClientDetails, SeeClients},
    roles::RoleSight,
};
use serde_json::json;
use testkit::{App, Cast, Visitor};

use super::{define, set};

/// Somebody who edits all clients, reviews applications and sees no demographics.
pub fn robin(app: &App) -> Visitor {
    let permissions = [SeeClients, SeeClientDetails, EditClients, ReviewApplications];
    app.colleague("Robin", RoleSight::Everyone, &permissions).unwrap()
}

async fn names(who: &Visitor, query: &str) -> Vec<String> {
    let page = who.get(&format!("/clients?{query}")).await;
    assert_eq!(page.status, 200, "{query} {}", page.text());
    let items = page.json()["items"].as_array().cloned().unwrap();
    items.iter().map(|row| row["first_name"].as_str().unwrap().to_owned()).collect()
}

#[actix_web::test]
async fn each_kind_is_found_in_its_own_way() {
    let app = App::start().await.unwrap();
    define(&app, "shirt_size", json!({})).await;
    define(&app, "hours", json!({ "takes": { "kind": "number" } })).await;
    define(&app, "until", json!({ "takes": { "kind": "date" } })).await;
    define(&app, "story", json!({ "takes": { "kind": "text" } })).await;
    let cora = app.sign_in(Cast::Cora).unwrap();
    let values =
        json!({ "shirt_size": "l", "hours": 37.5, "until": "2027-03-31", "story": "Cocinó en Tecún" });
    assert_eq!(set(&app, &cora, values).await.status, 200);
    for (query, finds) in [
        ("field=shirt_size:l", true),
        ("field=shirt_size:m", false),
        ("field=shirt_size:m&field=shirt_size:l", true),
        ("field=hours:37.5", true),
        ("field=hours:30..37,5", true),
        ("field=hours:38..", false),
        ("field=until:..2027-03-31", true),
        ("field=until:2027-04-01..", false),
        ("field=story:cocino%20en", true),
        ("field=story:mar", false),
        ("field=shirt_size:l&field=hours:38..", false),
        ("field=shirt_size:l&status=active&q=delgado", true),
    ] {
        assert_eq!(names(&cora, query).await == ["María"], finds, "{query}");
    }
    for (query, expected) in [
        ("field=shoe:1", "/field/0 unknown"),
        ("field=hours:many", "/field/0 unreadable"),
        ("field=until:..", "/field/0 unreadable"),
        ("field=story:%25", "/field/0 unreadable"),
    ] {
        let refused = cora.get(&format!("/clients?{query}")).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![expected.to_owned()]), "{query}");
    }
    assert_eq!(cora.get("/clients?field=shirt_size").await.status, 422);
}

#[actix_web::test]
async fn a_caseload_is_searched_and_nothing_beside_it() {
    let app = App::start().await.unwrap();
    define(&app, "shirt_size", json!({})).await;
    set(&app, &app.sign_in(Cast::Casey).unwrap(), json!({ "shirt_size": "l" })).await;
    assert_eq!(names(&app.sign_in(Cast::Casey).unwrap(), "field=shirt_size:l").await, ["María"]);
    assert!(names(&app.sign_in(Cast::Otto).unwrap(), "field=shirt_size:l").await.is_empty());
    assert_eq!(app.sign_in(Cast::Vera).unwrap().get("/clients?field=shirt_size:l").await.status, 403);
}

#[actix_web::test]
async fn a_filter_by_what_one_does_not_see_is_refused() {
    let app = App::start().await.unwrap();
    define(&app, "faith", json!({ "sensitive": true, "takes": { "kind": "text" } })).await;
    assert_eq!(robin(&app).get("/clients?field=faith:x").await.status, 403);
    assert_eq!(app.sign_in(Cast::Cora).unwrap().get("/clients?field=faith:x").await.status, 200);
}

#[actix_web::test]
async fn one_among_many_is_found_by_the_index() {
    let app = App::start().await.unwrap();
    define(&app, "shirt_size", json!({})).await;
    define(&app, "hours", json!({ "takes": { "kind": "number" } })).await;
    define(&app, "story", json!({ "takes": { "kind": "text" } })).await;
    let cora = app.sign_in(Cast::Cora).unwrap();
    set(&app, &cora, json!({ "shirt_size": "l", "hours": 7, "story": "xochiquetzal" })).await;
    let many = "set session_replication_role = replica;
        insert into clients (id, first_name, last_name, name_key, search_key)
            select gen_random_uuid(), 'Ana', n::text, n::text, n::text from generate_series(1, 20000) as n;
        insert into custom_values (id, field, client_id, code)
            select gen_random_uuid(), 'shirt_size', id, 'm' from clients where first_name = 'Ana';
        insert into custom_values (id, field, client_id, number)
            select gen_random_uuid(), 'hours', id, 40 from clients where first_name = 'Ana';
        insert into custom_values (id, field, client_id, words, words_key)
            select gen_random_uuid(), 'story', id, md5(id::text), md5(id::text) from clients where first_name = 'Ana';
        set session_replication_role = origin";
    app.database.run(many).unwrap();
    app.database.run("vacuum analyze clients, custom_values").unwrap();
    for (query, index) in [
        ("field=shirt_size:l", "custom_values_by_code"),
        ("field=hours:..10", "custom_values_by_number"),
        ("field=story:xochiquetzal", "custom_values_by_words"),
    ] {
        app.database.run("select pg_stat_reset()").unwrap();
        assert_eq!(names(&cora, query).await, ["María"]);
        let ours = "usename = 'openhall_web' and datname = current_database()";
        let ended = format!("select pg_terminate_backend(pid, 5000) from pg_stat_activity where {ours}");
        app.database.run(&ended).unwrap();
        let count = |sql: String| app.database.column(&sql).unwrap()[0].parse::<i64>().unwrap();
        let used = count(format!("select idx_scan from pg_stat_user_indexes where indexrelname = '{index}'"));
        let walked = count("select seq_scan from pg_stat_user_tables where relname = 'custom_values'".into());
        assert!(used >= 1 && walked == 0, "{query}: {used} by the index, {walked} through all");
    }
}
