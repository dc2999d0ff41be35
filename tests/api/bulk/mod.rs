//! Facts about one change of many clients.

mod by_key;
mod listing;
mod many;
mod planning;
mod running;
mod tags;
mod undoing;

use serde_json::{Value, json};
use testkit::{Answer, App, Served, Visitor};

/// Clients with the versions that they have now.
fn seen(app: &App, all: &[Served]) -> Value {
    let one = |whom: &Served| {
        let id = app.client(*whom).unwrap();
        let version =
            &app.database.column(&format!("select version from clients where id = '{id}'")).unwrap()[0];
        json!({ "id": id, "version": version.parse::<i32>().unwrap() })
    };
    all.iter().map(one).collect()
}

async fn plan(app: &App, who: &Visitor, all: &[Served], action: Value) -> Answer {
    who.post("/bulk-changes", json!({ "action": action, "clients": seen(app, all) })).await
}

/// Plans and runs it.
async fn run(app: &App, who: &Visitor, all: &[Served], action: Value) -> Value {
    let planned = plan(app, who, all, action).await;
    assert_eq!(planned.status, 201, "{}", planned.text());
    go(who, &planned.json()).await
}

async fn go(who: &Visitor, bulk: &Value) -> Value {
    let done = who.post(&format!("/bulk-changes/{}/run", bulk["id"].as_str().unwrap()), json!({})).await;
    assert_eq!(done.status, 200, "{}", done.text());
    done.json()
}

/// The results, row by row: who, what, why.
async fn results(who: &Visitor, bulk: &Value) -> Vec<String> {
    let path = format!("/bulk-changes/{}/rows?limit=100", bulk["id"].as_str().unwrap());
    let rows = who.get(&path).await.json()["items"].as_array().unwrap().clone();
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let line = |row: &Value| [&row["client_name"], &row["outcome"], &row["reason"]].map(text).join(" ");
    rows.iter().map(line).collect()
}

/// Who works with a client now.
async fn staff(app: &App, whom: Served) -> Vec<String> {
    let id = app.client(whom).unwrap();
    let query = "select users.name from assignments join users on users.id = user_id where ended_at is null and assignments.client_id =";
    app.database.column(&format!("{query} '{id}' order by 1")).unwrap()
}

fn column(app: &App, whom: Served, column: &str) -> String {
    let id = app.client(whom).unwrap();
    app.database.column(&format!("select {column} from clients where id = '{id}'")).unwrap().remove(0)
}
