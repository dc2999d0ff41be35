//! A tag for many: given, taken away, and either taken back.

use serde_json::{Value, json};
use testkit::{App, Cast, Served, Visitor};

use super::{go, plan, results, run};

const GIVE: &str = "add_tag";
const TAKE: &str = "remove_tag";

fn action(what: &str, tag: &str) -> Value {
    json!({ "action": what, "tag": tag })
}

fn tags(app: &App, whom: Served) -> Vec<String> {
    let id = app.client(whom).unwrap();
    app.database.column(&format!("select tag from client_tags where client_id = '{id}' order by 1")).unwrap()
}

async fn undo(who: &Visitor, bulk: &Value) -> Value {
    let back = who.post(&format!("/bulk-changes/{}/undoing", bulk["id"].as_str().unwrap()), json!({})).await;
    assert_eq!(back.status, 201, "{}", back.text());
    back.json()
}

#[actix_web::test]
async fn who_has_the_tag_already_is_left_out() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    run(&app, &cora, &[Served::Maria], action(GIVE, "job_fair")).await;
    let done = run(&app, &cora, &[Served::Maria, Served::Wei], action(GIVE, "job_fair")).await;
    assert_eq!(results(&cora, &done).await, ["Mari Delgado refused already_so", "Wei Ng changed -"]);
    assert_eq!(
        (tags(&app, Served::Maria), tags(&app, Served::Wei)),
        (vec!["job_fair".into()], vec!["job_fair".into()])
    );
}

#[actix_web::test]
async fn a_given_tag_is_taken_back_except_where_it_was_given_anew() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let all = [Served::Maria, Served::Wei];
    let done = run(&app, &cora, &all, action(GIVE, "job_fair")).await;
    run(&app, &cora, &[Served::Wei], action(TAKE, "job_fair")).await;
    run(&app, &cora, &[Served::Wei], action(GIVE, "job_fair")).await;
    let back = undo(&cora, &done).await;
    assert_eq!(results(&cora, &back).await, ["Mari Delgado changed -", "Wei Ng refused moved"]);
    assert!(tags(&app, Served::Maria).is_empty());
    assert_eq!(tags(&app, Served::Wei), ["job_fair"]);
}

#[actix_web::test]
async fn a_tag_that_was_taken_away_comes_back_unless_it_is_gone_from_the_list() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    for tag in ["job_fair", "newsletter"] {
        run(&app, &cora, &[Served::Maria], action(GIVE, tag)).await;
    }
    let fair = run(&app, &cora, &[Served::Maria], action(TAKE, "job_fair")).await;
    let news = run(&app, &cora, &[Served::Maria], action(TAKE, "newsletter")).await;
    let values = cora.get("/code-lists/tag").await.json();
    let value =
        values.as_array().unwrap().iter().find(|value| value["code"] == "newsletter").unwrap().clone();
    let gone = cora.delete(&format!("/code-lists/tag/{}", value["id"].as_str().unwrap())).await;
    assert_eq!(gone.status, 204, "{}", gone.text());
    assert_eq!(results(&cora, &undo(&cora, &fair).await).await, ["Mari Delgado changed -"]);
    assert_eq!(results(&cora, &undo(&cora, &news).await).await, ["Mari Delgado refused moved"]);
    assert_eq!(tags(&app, Served::Maria), ["job_fair"]);
}

#[actix_web::test]
async fn a_record_that_was_tagged_is_another_version() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let path = format!("/clients/{}", app.client(Served::Maria).unwrap());
    let before = cora.get(&path).await.version();
    run(&app, &cora, &[Served::Maria], action(GIVE, "job_fair")).await;
    let stale = cora.patch(&path, before, json!({ "tags": [] })).await;
    assert_eq!(stale.status, 412, "{}", stale.text());
}

