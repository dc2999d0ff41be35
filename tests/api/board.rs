//! Facts about the board, and about the way through the journey.

use serde_json::{Value, json};
use testkit::{Answer, App, Cast, Served, Visitor};

async fn board(who: &Visitor, query: &str) -> Value {
    let answer = who.get(&format!("/board{query}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

fn cards(board: &Value) -> Vec<&Value> {
    let columns = board["columns"].as_array().unwrap().iter();
    columns.flat_map(|column| column["cards"].as_array().unwrap()).collect()
}

fn names(board: &Value) -> Vec<&str> {
    cards(board).into_iter().map(|card| card["name"].as_str().unwrap()).collect()
}

fn card<'a>(board: &'a Value, name: &str) -> &'a Value {
    cards(board).into_iter().find(|card| card["name"] == name).unwrap()
}

async fn carry(app: &App, who: &Visitor, whom: Served, to: &str) -> Answer {
    let path = format!("/clients/{}", app.client(whom).unwrap());
    let version = who.get(&path).await.version();
    who.post_on(&format!("{path}/stage-moves"), version, json!({ "stage": to })).await
}

async fn stays(app: &App, who: &Visitor, whom: Served) -> Vec<Value> {
    let path = format!("/clients/{}/stage-moves", app.client(whom).unwrap());
    who.get(&path).await.json().as_array().unwrap().clone()
}

/// Lets days pass since a client came to where they are.
fn let_pass(app: &App, whom: Served, days: u32) {
    let id = app.client(whom).unwrap();
    let past = format!(
        "begin; select begin_as('job', null, 'test', null, null); \
         update stage_moves set entered_at = entered_at - interval '{days} days' where client_id = '{id}'; \
         update clients set stage_since = stage_since - interval '{days} days' where id = '{id}'; commit"
    );
    app.database.run(&past).unwrap();
}

#[actix_web::test]
async fn every_active_client_stands_in_one_column() {
    let app = App::start().await.unwrap();
    let found = board(&app.sign_in(Cast::Cora).unwrap(), "").await;
    let stages: Vec<_> = found["columns"].as_array().unwrap().iter().map(|column| &column["stage"]).collect();
    assert_eq!((stages.len(), stages[0]), (7, &json!("intake")));
    let active = &app.database.column("select count(*) from clients where status = 'active'").unwrap()[0];
    let counted: u64 = found["columns"]
        .as_array()
        .unwrap()
        .iter()
        .map(|column| column["total"]["count"].as_u64().unwrap())
        .sum();
    assert_eq!((counted.to_string(), cards(&found).len().to_string()), (active.clone(), active.clone()));
}

#[actix_web::test]
async fn whoever_is_not_active_stands_nowhere() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let path = format!("/clients/{}", app.client(Served::Wei).unwrap());
    let version = cora.get(&path).await.version();
    assert!(names(&board(&cora, "").await).contains(&"Wei Ng"));
    assert_eq!(cora.patch(&path, version, json!({ "status": "closed" })).await.status, 200);
    assert!(!names(&board(&cora, "").await).contains(&"Wei Ng"));
}

#[actix_web::test]
async fn a_case_manager_sees_the_caseload_and_its_card() {
    let app = App::start().await.unwrap();
    let found = board(&app.sign_in(Cast::Casey).unwrap(), "").await;
    assert!(!names(&found).contains(&"Darnell Washington"));
    let maria = card(&found, "Mari Delgado");
    assert_eq!((&maria["restricted"], &maria["days"]), (&json!(true), &json!(0)));
    assert_eq!(maria["next_follow_up"], json!(app.database.column("select today()").unwrap()[0]));
    assert!(maria["assignees"].as_array().unwrap().contains(&json!("Casey Nguyen")));
}

#[actix_web::test]
async fn the_board_is_narrowed_by_colleague_and_program() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let otto = app.user(Cast::Otto).unwrap();
    assert_eq!(names(&board(&cora, &format!("?assignee={otto}")).await), ["Darnell Washington"]);
    let program =
        app.database.column("select id from programs order by position, name limit 1").unwrap().remove(0);
    let mut found: Vec<String> = Vec::new();
    found.extend(names(&board(&cora, &format!("?program={program}")).await).into_iter().map(str::to_owned));
    found.sort();
    assert_eq!(found, ["Mari Delgado", "Thị Minh Nguyễn"]);
}

