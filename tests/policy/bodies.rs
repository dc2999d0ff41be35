//! A body that fits for each operation that takes one.

use reqwest::{RequestBuilder, multipart::{Form, Part}};
use serde_json::{Value, json};
use testkit::{App, Cast, Served};

/// Gives a request the body that its operation wants.
pub fn dress(operation: &str, request: RequestBuilder, app: &App) -> RequestBuilder {
    if uploads(operation) {
        let part = Part::text("A plain letter.\n").file_name("letter.txt").mime_str("text/plain").unwrap();
        return request.multipart(Form::new().part("file", part));
    }
    match body(operation, app) {
        Some(body) => request.json(&body),
        None => request,
    }
}

fn uploads(operation: &str) -> bool {
    matches!(operation, "documents.upload" | "intake.upload")
}

fn body(operation: &str, app: &App) -> Option<Value> {
    let user = |person| app.user(person).unwrap();
    let tomorrow = || app.database.column("select today() + 1").unwrap().remove(0);
    Some(match operation {
        "assignments.assign" => json!({ "user_id": user(Cast::Ana) }),
        "notes.write" => json!({ "kind": "general", "happened_at": "2026-11-02T10:00:00Z", "text": "Called." }),
        "follow_ups.set" => json!({ "due_on": tomorrow(), "purpose": "Call", "assignee_id": user(Cast::Casey) }),
        "applications.attach" => json!({ "client_id": app.client(Served::Maria).unwrap() }),
        other => plain(other)?,
    })
}

/// Whether an operation's body is here.
pub fn known(operation: &str) -> bool {
    let by_record = ["assignments.assign", "notes.write", "follow_ups.set", "applications.attach"];
    by_record.contains(&operation) || uploads(operation) || plain(operation).is_some()
}

fn plain(operation: &str) -> Option<Value> {
    let reason = || json!({ "reason": "The policy is being tested" });
    Some(match operation {
        "restrictions.add" => {
            json!({ "reach": { "scope": "organization" }, "start_date": "2026-01-01", "reason": "Threats" })
        }
        "restrictions.amend" => json!({ "reason": "It was worse" }),
        "restrictions.lift" => reason(),
        _ => return None,
    })
}
