//! The parameters of operations: those that follow from an address, and what each of them means.

use domain::page;
use serde_json::{Map, Value, json};

/// Adds what follows from an operation's address, and words to all that has none.
pub(super) fn complete(path: &str, operation: &mut Map<String, Value>) {
    add_ids(path, operation);
    add_own_header(path, operation);
    bound_limit(operation);
    describe(path, operation);
}

/// An address's `{id}` is a UUID where the handler says nothing else.
fn add_ids(path: &str, operation: &mut Map<String, Value>) {
    let names = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    for name in names.filter(|name| !has_parameter(operation, name)).collect::<Vec<_>>() {
        let id = json!({ "name": name, "in": "path", "required": true,
            "schema": { "type": "string", "format": "uuid" } });
        add_parameter(operation, id);
    }
}

/// Calls that go by cookie, which only the page of this server may make.
const OWN_PAGE: [&str; 2] = ["/api/v1/intake/draft", "/api/v1/sessions/current"];

pub(super) fn is_own(path: &str) -> bool {
    OWN_PAGE.iter().any(|own| path.starts_with(own))
}

fn add_own_header(path: &str, operation: &mut Map<String, Value>) {
    if !is_own(path) {
        return;
    }
    let header = json!({ "name": "X-Openhall", "in": "header", "required": true,
        "description": "Says that this server's own page asks, which another site cannot say.",
        "schema": { "type": "string" }, "example": "1" });
    add_parameter(operation, header);
}

/// Lists have one limit, whatever their filter.
fn bound_limit(operation: &mut Map<String, Value>) {
    let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten();
    for limit in parameters.filter(|parameter| parameter["name"] == "limit") {
        limit["schema"] = json!({ "type": "integer", "minimum": 1, "maximum": page::MAX_LIMIT,
            "default": page::DEFAULT_LIMIT });
    }
}

fn add_parameter(operation: &mut Map<String, Value>, parameter: Value) {
    if let Some(all) = operation.entry("parameters").or_insert_with(|| json!([])).as_array_mut() {
        all.push(parameter);
    }
}

pub(super) fn has_parameter(operation: &Map<String, Value>, name: &str) -> bool {
    let parameters = operation.get("parameters").and_then(Value::as_array).into_iter().flatten();
    parameters.into_iter().any(|parameter| parameter["name"] == name)
}

pub(super) fn has_parameter_in(operation: &Map<String, Value>, place: &str) -> bool {
    let parameters = operation.get("parameters").and_then(Value::as_array).into_iter().flatten();
    parameters.into_iter().any(|parameter| parameter["in"] == place)
}

/// A parameter that no handler and no filter describes is an id, or means the same wherever it stands.
fn describe(path: &str, operation: &mut Map<String, Value>) {
    let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten();
    for parameter in parameters.filter(|parameter| parameter.get("description").is_none()) {
        let name = parameter["name"].as_str().unwrap_or_default();
        let said = WORDS.iter().find(|(place, known, _)| *known == name && parameter["in"] == *place);
        let words = said.map(|(.., words)| (*words).to_owned()).or_else(|| id_words(path, name));
        if let Some(words) = words {
            parameter["description"] = json!(words);
        }
    }
}

/// `/goals/{goal_id}/steps/{id}` names a goal and a step.
fn id_words(path: &str, name: &str) -> Option<String> {
    let (before, _) = path.split_once(&format!("/{{{name}}}"))?;
    let things = before.rsplit('/').next().filter(|part| !part.starts_with('{'))?.replace('-', " ");
    let thing = match things.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => things.trim_end_matches('s').to_owned(),
    };
    Some(format!("The id of the {thing}."))
}

const WORDS: &[(&str, &str, &str)] = &[
    ("query", "limit", "At most so many rows."),
    ("query", "cursor", "Where the page before ended: its `next`."),
    ("query", "sort", "The order of the rows."),
    ("query", "client", "Only what is about this client."),
    ("query", "program", "Only what belongs to this program."),
    ("query", "assignee", "Only what this colleague has."),
    ("query", "author", "Only what this colleague wrote."),
    ("query", "user", "Only what this colleague did."),
    ("query", "kind", "Of this kind."),
    ("query", "state", "Only what is in this state."),
    ("query", "status", "Only what has this status."),
    ("query", "outcome", "Only rows of which this became."),
    ("query", "entity", "Only what happened to records of this kind."),
    ("query", "entity_id", "Only what happened to this record."),
    ("query", "action", "Only what was done in this way."),
    ("query", "confidential", "Whether the note is to be confidential."),
    ("query", "department_id", "Only programs of this department."),
    ("query", "open_to_intake", "Only programs that the public form offers, or only the others."),
    ("query", "side", "The side of the square that is cut out of the picture, in pixels."),
    ("path", "list", "The name of the code list."),
    ("path", "key", "Which form it is: a word of the page, and where it has one the record's id."),
    ("path", "kind", "Which mail it is."),
    ("path", "language", "The language of its words."),
    ("path", "digest", "The SHA-256 of the picture, so that a browser keeps it for good."),
    ("path", "permission", "The permission that somebody asks about."),
    ("path", "seq", "The entry's place in the log."),
];
