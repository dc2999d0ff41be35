//! Facts about the service plan.

mod changing;
mod reading;
mod steps;

use serde_json::{Value, json};
use testkit::{Answer, App, Cast, Served, Visitor, send};

/// What most facts begin with.
fn draft() -> Value {
    json!({ "title": "A job in a kitchen", "area": "employment", "why": "I like to cook." })
}

async fn set(app: &App, who: Cast, whom: Served, body: Value) -> Answer {
    let path = format!("/clients/{}/goals", app.client(whom).unwrap());
    app.sign_in(who).unwrap().post(&path, body).await
}

/// A goal of María's that Casey has just set.
async fn fresh(app: &App) -> String {
    let made = set(app, Cast::Casey, Served::Maria, draft()).await;
    assert_eq!((made.status, made.version()), (201, 1), "{}", made.text());
    format!("/goals/{}", made.json()["id"].as_str().unwrap())
}

async fn step(who: &Visitor, goal: &str, body: Value) -> Answer {
    who.post(&format!("{goal}/steps"), body).await
}

/// Where a step is.
fn at(goal: &str, step: &Answer) -> String {
    assert_eq!(step.status, 201, "{}", step.text());
    format!("{goal}/steps/{}", step.json()["id"].as_str().unwrap())
}

async fn delete(who: &Visitor, path: &str, version: i64) -> Answer {
    let request = who.request(reqwest::Method::DELETE, path);
    send(request.header("if-match", format!("\"{version}\""))).await
}

fn day(app: &App, days: i32) -> String {
    app.database.column(&format!("select today() + {days}")).unwrap().remove(0)
}

/// Lets days pass for whatever is due.
fn pass(app: &App) {
    let past = "begin; select begin_as('job', null, 'test', null, null); \
                update goal_steps set due_on = due_on - 30 where due_on is not null; commit";
    app.database.run(past).unwrap();
}

fn outcome() -> Value {
    json!({ "status": "reached", "outcome": "She cooks at the Harbor Grill." })
}
