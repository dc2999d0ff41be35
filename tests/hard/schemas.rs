//! What the OpenAPI document says about bodies and answers.

use std::collections::BTreeSet;

use serde_json::Value;

/// The names of fields that an operation's body may have.
pub fn taken(document: &Value, operation: &Value) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for content in operation["requestBody"]["content"].as_object().into_iter().flat_map(|all| all.values()) {
        collect(document, &content["schema"], 0, 1, &mut names);
    }
    names
}

/// The names of fields at any depth of what an operation may answer.
pub fn answered(document: &Value, operation: &Value) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for answer in operation["responses"].as_object().into_iter().flat_map(|all| all.values()) {
        for content in answer["content"].as_object().into_iter().flat_map(|all| all.values()) {
            collect(document, &content["schema"], 0, 4, &mut names);
        }
    }
    names
}

fn collect(document: &Value, schema: &Value, depth: usize, deepest: usize, names: &mut BTreeSet<String>) {
    if let Some(name) = schema["$ref"].as_str().and_then(|address| address.rsplit('/').next()) {
        return collect(document, &document["components"]["schemas"][name], depth, deepest, names);
    }
    for part in ["allOf", "oneOf", "anyOf"] {
        for part in schema[part].as_array().into_iter().flatten() {
            collect(document, part, depth, deepest, names);
        }
    }
    if schema["items"].is_object() {
        collect(document, &schema["items"], depth, deepest, names);
    }
    if depth < deepest {
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            names.insert(name.clone());
            collect(document, field, depth + 1, deepest, names);
        }
    }
}
