//! Facts about the line of time.

use serde_json::{Value, json};
use testkit::{App, Cast, Served, Visitor};

async fn events(who: &Visitor, app: &App, query: &str) -> Vec<Value> {
    let path = format!("/clients/{}/timeline?limit=100{query}", app.client(Served::Maria).unwrap());
    let page = who.get(&path).await;
    assert_eq!(page.status, 200, "{}", page.text());
    page.json()["items"].as_array().unwrap().clone()
}

/// Something of each kind, behind the server's back.
fn fill(app: &App) {
    let (maria, casey) = (app.client(Served::Maria).unwrap(), app.user(Cast::Casey).unwrap());
    app.database
        .run(&format!(
            "begin; select begin_as('job', null, 'test', null, null);
             insert into notes (id, client_id, kind, happened_at, text, author_id)
                 values (gen_random_uuid(), '{maria}', 'general', now() - interval '1 day', 'Called twice', '{casey}');
             insert into notes (id, client_id, kind, happened_at, confidential, text_sealed, author_id)
                 values (gen_random_uuid(), '{maria}', 'initial', now() - interval '2 days', true, 'x', '{casey}');
             insert into follow_ups (id, client_id, assignee_id, due_on, purpose, created_by, created_at, status, closed_at, outcome)
                 values (gen_random_uuid(), '{maria}', '{casey}', today(), 'Bring the lease', '{casey}', now() - interval '1 hour', 'done', now(), 'Brought it');
             insert into documents (id, client_id, name, format, size, sha256, uploaded_by)
                 values (gen_random_uuid(), '{maria}', 'lease.pdf', 'pdf', 7, 'x', '{casey}');
             commit"
        ))
        .unwrap();
}

fn kinds(events: &[Value]) -> Vec<String> {
    let mut kinds: Vec<String> =
        events.iter().map(|event| event["kind"].as_str().unwrap().to_owned()).collect();
    kinds.sort();
    kinds.dedup();
    kinds
}

#[actix_web::test]
async fn everything_stands_in_one_line_the_latest_first() {
    let app = App::start().await.unwrap();
    fill(&app);
    let all = events(&app.sign_in(Cast::Casey).unwrap(), &app, "").await;
    assert_eq!(
        kinds(&all),
        ["assignment", "document", "enrollment", "follow_up", "goal", "note", "restriction", "stage"]
    );
    let times: Vec<_> = all
        .iter()
        .map(|event| event["at"].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap())
        .collect();
    assert!(times.is_sorted_by(|a, b| a >= b), "{times:?}");
    let ours =
        ["Brought it", "Bring the lease"].map(|text| all.iter().find(|event| event["text"] == text).unwrap());
    assert_eq!(ours.map(|event| event["what"].as_str().unwrap()), ["done", "planned"]);
}

#[actix_web::test]
async fn a_confidential_note_has_no_text_for_anybody() {
    let app = App::start().await.unwrap();
    fill(&app);
    for who in [Cast::Casey, Cast::Cora, Cast::Ada] {
        let all = events(&app.sign_in(who).unwrap(), &app, "&kind=note").await;
        let confidential: Vec<_> = all.iter().filter(|event| event["confidential"] == true).collect();
        assert!(
            !confidential.is_empty() && confidential.iter().all(|event| event["text"].is_null()),
            "{who:?}"
        );
        assert!(all.iter().any(|event| event["text"] == "Called twice"));
    }
}

#[actix_web::test]
async fn kinds_that_the_role_does_not_see_are_left_out() {
    let app = App::start().await.unwrap();
    fill(&app);
    assert!(
        !kinds(&events(&app.sign_in(Cast::Stan).unwrap(), &app, "").await).contains(&"document".to_owned())
    );
    assert_eq!(events(&app.sign_in(Cast::Stan).unwrap(), &app, "&kind=document").await, Vec::<Value>::new());
    let path = format!("/clients/{}/timeline", app.client(Served::Maria).unwrap());
    assert_eq!(app.sign_in(Cast::Vera).unwrap().get(&path).await.status, 403);
}

#[actix_web::test]
async fn a_filter_by_kind_may_name_several() {
    let app = App::start().await.unwrap();
    fill(&app);
    let casey = app.sign_in(Cast::Casey).unwrap();
    assert_eq!(kinds(&events(&casey, &app, "&kind=note&kind=stage").await), ["note", "stage"]);
    let path = format!("/clients/{}/timeline?kind=gossip", app.client(Served::Maria).unwrap());
    assert_eq!(casey.get(&path).await.status, 422);
}

#[actix_web::test]
async fn pages_follow_each_other_without_gap_or_repeat() {
    let app = App::start().await.unwrap();
    fill(&app);
    let casey = app.sign_in(Cast::Casey).unwrap();
    let all = events(&casey, &app, "").await;
    let start = format!("/clients/{}/timeline?limit=2", app.client(Served::Maria).unwrap());
    let (mut seen, mut path) = (Vec::new(), start.clone());
    loop {
        let page = casey.get(&path).await.json();
        seen.extend(page["items"].as_array().unwrap().clone());
        let Some(next) = page["next"].as_str() else { break };
        path = format!("{start}&cursor={next}");
    }
    assert_eq!(json!(seen), json!(all));
}

#[actix_web::test]
async fn somebody_new_has_a_short_line() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let made = cora.post("/clients", json!({ "first_name": "New" })).await;
    let path = format!("{}/timeline", made.header("location").trim_start_matches("/api/v1"));
    let page = cora.get(&path).await.json();
    assert_eq!((page["items"].as_array().unwrap().len(), &page["items"][0]["what"]), (1, &json!("intake")));
    assert_eq!(cora.get(&format!("{path}?kind=note")).await.json()["items"], json!([]));
}
