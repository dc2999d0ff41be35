//! Who sees a plan.

use super::*;

async fn plan(who: &Visitor, app: &App, query: &str) -> Answer {
    who.get(&format!("/clients/{}/goals?limit=100{query}", app.client(Served::Maria).unwrap())).await
}

fn titles(plan: &Answer) -> Vec<String> {
    assert_eq!(plan.status, 200, "{}", plan.text());
    let items = plan.json()["items"].as_array().unwrap().clone();
    items.iter().map(|goal| goal["title"].as_str().unwrap().to_owned()).collect()
}

#[actix_web::test]
async fn a_goal_stands_in_the_plan_as_it_was_answered() {
    let app = App::start().await.unwrap();
    let made = set(&app, Cast::Cole, Served::Maria, draft()).await;
    assert_eq!(made.header("location"), format!("/api/v1/goals/{}", made.json()["id"].as_str().unwrap()));
    let all = plan(&app.sign_in(Cast::Casey).unwrap(), &app, "").await.json();
    let found = all["items"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(found, made.json());
    assert_eq!((&found["set_by"], &found["status"]), (&json!("Cole Adeyemi"), &json!("open")));
}

#[actix_web::test]
async fn who_works_with_the_client_sees_the_plan_and_who_sees_the_card_alone_does_not() {
    let app = App::start().await.unwrap();
    let goal = fresh(&app).await;
    for who in [Cast::Casey, Cast::Cole, Cast::Stan, Cast::Max, Cast::Ana, Cast::Cora] {
        let who = app.sign_in(who).unwrap();
        assert!(titles(&plan(&who, &app, "").await).contains(&"A job in a kitchen".to_owned()));
        assert_eq!(who.get(&goal).await.status, 200);
    }
    for who in [Cast::Vera, Cast::Rita, Cast::Wendy] {
        let who = app.sign_in(who).unwrap();
        assert_eq!((plan(&who, &app, "").await.status, who.get(&goal).await.status), (403, 403));
    }
}

#[actix_web::test]
async fn a_plan_outside_the_caseload_is_not_found() {
    let app = App::start().await.unwrap();
    let (goal, otto) = (fresh(&app).await, app.sign_in(Cast::Otto).unwrap());
    let made = step(&app.sign_in(Cast::Casey).unwrap(), &goal, json!({ "what": "Call" })).await;
    let step_path = at(&goal, &made);
    assert_eq!(plan(&otto, &app, "").await.status, 404);
    assert_eq!(set(&app, Cast::Otto, Served::Maria, draft()).await.status, 404);
    assert_eq!(otto.get(&goal).await.status, 404);
    assert_eq!(otto.patch(&goal, 1, json!({ "title": "Hm" })).await.status, 404);
    assert_eq!(otto.post_on(&format!("{goal}/closing"), 1, outcome()).await.status, 404);
    assert_eq!(step(&otto, &goal, json!({ "what": "Hm" })).await.status, 404);
    assert_eq!(otto.post_on(&format!("{step_path}/completion"), 1, json!({})).await.status, 404);
    assert_eq!(delete(&otto, &step_path, 1).await.status, 404);
    assert_eq!(delete(&otto, &goal, 1).await.status, 404);
}

#[actix_web::test]
async fn staff_and_managers_read_a_plan_and_do_not_write_it() {
    let app = App::start().await.unwrap();
    let goal = fresh(&app).await;
    for who in [Cast::Stan, Cast::Max, Cast::Lena, Cast::Ana, Cast::Cora, Cast::Vera] {
        assert_eq!(set(&app, who, Served::Maria, draft()).await.status, 403, "{}", who.name());
        let who = app.sign_in(who).unwrap();
        assert_eq!(who.patch(&goal, 1, json!({ "title": "Hm" })).await.status, 403);
        assert_eq!(step(&who, &goal, json!({ "what": "Hm" })).await.status, 403);
    }
}

#[actix_web::test]
async fn open_and_closed_goals_can_be_asked_for_apart() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let goal = fresh(&app).await;
    let title = "A job in a kitchen".to_owned();
    assert!(titles(&plan(&casey, &app, "&status=open").await).contains(&title));
    casey.post_on(&format!("{goal}/closing"), 1, outcome()).await;
    assert!(!titles(&plan(&casey, &app, "&status=open").await).contains(&title));
    assert!(titles(&plan(&casey, &app, "&status=reached&status=given_up").await).contains(&title));
    assert_eq!(plan(&casey, &app, "&status=lost").await.status, 422);
}

#[actix_web::test]
async fn pages_follow_each_other_without_gap_or_repetition() {
    let app = App::start().await.unwrap();
    for number in 0..5 {
        set(&app, Cast::Casey, Served::Sukarno, json!({ "title": number.to_string(), "area": "money" }))
            .await;
    }
    let casey = app.sign_in(Cast::Casey).unwrap();
    let base = format!("/clients/{}/goals?limit=2", app.client(Served::Sukarno).unwrap());
    let (mut seen, mut page) = (Vec::new(), casey.get(&base).await);
    loop {
        seen.extend(titles(&page));
        let Some(next) = page.json()["next"].as_str().map(str::to_owned) else { break };
        page = casey.get(&format!("{base}&cursor={next}")).await;
    }
    assert_eq!(seen, ["0", "1", "2", "3", "4"]);
    assert_eq!(casey.get(&format!("{base}&cursor=nonsense")).await.status, 400);
}

#[actix_web::test]
async fn a_goal_set_reached_and_given_up_stand_in_the_line_of_time() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    for status in ["reached", "given_up"] {
        let goal = fresh(&app).await;
        let body = json!({ "status": status, "outcome": format!("It was {status}.") });
        assert_eq!(casey.post_on(&format!("{goal}/closing"), 1, body).await.status, 200);
    }
    let path = format!("/clients/{}/timeline?kind=goal&limit=100", app.client(Served::Maria).unwrap());
    let page = casey.get(&path).await.json();
    let events = page["items"].as_array().unwrap();
    for (what, text) in
        [("set", "I like to cook."), ("reached", "It was reached."), ("given_up", "It was given_up.")]
    {
        let event = events.iter().find(|event| event["what"] == what && event["text"] == text);
        let event = event.unwrap_or_else(|| panic!("{what}: {page}"));
        assert_eq!((&event["about"], &event["by"]), (&json!("A job in a kitchen"), &json!("Casey Nguyen")));
    }
}
