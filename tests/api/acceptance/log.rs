//! Criterion 5: what the log says of an edit is how the rows differ.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use testkit::{Answer, App, Cast, Visitor, send};

use crate::{
    examples::words,
    hard::i_direct::CANONICAL,
    policy::{
        Probe, bodies,
        objects::{self, Object},
        probes,
    },
};

/// Every edit of a canonical record, by the operation that makes it.
const EDITS: [&str; 24] = [
    "clients.create",
    "clients.update",
    "photos.set",
    "photos.remove",
    "demographics.answer",
    "custom_fields.set",
    "clients.move_stage",
    "assignments.create",
    "assignments.end",
    "restrictions.add",
    "restrictions.amend",
    "restrictions.lift",
    "enrollments.enroll",
    "enrollments.discharge",
    "enrollments.transfer",
    "enrollments.correct",
    "programs.add",
    "programs.amend",
    "programs.remove",
    "programs.set_capacity",
    "programs.remove_capacity",
    "departments.add",
    "departments.amend",
    "departments.remove",
];

/// Written with an enrollment.
const BESIDE: [&str; 2] = ["intakes", "discharges"];

/// What the log leaves out, because it says nothing about anybody: counters, orders, search keys, and who wrote when,
/// which each line says itself.
const LEFT_OUT: [&str; 18] = [
    "clients.version",
    "clients.search_key",
    "clients.name_key",
    "clients.updated_at",
    "clients.stage_since",
    "addresses.position",
    "contact_points.position",
    "contact_points.value_key",
    "custom_values.words_key",
    "demographics.written_at",
    "demographics.written_by",
    "demographics.corrected_by",
    "departments.version",
    "enrollments.version",
    "program_capacities.set_at",
    "programs.version",
    "restrictions.version",
    "restrictions.review_told_for",
];

/// Rows by table and key.
type Rows = BTreeMap<(String, String), Map<String, Value>>;

fn rows(app: &App) -> Rows {
    let mut rows = Rows::new();
    for table in CANONICAL.iter().chain(&BESIDE) {
        let all = format!("select to_jsonb(t) from {table} t");
        for row in app.database.column(&all).unwrap() {
            let row: Map<String, Value> = serde_json::from_str(&row).unwrap();
            // Who works in a program has no id.
            let key = row.get("id").cloned().unwrap_or_else(|| json!([row["program_id"], row["user_id"]]));
            rows.insert(((*table).to_owned(), key.to_string()), row);
        }
    }
    rows
}

/// One row that is not what it was: its table, and each side of what differs.
fn line(table: &str, was: &Map<String, Value>, is: &Map<String, Value>) -> Option<String> {
    let side = |one: &Map<String, Value>, other: &Map<String, Value>| {
        let differs = |(field, value): &(&String, &Value)| {
            !value.is_null()
                && other.get(*field) != Some(*value)
                && !LEFT_OUT.contains(&&*format!("{table}.{field}"))
        };
        let side: Map<_, _> =
            one.iter().filter(differs).map(|(field, value)| (field.clone(), value.clone())).collect();
        if side.is_empty() { Value::Null } else { Value::Object(side) }
    };
    let (before, after) = (side(was, is), side(is, was));
    (!before.is_null() || !after.is_null()).then(|| json!([table, before, after]).to_string())
}

fn differences(was: &Rows, is: &Rows) -> Vec<String> {
    let none = Map::new();
    let keys = was.keys().chain(is.keys().filter(|key| !was.contains_key(*key)));
    let mut lines: Vec<_> = keys
        .filter_map(|key| line(&key.0, was.get(key).unwrap_or(&none), is.get(key).unwrap_or(&none)))
        .collect();
    lines.sort();
    lines
}

/// What the log says of these tables since a line.
fn logged(app: &App, since: &str) -> Vec<String> {
    let tables =
        CANONICAL.iter().chain(&BESIDE).map(|table| format!("'{table}'")).collect::<Vec<_>>().join(",");
    let query = format!(
        "select jsonb_build_array(entity, before, after) from audit where seq > {since} and entity in ({tables})"
    );
    let found = app.database.column(&query).unwrap();
    let mut lines: Vec<_> =
        found.iter().map(|line| serde_json::from_str::<Value>(line).unwrap().to_string()).collect();
    lines.sort();
    lines
}

/// Does something, and compares what the log says of it with what it did.
async fn compared(app: &App, what: &str, status: &[u16], doing: impl Future<Output = Answer>) -> Answer {
    let (was, since) = (rows(app), app.database.column("select max(seq) from audit").unwrap().remove(0));
    let answer = doing.await;
    assert!(status.contains(&answer.status), "{what}: {} {}", answer.status, answer.text());
    let differences = differences(&was, &rows(app));
    assert_eq!(differences, logged(app, &since), "{what}");
    let writes = !status.contains(&202);
    assert_eq!(writes, !differences.is_empty(), "{what}: {differences:?}");
    answer
}

/// An edit as somebody would make it.
async fn edit(app: &App, probe: &Probe, who: &Visitor) -> Answer {
    let (mut path, version) = objects::address(app, &probe.path, probe.object);
    if let Some(subject) = words::subject(app, &probe.operation) {
        path = format!("{}/{subject}", path.rsplit_once('/').unwrap().0);
    }
    let request = who.request(probe.method.clone(), &path).header("if-match", format!("\"{version}\""));
    match body(&probe.operation, app) {
        Some(body) => send(request.json(&body)).await,
        None => send(bodies::dress(&probe.operation, request, app)).await,
    }
}

/// As much as an edit may write at once.
fn body(operation: &str, app: &App) -> Option<Value> {
    match operation {
        "clients.update" => Some(json!({
            "preferred_name": "Mari", "emergency_contact": null, "aliases": ["Mary"],
            "contact_points": [{ "kind": "phone", "value": "415-555-0177", "may_contact": false }],
            "addresses": [{ "no_fixed_address": true }],
        })),
        _ => words::body(operation, operation, app),
    }
}

/// Those that were made by hand at once, and those that were proposed and approved by a colleague. What an import writes
/// comes with imports.
#[actix_web::test]
async fn criterion_5_every_edit_is_logged_with_before_and_after() {
    let probes = probes();
    for operation in EDITS {
        let is_it = |probe: &&Probe| {
            probe.operation == operation && matches!(probe.object, Object::Any | Object::Caseload)
        };
        let probe = probes.iter().find(is_it).unwrap();
        let app = App::start().await.unwrap();
        let cora = app.sign_in(Cast::Cora).unwrap();
        words::prepare(&app, operation);
        compared(&app, operation, &[200, 201, 204], edit(&app, probe, &cora)).await;

        let app = App::start().await.unwrap();
        let (lena, cora) = (app.sign_in(Cast::Lena).unwrap(), app.sign_in(Cast::Cora).unwrap());
        words::prepare(&app, operation);
        let change = compared(&app, operation, &[202], edit(&app, probe, &lena)).await.json();
        let approval = format!("/changes/{}/approval", change["id"].as_str().unwrap());
        let approving = cora.approve(&approval, 1, json!({ "rationale": "Confirmed" }));
        compared(&app, &format!("{operation}, approved"), &[200], approving).await;
    }
}