#[actix_web::test]
async fn a_column_goes_on_where_it_ended_and_nobody_comes_twice() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let_pass(&app, Served::Wei, 30);
    let whole = board(&cora, "?stage=intake&limit=100").await;
    let (mut query, mut found) = ("?stage=intake&limit=2".to_owned(), Vec::new());
    loop {
        let page = board(&cora, &query).await;
        found.extend(names(&page).into_iter().map(str::to_owned));
        let Some(next) = page["columns"][0]["next"].as_str() else { break };
        query = format!("?stage=intake&limit=2&cursor={next}");
        let other = cora.get(&format!("/board{}", query.replace("stage=intake", "stage=assessment"))).await;
        assert_eq!(other.status, 400, "a cursor of another column");
        assert_eq!(
            cora.get(&format!("/board{}", query.replace("stage=intake&", ""))).await.status,
            400,
            "a cursor of no column"
        );
    }
    assert_eq!(
        (found[0].as_str(), &found),
        ("Wei Ng", &names(&whole).into_iter().map(str::to_owned).collect())
    );
}

#[actix_web::test]
async fn the_front_desk_has_no_board() {
    let app = App::start().await.unwrap();
    for who in [Cast::Vera, Cast::Rita, Cast::Wendy] {
        assert_eq!(app.sign_in(who).unwrap().get("/board").await.status, 403, "{who:?}");
    }
    let otto = app.sign_in(Cast::Otto).unwrap();
    let path = format!("/clients/{}/stage-moves", app.client(Served::Maria).unwrap());
    assert_eq!(otto.get(&path).await.status, 404);
    assert_eq!(otto.get("/board?asignee=me").await.status, 422);
}

#[actix_web::test]
async fn a_managers_move_is_a_proposal_and_the_card_says_so_to_him() {
    let app = App::start().await.unwrap();
    let (max, lena) = (app.sign_in(Cast::Max).unwrap(), app.sign_in(Cast::Lena).unwrap());
    assert_eq!(carry(&app, &max, Served::Wei, "assessment").await.status, 202);
    let seen = board(&max, "").await;
    assert_eq!(card(&seen, "Wei Ng")["proposed"], json!("assessment"));
    assert!(names(&board(&max, "?stage=intake").await).contains(&"Wei Ng"));
    assert_eq!(card(&board(&lena, "").await, "Wei Ng").get("proposed"), None, "not hers");
    let cora = app.sign_in(Cast::Cora).unwrap();
    assert_eq!(card(&board(&cora, "").await, "Wei Ng")["proposed"], json!("assessment"));
}

#[actix_web::test]
async fn each_stay_has_its_days() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let_pass(&app, Served::Wei, 12);
    assert_eq!(card(&board(&cora, "").await, "Wei Ng")["days"], json!(12));
    assert_eq!(carry(&app, &cora, Served::Wei, "assessment").await.status, 200);
    let found = stays(&app, &cora, Served::Wei).await;
    let days: Vec<_> =
        found.iter().map(|stay| (stay["stage"].as_str().unwrap(), stay["days"].as_i64())).collect();
    assert_eq!(days, [("assessment", Some(0)), ("intake", Some(12))]);
    assert_eq!((&found[0]["by"], &found[0]["left_at"]), (&json!("Cora Lindqvist"), &Value::Null));
    assert_eq!(found[1]["left_at"], found[0]["entered_at"]);
}

#[actix_web::test]
async fn a_slip_that_is_taken_back_leaves_no_stay_and_stands_in_the_log() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let_pass(&app, Served::Wei, 12);
    let before = stays(&app, &cora, Served::Wei).await;
    assert_eq!(carry(&app, &cora, Served::Wei, "job_placement").await.status, 200);
    assert_eq!(carry(&app, &cora, Served::Wei, "intake").await.status, 200);
    assert_eq!(stays(&app, &cora, Served::Wei).await, before);
    assert_eq!(card(&board(&cora, "").await, "Wei Ng")["days"], json!(12));
    let id = app.client(Served::Wei).unwrap();
    let kept = "select concat_ws(' ', action, entity) from audit where principal = 'user' and client_id =";
    assert_eq!(
        app.database.column(&format!("{kept} '{id}' order by seq")).unwrap(),
        ["update clients", "create stage_moves", "update clients", "delete stage_moves"]
    );
}

#[actix_web::test]
async fn a_move_back_by_somebody_else_or_later_is_a_move() {
    let app = App::start().await.unwrap();
    let (cora, ada) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Ada).unwrap());
    assert_eq!(carry(&app, &cora, Served::Wei, "assessment").await.status, 200);
    assert_eq!(carry(&app, &ada, Served::Wei, "intake").await.status, 200);
    assert_eq!(stays(&app, &cora, Served::Wei).await.len(), 3);
    assert_eq!(carry(&app, &cora, Served::Hubert, "assessment").await.status, 200);
    let_pass(&app, Served::Hubert, 1);
    assert_eq!(carry(&app, &cora, Served::Hubert, "intake").await.status, 200);
    assert_eq!(stays(&app, &cora, Served::Hubert).await.len(), 3);
}