#[actix_web::test]
async fn a_tag_that_is_not_given_any_more_can_only_be_taken_away() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    run(&app, &cora, &[Served::Maria], action(GIVE, "job_fair")).await;
    app.database
        .run(
            "begin; select begin_as('job', null, 'test', null, null); \
             update code_values set retired_on = today() where list = 'tag' and code = 'job_fair'; commit",
        )
        .unwrap();
    for (what, tag) in [(GIVE, "job_fair"), (GIVE, "astronaut"), (TAKE, "astronaut")] {
        let refused = plan(&app, &cora, &[Served::Wei], action(what, tag)).await;
        assert_eq!(
            (refused.status, refused.fields()),
            (422, vec!["/action/tag unknown".to_owned()]),
            "{what} {tag}"
        );
    }
    run(&app, &cora, &[Served::Maria], action(TAKE, "job_fair")).await;
    assert!(tags(&app, Served::Maria).is_empty());
}

#[actix_web::test]
async fn for_who_only_proposes_each_tag_is_a_proposal() {
    let app = App::start().await.unwrap();
    let (max, cora) = (app.sign_in(Cast::Max).unwrap(), app.sign_in(Cast::Cora).unwrap());
    run(&app, &cora, &[Served::Maria], action(GIVE, "newsletter")).await;
    let done = run(&app, &max, &[Served::Maria], action(GIVE, "job_fair")).await;
    assert_eq!(results(&max, &done).await, ["Mari Delgado proposed -"]);
    assert_eq!(tags(&app, Served::Maria), ["newsletter"]);
    let maria = app.client(Served::Maria).unwrap();
    let waiting = cora.get(&format!("/changes?status=pending&client={maria}")).await.json();
    let change = &waiting["items"][0];
    assert_eq!(change["base"], json!({ "tags": ["newsletter"] }));
    assert_eq!(change["proposed"], json!({ "tags": ["job_fair", "newsletter"] }));
    let approval = format!("/changes/{}/approval", change["id"].as_str().unwrap());
    assert_eq!(cora.approve(&approval, 1, json!({})).await.status, 200);
    assert_eq!(tags(&app, Served::Maria), ["job_fair", "newsletter"]);
}

#[actix_web::test]
async fn who_may_not_edit_a_record_does_not_tag_it() {
    let app = App::start().await.unwrap();
    let cole = app.sign_in(Cast::Cole).unwrap();
    let refused = plan(&app, &cole, &[Served::Maria], action(GIVE, "job_fair")).await;
    assert_eq!(refused.status, 403, "{}", refused.text());
}

#[actix_web::test]
async fn nobody_gets_more_tags_than_a_record_may_have() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let maria = app.client(Served::Maria).unwrap();
    app.database
        .run(&format!(
            "begin; select begin_as('job', null, 'test', null, null); \
             insert into code_values (id, list, code, labels, position) select gen_random_uuid(), 'tag', 't' || n, '{{\"en\": \"T\"}}', 100 + n \
                 from generate_series(1, 30) as n; \
             insert into client_tags (id, client_id, tag) select gen_random_uuid(), '{maria}', 't' || n \
                 from generate_series(1, 30) as n; commit"
        ))
        .unwrap();
    let done = run(&app, &cora, &[Served::Maria, Served::Wei], action(GIVE, "job_fair")).await;
    assert_eq!(results(&cora, &done).await, ["Mari Delgado refused too_many_tags", "Wei Ng changed -"]);
}

#[actix_web::test]
async fn a_tag_that_was_retired_since_the_plan_is_given_to_nobody() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let planned = plan(&app, &cora, &[Served::Maria], action(GIVE, "job_fair")).await;
    app.database
        .run(
            "begin; select begin_as('job', null, 'test', null, null); \
             update code_values set retired_on = today() where list = 'tag' and code = 'job_fair'; commit",
        )
        .unwrap();
    let done = go(&cora, &planned.json()).await;
    assert_eq!(results(&cora, &done).await, ["Mari Delgado refused stale"]);
    assert!(tags(&app, Served::Maria).is_empty());
}
