//! What requests and answers look like: asked of a server and answered by it, kept in `openapi/examples.json` and written
//! there by `tests/examples`.

use serde_json::{Map, Value};

use super::{id_of, operations_mut};

pub(super) const KEPT: &str = include_str!("../../../../openapi/examples.json");

const JSON: &str = "application/json";

/// Puts the examples to their operations. They are read here and moved into the document, so that the server holds them
/// nowhere else. What cannot be read shows nothing, and the walls miss it.
pub(super) fn show(document: &mut Value, examples: &str) {
    let mut examples: Map<String, Value> = serde_json::from_str(examples).unwrap_or_default();
    for (_, operation) in operations_mut(document) {
        let Some(Value::Object(mut example)) = examples.remove(id_of(operation)) else { continue };
        if let Some(request) = example.remove("request") {
            put(operation.get_mut("requestBody"), request);
        }
        if let Some(Value::Object(answers)) = example.remove("answers") {
            show_answers(operation, answers);
        }
    }
}

/// An answer that is the same as another but for its status, as where something was there already, looks like the other.
fn show_answers(operation: &mut Map<String, Value>, answers: Map<String, Value>) {
    let Some(described) = operation.get_mut("responses").and_then(Value::as_object_mut) else { return };
    for (status, answer) in answers {
        let Some(schema) = described.get(&status).and_then(schema).cloned() else { continue };
        let alike = described.iter_mut().filter(|(other, one)| {
            **other != status && schema_of_fine(other, one) == Some(&schema) && !has_example(one)
        });
        for (_, one) in alike {
            put(Some(one), answer.clone());
        }
        put(described.get_mut(&status), answer);
    }
}

fn schema(described: &Value) -> Option<&Value> {
    described["content"].get(JSON)?.get("schema")
}

fn schema_of_fine<'a>(status: &str, described: &'a Value) -> Option<&'a Value> {
    status.starts_with('2').then(|| schema(described)).flatten()
}

fn has_example(described: &Value) -> bool {
    described["content"][JSON].get("example").is_some()
}

fn put(described: Option<&mut Value>, example: Value) {
    if let Some(content) = described.and_then(|one| one["content"][JSON].as_object_mut()) {
        content.insert("example".into(), example);
    }
}
